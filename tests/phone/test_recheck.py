"""The card on Today that asks for a new check, and when it is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.knowledge.golden import golden_cases
from tests.phone.conftest import sign_in, tell_sign, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
CALM = golden_cases()[0].answers


def synced(page: Any) -> None:
    page.locator("[data-sync=synced]").wait_for()


def test_a_new_sign_asks_for_a_new_check_until_it_was_done(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(rita="Rita Roe")
    product.ask("rita", "POST", "/triage/assessments", {"answers": CALM})
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "rita")
    card = page.get_by_role("region", name="Check again")
    assert card.count() == 0

    tell_sign(page, "swelling_one_sided", "unsure")
    dialog = page.get_by_role("alertdialog")
    dialog.or_(card).first.wait_for()
    if dialog.count():
        page.get_by_role("button", name="I have read this").click()

    card.wait_for()
    assert "Your answers changed: please check again." in card.inner_text()
    assert faults(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.context.set_offline(True)
    page.reload()
    card.wait_for()
    page.context.set_offline(False)

    product.ask(
        "rita", "POST", "/triage/assessments", {"answers": CALM | {"swelling_one_sided": "unsure"}}
    )
    page.reload()
    synced(page)
    wait_until(page, lambda: card.count() == 0)
    assert page.errors == []


def test_the_card_leads_to_the_check(product: Product, open_phone: Callable[..., Any]) -> None:
    page = open_phone(product.address)
    old = {"since": "2026-01-01T08:00:00Z", "reason": "check_is_old", "because": []}

    def with_question(route: Any) -> None:
        answer = route.fetch()
        episode = {"state": "open", "recheck": old}
        route.fulfill(response=answer, json={"results": [episode], "next": None})

    page.route("**/api/v1/triage/episodes", with_question)
    sign_in(page, "ada")

    card = page.get_by_role("region", name="Check again")
    card.wait_for()
    assert "more than a week old" in card.inner_text()
    card.get_by_role("link", name="Check again").click()

    page.wait_for_url("**/check")
