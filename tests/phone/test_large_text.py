"""Text of twice the size: words stay whole or are left out, and nothing runs over the side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product

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
