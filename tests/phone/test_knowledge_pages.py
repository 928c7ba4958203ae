"""The knowledge pages in a real browser: no WCAG fault, no sideways scrolling, no script, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser

PLACES = [
    "", "levels/", "rules/", "rules/RF-CES/", "causes/", "findings/", "sources/", "cases/",
    "cases/one-for-each-rule/", "search/?q=calf", "search/?q=zebra", "rules/RF-NO/",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_phone(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    page = open_phone(product.address, color_scheme=scheme)

    for place in PLACES:
        page.goto(f"/knowledge/{place}")
        assert faults(page) == [], place
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, place


def test_text_of_twice_the_size_does_not_push_the_page_sideways(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)

    for place in PLACES:
        page.goto(f"/knowledge/{place}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, place


def test_the_search_and_the_links_need_no_script(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, java_script_enabled=False)

    page.goto("/knowledge/")
    page.get_by_label("Search").fill("cauda equina")
    page.keyboard.press("Enter")
    page.wait_for_url("**/knowledge/search/?q=cauda+equina")
    page.get_by_role("link", name="Cauda equina syndrome (CES)").click()

    page.wait_for_url("**/knowledge/rules/RF-CES/#RF-CES-1")
    page.get_by_role("heading", name="Cauda equina syndrome (CES)").wait_for()


def test_in_print_the_rules_stay_and_the_navigation_goes(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    page.goto("/knowledge/rules/RF-CES/")

    page.emulate_media(media="print")

    assert page.get_by_role("heading", name="Cauda equina syndrome (CES)").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    assert not page.get_by_role("search").is_visible()
