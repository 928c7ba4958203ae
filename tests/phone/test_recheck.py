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


def calm_at_first(product: Product, open_phone: Callable[..., Any], who: str, name: str) -> Any:
    """The phone of somebody whose check said that nothing is urgent."""
    product.add_people(**{who: name})
    product.ask(who, "POST", "/triage/assessments", {"answers": CALM})
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, who)
    return page


def asked_again(page: Any) -> Any:
    """The card, in plain words and drawn for everybody's eyes and fingers."""
    card = page.get_by_role("region", name="Check again")
    card.wait_for()
    assert "Your answers changed: please check again." in card.inner_text()
    assert faults(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    return card


def tell_unsure(page: Any) -> None:
    """Log a new sign, and read what is said of it at once, if anything is."""
    tell_sign(page, "swelling_one_sided", "unsure")
    dialog, card = page.get_by_role("alertdialog"), page.get_by_role("region", name="Check again")
    dialog.or_(card).first.wait_for()
    if dialog.count():
        page.get_by_role("button", name="I have read this").click()
    card.wait_for()


def test_a_new_sign_asks_for_a_new_check_until_it_was_done(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = calm_at_first(product, open_phone, "rita", "Rita Roe")
    assert page.get_by_role("region", name="Check again").count() == 0

    tell_unsure(page)

    card = asked_again(page)

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


def test_an_open_alert_asks_for_the_check_too_and_without_a_network(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = calm_at_first(product, open_phone, "runa", "Runa Roe")
    tell_unsure(page)
    product.manage(
        "shell", "-c",
        "from django.utils import timezone; from accounts.models import User;"
        "from alerts.models import Alert; from alerts.raising import raise_alerts;"
        "runa = User.objects.get(email='runa@example.test'); now = timezone.now();"
        "raise_alerts([Alert(athlete=runa, kind='clot_sign', rule='TR-TEST', urgency='within_days',"
        "title='Something new', message='Check now.', day=now.date(), raised_at=now)], now=now)",
    )  # fmt: skip
    (alert,) = [
        one for one in product.ask("runa", "GET", "/alerts?state=open")["results"]
        if one["rule"] == "TR-TEST"
    ]  # fmt: skip
    page.goto("/alerts")
    page.get_by_role("link", name="Something new").click()

    card = asked_again(page)

    page.context.set_offline(True)
    page.goto(f"/alerts/{alert['id']}")
    card.get_by_role("link", name="Check again").click()
    page.wait_for_url("**/check")
    assert page.errors == []
