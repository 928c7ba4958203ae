"""Text of twice the size: words stay whole or are left out, and nothing runs over the side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_physio_phone import enter_total, with_physio
from tests.phone.test_screens import settle
from tests.phone.test_stopwatch import entry, today

pytestmark = pytest.mark.browser
DOUBLED = "document.documentElement.style.fontSize = '200%'"
SMALL = {"width": 360, "height": 640}


def test_the_words_below_the_slider_are_whole_or_gone(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, size=SMALL)
    sign_in(page, "ada")
    words = page.locator(".ticks").first.locator("span")
    assert words.count() == 5
    assert all(word.is_visible() for word in words.all())

    page.evaluate(DOUBLED)

    assert not any(word.is_visible() for word in words.all())
    page.locator(".ticks").first.get_by_text("10").wait_for()


def test_a_month_fits_with_a_letter_for_each_weekday(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, size=SMALL)
    sign_in(page, "ada")
    page.evaluate(
        """async () => {
          const { html, render } = await import("/static/pwa/html.js");
          const { HeatMap } = await import("/static/pwa/parts/heatmap.js");
          const card = Object.assign(document.createElement("section"), { className: "card" });
          document.querySelector("main .stack").prepend(card);
          const month = { start: "2026-09-01", end: "2026-09-30", values: Array(30).fill(10) };
          render(html`<${HeatMap} ...${month} />`, card);
        }"""
    )
    month = page.locator(".heat-box")
    assert month.get_by_text("Mon", exact=True).bounding_box()["width"] > 10

    page.evaluate(DOUBLED)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert month.get_by_role("columnheader", name="Mon").inner_text().endswith("M")
    broken = month.locator(".letter").evaluate_all(
        "(all) => all.filter((one) => one.getClientRects().length !== 1).length"
    )
    assert broken == 0


def test_the_count_beside_the_bell_stays_within_its_badge(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, size=SMALL)
    sign_in(page, "ada")
    page.evaluate(
        "import('/static/pwa/state.js').then(({ update }) => update({ alerts: [{ id: 'x',"
        " state: 'open', urgency: 'self_care', title: 'A word', kind: 'advice' }] }))"
    )
    count = page.locator(".bell .count")
    count.wait_for()

    page.evaluate(DOUBLED)

    assert count.evaluate("(e) => e.scrollHeight <= e.clientHeight + 1")
    banner = page.get_by_role("banner").get_by_role("link")
    assert "calm" in banner.get_attribute("class")


RUN_OVER = """() => [...document.querySelectorAll("main .card :is(button, a, span, strong, td)")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, thead"))
  .filter((e) => {
    const box = e.getBoundingClientRect();
    const card = e.closest(".card").getBoundingClientRect();
    return box.width > 1 && (box.right > card.right - 12 || box.left < card.left + 12);
  }).map((e) => e.outerHTML.slice(0, 120))"""


def test_ten_is_one_number_where_the_morning_after_is_told(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    who = "lena"
    product.add_people(**{who: "Lena"})
    run = entry("activity", today() - timedelta(1), sport="run", minutes=60, rpe=8)
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": [run]})
    page = open_phone(product.address, size=SMALL)
    sign_in(page, who)
    levels = (
        page.get_by_label("The morning after", exact=True).get_by_role("radio").filter(has_text="0")
    )
    levels.last.wait_for()
    usual = levels.first.bounding_box()["y"], levels.last.bounding_box()["y"]

    page.evaluate(DOUBLED)

    zero, ten = (levels.nth(at).bounding_box()["height"] for at in (0, 1))
    assert levels.count() == 2
    assert ten == pytest.approx(zero, abs=1), "10 does not break in two"
    assert usual[1] - usual[0] < 120, "two rows of numbers with text of the usual size"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_physios_board_and_readings_stay_within_their_cards(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    who = "lotta"
    product.add_people(**{who: "Lotta Lindqvist-Sommerfeld"})
    physio, team, athlete = with_physio(product, who, "symptoms", "pain", "availability")
    enter_total(product, physio, team, athlete)
    pains = [entry("pain", today() - timedelta(n), level=n % 7) for n in range(1, 15)]
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": pains})
    page = open_phone(product.address, size=SMALL)
    sign_in(page, physio)

    for address, words in (("/team", "Lotta"), (f"/team/{team}-{athlete}", "72 on 0 to 100")):
        settle(page, address)
        page.get_by_text(words).first.wait_for()
        page.evaluate(DOUBLED)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert page.evaluate(RUN_OVER) == [], address
    assert page.errors == []
