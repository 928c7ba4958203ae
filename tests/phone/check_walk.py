"""A person going through the check in the browser: each screen answered from what is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.phone.conftest import wait_until

LONGEST = 60  # screens; a check that asks more does not end


@dataclass(frozen=True)
class Person:
    """What is so: signs with a yes, choices and numbers; everything else is no."""

    yes: frozenset[str] = frozenset()
    choices: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


STRAIN = Person(
    yes=frozenset({
        "onset_sudden", "mech_sprint", "stopped_immediately", "loc_mid_belly", "q_sharp",
        "agg_sprint", "agg_stretch", "agg_resisted_bend", "bruising", "loc_one_finger_spot",
    }),
    choices={
        "weight_bearing": "normal", "getting_better": "better", "side": "left",
        "sex_at_birth": "male", "persona": "athlete",
    },
    numbers={
        "symptom_days": "4", "pain_now": "3", "pain_worst_24h": "4", "pain_at_injury": "5",
        "age_years": "30",
    },
)  # fmt: skip
RUPTURE = Person(
    yes=STRAIN.yes
    | {"pop_felt", "loc_sit_bone", "bruising_extensive", "weak_knee_bend", "mech_slip_split"},
    choices=STRAIN.choices | {"weight_bearing": "limp"},
    numbers=STRAIN.numbers,
)


def start_check(page: Any) -> None:
    """Open the check and begin it."""
    page.goto("/check")
    page.get_by_role("button", name="Start").last.click()
    page.locator("main.asking h1").wait_for()


def screen_of(page: Any) -> str:
    """Return the id of the screen that stands, "" where the check is over."""
    here = page.locator("main[data-screen]")
    return here.get_attribute("data-screen") or "" if here.count() else ""


def moved_on(page: Any, address: str) -> None:
    """Wait until another address stands and its screen is drawn."""
    wait_until(page, lambda: not page.url.endswith(address))
    page.locator("main h1, [role=alertdialog]").first.wait_for()


def answer_screen(page: Any, person: Person) -> None:
    """Answer the screen that stands and go on to the next."""
    address = page.url.removeprefix(page.evaluate("location.origin"))
    if screen_of(page) == "about-you":
        page.get_by_role("button", name="Male", exact=True).click()
        page.get_by_role("button", name="Yes, that is right").click()
        return moved_on(page, address)
    _mark(page, person)
    _choose(page, person, address)
    if page.url.endswith(address):
        done(page)
        moved_on(page, address)
    return None


def done(page: Any) -> None:
    """Bring the end of the answers into sight and press the button that ends the screen."""
    end = page.locator(".asking-body .end")
    end.evaluate("(mark) => mark.scrollIntoView({ block: 'end' })")
    page.get_by_role("button", name="See the rest").wait_for(state="detached")  # it was in sight
    page.locator(".asking-foot .row .button").last.click()


def _mark(page: Any, person: Person) -> None:
    ids = page.evaluate(
        "[...document.querySelectorAll('.ticklist [data-tick]')].map((e) => e.dataset.tick)"
    )
    for name in person.yes & set(ids):
        page.locator(f".ticklist [data-tick={name}]").click()
    places = page.evaluate(
        """[...document.querySelectorAll('.legs [data-place]:not(.plain)')].map(
          (e) => e.dataset.place)"""
    )
    side = person.choices.get("side", "left")
    for name in person.yes & set(places):
        page.locator(f"[data-place={name}][data-leg={side}]").first.click()
    for field_ in page.locator("input[data-number]").all():
        field_.fill(person.numbers.get(field_.get_attribute("data-number"), "1"))
    for slider in page.locator("main.asking input[type=range]").all():
        slider.fill(person.numbers.get("pain_now", "0"))
    for shades in page.locator(".shades").all():
        shades.get_by_role("radio").first.click()


def _choose(page: Any, person: Person, address: str) -> None:
    groups: list[list[str]] = page.evaluate(
        """[...document.querySelectorAll('.choices, .answers')].map((group) =>
          [...group.querySelectorAll('[role=radio]')].map(
            (e) => [e.dataset.sign, e.dataset.answer]))"""
    )
    for options in groups:
        name = options[0][0]
        wanted = person.choices.get(name) or ("true" if name in person.yes else "false")
        answers = [answer for _, answer in options]
        choice = wanted if wanted in answers else answers[0]
        page.locator(f"[data-sign={name}][data-answer='{choice}']").click()
    if len(groups) == 1 and page.locator(".choices").count():
        wait_until(page, lambda: not page.url.endswith(address))


def walk_to_the_result(
    page: Any, person: Person, *, look: Callable[[str], None] = lambda screen: None
) -> list[str]:
    """Go from the screen that stands to the result; return the screens, `look` at each."""
    seen: list[str] = []
    while "/result/" not in page.url:
        page.locator("main[data-screen] h1, [role=alertdialog]").first.wait_for()
        if page.get_by_role("alertdialog").count():
            page.get_by_role("button", name="I have read this").click()
            page.get_by_role("alertdialog").wait_for(state="detached")
            continue
        seen.append(screen_of(page))
        look(seen[-1])
        answer_screen(page, person)
        assert len(seen) <= LONGEST, seen
    if page.get_by_role("alertdialog").count():
        page.get_by_role("button", name="I have read this").click()
    page.locator(".action-card").wait_for()
    return seen
