"""Pictures limited to one episode, an ache that comes back, and what a clinician said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.knowledge.golden import golden_cases
from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import entry, today, with_history
from tests.phone.test_trends import a_month, picture

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}
CHECK = golden_cases()[0].answers | {"side": "left"}


def check(product: Product, who: str, **answers: Any) -> dict[str, Any]:
    made: dict[str, Any] = product.ask(
        who, "POST", "/triage/assessments", {"answers": CHECK | answers}
    )
    return made


def change(product: Product, who: str, episode: str, **changes: Any) -> Any:
    return product.ask(who, "PATCH", f"/triage/episodes/{episode}", changes)


def came_back(product: Product, who: str) -> tuple[str, dict[str, Any]]:
    """An episode that is over, and the check that began one of the same side after it."""
    first = check(product, who)["episode"]
    change(product, who, first, state="settled")
    return first, check(product, who, symptom_days=1)


def test_every_picture_shows_the_days_of_one_episode_with_a_way_back(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    # Given an ache of ten days, after days on which another place hurt
    earlier = entry(
        "pain", today() - timedelta(12), level=9, region="behind_knee", side="right",
        at=f"{today() - timedelta(12)}T09:00:00Z",
    )  # fmt: skip
    with_history(product, "odil", *a_month(), earlier)
    check(product, "odil", symptom_days=10)
    page = open_phone(product.address, size=SMALL)
    sign_in(page, "odil")
    settle(page, "/trends")

    # When the body map is limited to it, the body map stays and shows its days alone
    picture(page, "Body map")
    page.get_by_label("Which days?").select_option(index=1)
    page.get_by_text("Only one episode").wait_for()
    assert page.get_by_role("button", name="Body map").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Week before").click()
    first = today() - timedelta(10)
    page.get_by_role("heading", name=f"{first:%a} {first.day} {first:%b} to").wait_for()
    page.get_by_text("Sit bone, left").wait_for()
    assert page.get_by_text("Behind the knee, right").count() == 0
    assert page.get_by_role("button", name="Week before").is_disabled()
    assert faults(page) == []

    # And so do the month, the line and its averages
    picture(page, "Month")
    page.locator(".heat").wait_for()
    shown = page.locator(".heat td.none, .heat td[class^=heat-]").count()
    assert shown <= 11
    picture(page, "Pain")
    page.get_by_text("9 of 11 days logged.").wait_for()
    page.get_by_text("The same as a table").click()
    rows = page.locator(".inside tbody tr")
    wait_until(page, lambda: rows.count() == 11)
    assert rows.nth(10).inner_text().split("\t")[-2:] == ["–", "–"]  # no mean from before it
    assert page.get_by_role("heading", name="What your log shows").count() == 0

    # Then all days come back, with the picture that was looked at
    picture(page, "Month")
    page.get_by_role("button", name="Back to all days").click()
    page.get_by_text("Only one episode").wait_for(state="detached")
    assert page.get_by_role("button", name="Month", exact=True).get_attribute("aria-pressed") == (
        "true"
    )
    assert page.errors == []


def test_an_episode_of_more_than_a_year_ago_says_that_it_is_not_here(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "olga", *a_month())
    episode = check(product, "olga")["episode"]
    change(product, "olga", episode, state="settled", started_on=str(today() - timedelta(500)))
    product.manage(
        "shell", "-c",
        "from triage.models import Episode\n"
        f"Episode.objects.filter(pk='{episode}').update("
        f"opened_at='{today() - timedelta(500)}T08:00Z',"
        f" closed_at='{today() - timedelta(400)}T08:00Z')",
    )  # fmt: skip
    page = open_phone(product.address)
    sign_in(page, "olga")
    settle(page, f"/trends/{episode}")

    page.get_by_role("heading", name="Its days are further back").wait_for()
    page.get_by_role("link", name="Back to all days").click()
    page.get_by_text("29 of 42 days logged.").wait_for()


def test_an_ache_of_the_same_side_is_offered_as_back_and_shown_so_once_that_is_said(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "orla", *a_month())
    first, made = came_back(product, "orla")
    page = open_phone(product.address, size=SMALL)
    sign_in(page, "orla")

    # After the check it is asked, by the keyboard as well
    settle(page, f"/result/{made['id']}")
    page.get_by_text("Is it the same ache again?").wait_for()
    page.get_by_role("button", name="Yes, it is back").focus()
    page.keyboard.press("Enter")
    page.get_by_text("you said that it is the earlier ache").wait_for()
    settle(page, "/episodes")
    page.get_by_text("Again: it came back.").wait_for()
    page.get_by_role("link", name="Left leg").first.click()
    page.get_by_role("link", name="See the earlier one").click()
    page.wait_for_url(f"**/episodes/{first}")

    # Another word on it takes the link away, and back again
    change(product, "orla", made["episode"], came_back=False)
    settle(page, f"/episodes/{made['episode']}")
    page.get_by_text("You said that it is another ache").wait_for()
    assert page.get_by_role("link", name="See the earlier one").count() == 0
    page.get_by_role("button", name="It is the earlier one after all").click()
    page.get_by_role("link", name="See the earlier one").wait_for()
    assert faults(page) == []
    assert page.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_clinician_said_is_written_down_corrected_and_taken_back(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"oona{scheme}"
    with_history(product, who, *a_month())
    episode = check(product, who)["episode"]
    page = open_phone(product.address, size=SMALL, color_scheme=scheme)
    sign_in(page, who)
    settle(page, f"/episodes/{episode}")
    fits = page.get_by_role("heading", name="What fits your answers").locator("xpath=..")
    before = fits.inner_text()

    # Written down by the keyboard
    page.get_by_role("button", name="Add what a clinician said").click()
    page.get_by_label("What did they say it is?").select_option("pht")
    page.get_by_label("Who said it?").fill("Pat, physio")
    assert faults(page) == []
    page.get_by_label("In their words").fill("Load it slowly.")
    page.get_by_role("button", name="Save what was said").focus()
    page.keyboard.press("Enter")
    day = f"{today():%a} {today().day} {today():%b}"
    page.get_by_text(f"told by a clinician: Pat, physio, {day}").wait_for()

    # It stands in the diary and the list, and what fits the answers is as it was
    diary = page.get_by_role("heading", name="Its days").locator("xpath=..")
    diary.get_by_text("told by a clinician, Pat, physio: Proximal hamstring").wait_for()
    assert fits.inner_text() == before
    assert faults(page) == []
    settle(page, "/episodes")
    page.get_by_text("told by a clinician, Pat, physio: Proximal hamstring").wait_for()

    # A refusal names its field, a correction replaces, and it can be taken back
    settle(page, f"/episodes/{episode}")
    page.get_by_role("button", name="Correct").click()
    page.get_by_label("Who said it?").fill("   ")
    page.get_by_role("button", name="Save what was said").click()
    page.get_by_text("Say who, in 1 to 120 characters.").wait_for()
    assert page.get_by_label("Who said it?").get_attribute("aria-invalid") == "true"
    page.get_by_label("Who said it?").fill("Dr Lane")
    page.get_by_label("What did they say it is?").select_option("")
    page.get_by_role("button", name="Save what was said").click()
    page.get_by_text(f"told by a clinician: Dr Lane, {day}").wait_for()
    (told,) = product.ask(who, "GET", f"/triage/episodes/{episode}")["told_causes"]
    assert (told["condition"], told["note"]) == (None, "Load it slowly.")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back.").wait_for()
    assert page.get_by_text("Dr Lane").count() == 0
    assert page.errors == []


def test_without_the_network_nothing_that_was_typed_is_lost(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "omar", *a_month())
    episode = check(product, "omar")["episode"]
    page = open_phone(product.address)
    sign_in(page, "omar")
    settle(page, f"/episodes/{episode}")
    page.get_by_role("button", name="Add what a clinician said").click()
    page.get_by_label("Who said it?").fill("Pat")
    page.get_by_label("In their words").fill("Load it slowly.")

    page.context.set_offline(True)
    page.get_by_role("button", name="Save what was said").click()
    page.get_by_text("No connection. This needs the network.").wait_for()
    assert page.get_by_label("In their words").input_value() == "Load it slowly."
    page.context.set_offline(False)
    page.get_by_role("button", name="Save what was said").click()

    page.get_by_text("told by a clinician: Pat").wait_for()
    assert len(product.ask("omar", "GET", f"/triage/episodes/{episode}")["told_causes"]) == 1
