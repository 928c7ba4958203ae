"""The usual day in at most 8 taps and under 20 seconds: taps are counted, seconds are modelled."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser
MOST_TAPS = 8
# Keystroke-level model (Card, Moran, Newell 1980): a tap points (1.1 s) and presses (0.2 s); a
# decision before it takes 1.35 s, and so does reading the first screen.
TAP_S, DECIDE_S = 1.3, 1.35
DECIDED = 5  # pain, signs, water, activity, save; a second glass follows of itself
MOST_S = 20

COUNT_TAPS = """() => {
  window.__taps = 0;
  addEventListener('pointerdown', () => { window.__taps += 1; }, true);
}"""

DRAFT = """async (day) => {
  const { metaGet } = await import("/static/pwa/store.js");
  return JSON.stringify(await metaGet(`draft:${day}`));
}"""


def entry(kind: str, day: date, **fields: Any) -> dict[str, Any]:
    at = datetime.combine(day, datetime.min.time(), UTC).isoformat()
    return {
        "id": str(uuid.uuid4()), "kind": kind, "day": day.isoformat(), "at": at, "edited_at": at,
        **fields,
    }  # fmt: skip


def with_history(product: Product, who: str, *entries: dict[str, Any]) -> None:
    product.add_people(**{who: "Hanna Lind"})
    answer = product.ask(who, "POST", "/sync", {"cursor": None, "entries": list(entries)})
    assert {result["status"] for result in answer["results"]} == {"applied"}


def today() -> date:
    return datetime.now(UTC).date()


def logged(product: Product, who: str, kind: str) -> list[dict[str, Any]]:
    return list(product.ask(who, "GET", f"/entries?kind={kind}&day={today()}")["results"])


def test_the_usual_day_takes_at_most_eight_taps_and_twenty_seconds(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    # Given an athlete who logged yesterday and ran a week ago
    yesterday, week = today() - timedelta(1), today() - timedelta(7)
    with_history(
        product, "hanna",
        entry("pain", yesterday, level=3, region="sit_bone", side="left", context="now"),
        entry("sitting", yesterday, hours=7),
        entry("activity", week, sport="run", minutes=45, rpe=5),
    )  # fmt: skip
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "hanna")
    page.goto("/today")
    page.get_by_role("slider").wait_for()
    page.evaluate(COUNT_TAPS)

    # When the day is logged: pain, no sign, sitting as yesterday, half a litre, the usual run
    slider = page.get_by_role("slider")
    box = slider.bounding_box()  # a place on the slider, wherever cards that come late push it
    slider.click(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="7 h as yesterday?").click()
    page.get_by_role("button", name="+500 ml").click()
    page.get_by_role("button", name="Same as last").click()
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Synced").wait_for()

    # Then the server has all of it, and so few taps were needed
    wait_until(page, lambda: bool(logged(product, "hanna", "activity")))
    (pain,) = logged(product, "hanna", "pain")
    assert (pain["level"], pain["region"], pain["side"]) == (4, "sit_bone", "left")
    assert [one["hours"] for one in logged(product, "hanna", "sitting")] == [7]
    assert [one["ml"] for one in logged(product, "hanna", "hydration")] == [500]
    assert [sign["value"] for sign in logged(product, "hanna", "symptom")] == [False, False]
    taps = page.evaluate("window.__taps")
    assert taps <= MOST_TAPS
    assert taps * TAP_S + (DECIDED + 1) * DECIDE_S < MOST_S
    assert page.errors == []


def test_a_usual_day_shows_pain_the_first_sign_and_saving_at_once_on_a_small_phone(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    yesterday = today() - timedelta(1)
    pain = entry("pain", yesterday, level=3, region="sit_bone", side="left")
    with_history(product, "henny", pain)
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "henny")
    settle(page, "/today")

    first = page.get_by_role("radio", name="Not sure").first.bounding_box()
    bar = page.locator(".savebar").bounding_box()
    assert first["y"] + first["height"] <= bar["y"]
    assert bar["y"] + bar["height"] <= 640
    assert page.evaluate("scrollY") == 0
    page.get_by_text("Sit bone, left").click()  # the drawing is a tap away, and opens in place
    page.get_by_role("img", name="Drawing of the back of both legs").wait_for()


def test_what_yesterday_suggests_is_no_fact_until_it_is_taken(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    yesterday = today() - timedelta(1)
    with_history(
        product, "hedda", entry("sitting", yesterday, hours=7),
        entry("activity", yesterday, sport="run", minutes=45, rpe=5),
    )  # fmt: skip
    page = open_phone(product.address)
    sign_in(page, "hedda")

    page.get_by_role("slider").fill("2")
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Synced").wait_for()

    wait_until(page, lambda: bool(logged(product, "hedda", "pain")))
    assert logged(product, "hedda", "sitting") == []
    assert logged(product, "hedda", "activity") == []
    assert logged(product, "hedda", "hydration") == []
    assert page.get_by_label("The morning after").count() == 0  # effort 5 was not hard


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_morning_after_a_hard_session_is_asked_once(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"hilma{scheme}"
    with_history(
        product, who, entry("activity", today() - timedelta(1), sport="run", minutes=30, rpe=8)
    )
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, who)
    card = page.get_by_label("The morning after", exact=True)

    card.get_by_role("radio", name="4, Mild").click()
    card.get_by_text("4: Mild").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Save today").click()
    card.wait_for(state="detached")

    wait_until(page, lambda: bool(logged(product, who, "pain")))
    assert [(one["level"], one["context"]) for one in logged(product, who, "pain")] == [
        (4, "morning")
    ]


def test_entries_of_today_are_listed_changed_and_taken_back(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    # Given two pains of one day at two places, and a bout in a car
    product.add_people(heidi="Heidi Lind")
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "heidi")
    for level, region in (("3", "Sit bone"), ("6", "Behind the knee")):
        page.get_by_role("slider").fill(level)
        if not page.get_by_role("button", name=region, exact=True).is_visible():
            page.get_by_text("Choose from a list").click()
        page.get_by_role("button", name=region, exact=True).click()
        page.get_by_role("button", name="Save today").click()
        page.get_by_role("button", name=f"Change Pain {level}").wait_for()
    page.get_by_role("button", name="Add a bout").click()
    page.get_by_role("button", name="Car", exact=True).click()
    page.get_by_role("button", name="More: Minutes until pain").click()
    page.get_by_role("button", name="Save today").click()
    page.get_by_role("button", name="Change Sitting 1 h, car, pain after 5 min").wait_for()
    wait_until(page, lambda: len(logged(product, "heidi", "pain")) == 2)

    # When one is corrected and one is taken back
    page.get_by_role("button", name="Change Pain 6").click()
    page.get_by_role("slider", name="Pain, 0 to 10").fill("5")
    page.get_by_role("button", name="In activity").last.click()
    assert faults(page) == []
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Change Pain 5").wait_for()
    page.get_by_role("button", name="Remove Pain 3").click()

    # Then the server agrees
    wait_until(page, lambda: len(logged(product, "heidi", "pain")) == 1)
    (pain,) = logged(product, "heidi", "pain")
    assert (pain["level"], pain["region"], pain["context"]) == (5, "behind_knee", "activity")
    (bout,) = logged(product, "heidi", "sitting")
    assert (bout["hours"], bout["seat"], bout["minutes_to_pain"]) == (1, "car", 5)


def test_a_glass_is_taken_back_and_what_was_typed_survives_a_reload(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(hulda="Hulda Lind")
    page = open_phone(product.address)
    sign_in(page, "hulda")
    page.get_by_role("button", name="+500 ml").click()
    page.get_by_role("button", name="+250 ml").click()
    page.get_by_role("button", name="Undo 250 ml").click()
    page.get_by_text("Sleep, feeling, urine, a note").click()
    page.get_by_role("radio", name="3 of 8, straw").click()
    page.get_by_role("radio", name="1, deep and long").click()
    page.get_by_label("A note to yourself").fill("Long drive.")
    assert faults(page) == []
    wait_until(page, lambda: "Long drive." in page.evaluate(DRAFT, today().isoformat()))

    page.reload()
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Synced").wait_for()

    wait_until(page, lambda: bool(logged(product, "hulda", "note")))
    (water,) = logged(product, "hulda", "hydration")
    assert (water["ml"], water["urine_colour"]) == (500, 3)
    assert [one["sleep_quality"] for one in logged(product, "hulda", "wellness")] == [1]
    assert [one["text"] for one in logged(product, "hulda", "note")] == ["Long drive."]


def test_what_is_typed_while_a_save_is_under_way_stays(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(herta="Herta Lind")
    page = open_phone(product.address)
    sign_in(page, "herta")
    page.get_by_role("button", name="+500 ml").click()

    page.evaluate(
        """() => {
          const press = (word) => [...document.querySelectorAll("button")]
            .find((button) => button.innerText.startsWith(word)).click();
          press("Save today");
          press("+250 ml");
          press("Add a bout");
        }"""
    )

    page.get_by_role("button", name="Car", exact=True).click()
    page.get_by_role("button", name="Save today").click()
    page.get_by_role("button", name="Change Sitting 1 h, car").wait_for()
    wait_until(page, lambda: bool(logged(product, "herta", "sitting")))
    wait_until(page, lambda: [e["ml"] for e in logged(product, "herta", "hydration")] == [750])
