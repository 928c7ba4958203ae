"""Trends and episodes as people use them: every picture, offline, limited to one episode."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import entry, today, with_history

pytestmark = pytest.mark.browser
CALM = {"side": "left", "symptom_days": 20, "pop_felt": False}
PICTURES = ["Load", "Sitting", "Water", "Sleep", "Month", "Body map", "Pain"]


def a_month(*, gap: int = 5) -> list[dict[str, Any]]:
    """Return thirty days but one, each with pain, sitting, water, sleep and a run."""
    entries = []
    for back in range(1, 31):
        day = today() - timedelta(back)
        if back == gap:
            continue
        entries += [
            entry("pain", day, level=2 + back % 3, region="sit_bone", side="left"),
            entry("sitting", day, hours=7), entry("hydration", day, ml=1500),
            entry("wellness", day, sleep_h=7.5),
            entry("activity", day, sport="run", minutes=30, rpe=4),
        ]  # fmt: skip
    return entries


def picture(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_picture_is_accessible_and_fits_a_small_phone(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"ines{scheme}"
    with_history(product, who, *a_month())
    product.ask(who, "POST", "/triage/assessments", {"answers": CALM})
    page = open_phone(
        product.address, size={"width": 360, "height": 640}, color_scheme=scheme,
        reduced_motion="reduce",
    )  # fmt: skip
    sign_in(page, who)
    settle(page, "/trends")
    page.get_by_text("The same as a table").click()

    for name in PICTURES:
        picture(page, name)
        page.locator(".heat, .leg-weeks .legs, .uplot").first.wait_for()
        assert faults(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for name in PICTURES:
        picture(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    assert page.errors == []


ROWS_OF_RANGE = """() => [...document.querySelectorAll(".range [role=radio]")].map((button) => {
  const words = document.createRange();
  words.selectNodeContents(button);
  const lines = new Set([...words.getClientRects()].map((line) => line.top));
  return [lines.size, button.offsetTop, button.offsetHeight];
})"""


def test_the_range_stands_in_one_row_on_a_small_phone_and_no_label_breaks(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "imke", *a_month())
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "imke")
    settle(page, "/trends")
    page.get_by_role("radio", name="6 months").wait_for()

    buttons = page.evaluate(ROWS_OF_RANGE)
    assert [lines for lines, _top, _height in buttons] == [1] * 4
    assert len({top for _lines, top, _height in buttons}) == 1
    assert min(height for _lines, _top, height in buttons) >= 44

    page.evaluate("document.documentElement.style.fontSize = '200%'")
    buttons = page.evaluate(ROWS_OF_RANGE)
    assert [lines for lines, _top, _height in buttons] == [1] * 4
    assert min(height for _lines, _top, height in buttons) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_gaps_and_logged_days_are_told_in_the_table_and_beside_the_picture(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "ilse", *a_month())
    page = open_phone(product.address)
    sign_in(page, "ilse")
    settle(page, "/trends")

    page.get_by_text("29 of 42 days logged.").wait_for()
    page.get_by_text("The same as a table").click()
    rows = page.locator(".inside tbody tr")
    rows.first.wait_for()
    assert rows.count() == 42
    assert "not logged" in rows.nth(0).inner_text()  # today
    assert "not logged" in rows.nth(5).inner_text()
    assert "not logged" not in rows.nth(4).inner_text()

    page.get_by_role("radio", name="2 weeks").click()
    page.get_by_text("12 of 14 days logged.").wait_for()
    page.get_by_role("radio", name="Year").click()
    page.get_by_text("29 of 365 days logged.").wait_for()


def test_without_the_network_the_pictures_come_from_the_phone_with_what_waits_on_it(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "inka", *a_month())
    page = open_phone(product.address)
    sign_in(page, "inka")
    settle(page, "/trends")
    page.get_by_text("29 of 42 days logged.").wait_for()

    page.context.set_offline(True)
    page.get_by_role("link", name="Today").click()
    page.get_by_role("slider").fill("6")
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Saved on this phone").wait_for()
    page.get_by_role("link", name="Trends").click()

    page.get_by_text("30 of 42 days logged.").wait_for()
    page.locator(".uplot").wait_for()
    page.get_by_text("This is what the phone read last; it may be out of date.").wait_for()
    page.get_by_role("link", name="Today").click()
    page.get_by_role("button", name="Remove Pain 6").click()
    page.get_by_role("button", name="Remove Pain 6").wait_for(state="detached")
    page.get_by_role("link", name="Trends").click()
    page.get_by_text("29 of 42 days logged.").wait_for()
    assert page.errors == []


def test_with_too_few_days_it_says_that_a_baseline_is_collected(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    days = [today() - timedelta(back) for back in range(1, 8)]
    with_history(product, "iris", *(entry("pain", day, level=3) for day in days))
    page = open_phone(product.address)
    sign_in(page, "iris")
    settle(page, "/trends")

    page.locator(".sentence").get_by_text(
        "Collecting your baseline: 7 of the last 18 days logged."
    ).wait_for()
    product.ask(
        "iris", "POST", "/sync",
        {"cursor": None, "entries": [entry("pain", today() - timedelta(8), level=3)]},
    )  # fmt: skip
    page.reload()

    page.get_by_text("8 of 42 days logged.").wait_for()
    page.locator(".sentence").get_by_text("Collecting your baseline").wait_for(state="detached")


def test_the_body_map_steps_through_the_weeks(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(
        product, "isla", entry("pain", today(), level=2, region="sit_bone", side="left"),
        entry("pain", today() - timedelta(8), level=6, region="behind_knee", side="right"),
    )  # fmt: skip
    page = open_phone(product.address)
    sign_in(page, "isla")
    settle(page, "/trends")
    picture(page, "Body map")

    page.get_by_text("Sit bone, left: 2").wait_for()
    page.get_by_role("button", name="Week before").click()
    page.get_by_text("Behind the knee, right: 6").wait_for()
    page.get_by_role("button", name="Week before").click()
    page.get_by_text("No place was logged this week.").wait_for()
    page.get_by_role("button", name="Play the weeks").click()
    page.get_by_text("Sit bone, left: 2").wait_for()
    page.get_by_role("button", name="Play the weeks").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_episode_is_looked_at_put_right_and_ended(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"ivy{scheme}"
    with_history(
        product, who, *a_month(), entry("note", today() - timedelta(3), text="After the hills.")
    )
    product.ask(who, "POST", "/triage/assessments", {"answers": CALM})
    page = open_phone(product.address, size={"width": 360, "height": 640}, color_scheme=scheme)
    sign_in(page, who)
    settle(page, "/me")
    page.get_by_role("link", name="Your episodes").click()
    page.get_by_role("link", name="Left leg").click()
    page.get_by_text("After the hills.").wait_for()
    assert faults(page) == []

    # Trends can be limited to its days
    page.get_by_role("link", name="See its days in Trends").click()
    page.get_by_text("19 of 21 days logged.").wait_for()
    assert page.get_by_role("radio", name="Year").count() == 0
    page.get_by_label("Which days?").select_option(label="All days up to today")
    page.get_by_text("29 of 42 days logged.").wait_for()

    # The side is corrected, then the ache is over
    page.go_back()
    page.go_back()
    page.get_by_role("radio", name="Right").click()
    page.get_by_role("heading", name="Right leg").wait_for()
    page.get_by_role("button", name="This ache is over").click()
    page.get_by_text("Over, as you said").wait_for()
    (episode,) = product.ask(who, "GET", "/triage/episodes")["results"]
    assert (episode["side"], episode["state"]) == ("right", "settled")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.errors == []


def test_while_care_is_due_no_cause_is_shown_and_the_episode_cannot_be_ended(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(iva="Iva Lind")
    product.ask(
        "iva", "POST", "/triage/assessments", {"answers": {"side": "left", "saddle_numb": True}}
    )
    page = open_phone(product.address)
    sign_in(page, "iva")
    settle(page, "/episodes")
    page.get_by_role("link", name="Left leg").click()

    page.get_by_text("First be seen").wait_for()
    assert page.get_by_text("What fits your answers", exact=True).count() == 0
    assert page.get_by_role("button", name="This ache is over").count() == 0
    assert faults(page) == []
