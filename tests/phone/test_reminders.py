"""The reminders card on Me: accessible, kept at once, and honest about what it cannot do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_journey import deliver_to_worker, notifications
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser


def card(page: Any) -> Any:
    return page.get_by_role("region", name="Reminders")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reminders_are_chosen_and_kept(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"rem{scheme}"
    product.add_people(**{who: "Rem Lind"})
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, who)
    settle(page, "/me")

    card(page).get_by_text("You are not reminded.").wait_for()
    assert faults(page) == []
    card(page).get_by_label("Remind me by notification").check()
    card(page).get_by_text("Next, if the day is not logged by then").wait_for()
    card(page).get_by_label("Remind me at").select_option("18")
    wait_until(page, lambda: product.ask(who, "GET", "/reminders")["hour"] == 18)
    assert faults(page) == []

    page.reload()
    card(page).get_by_text("Next, if the day is not logged by then").wait_for()
    assert card(page).get_by_label("Remind me at").input_value() == "18"
    card(page).get_by_role("button", name="Rest for a week").click()
    wait_until(page, lambda: product.ask(who, "GET", "/reminders")["snoozed_until"] is not None)
    assert page.errors == []


def test_an_hour_within_quiet_hours_is_refused_with_the_remedy_and_stays_as_it_was(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(remy="Remy Lind")
    page = open_phone(product.address)
    sign_in(page, "remy")
    settle(page, "/me")
    card(page).get_by_label("Remind me by e-mail").check()
    card(page).get_by_text("Next, if the day is not logged by then").wait_for()

    card(page).get_by_label("Remind me at").select_option("23")

    card(page).get_by_text("Choose an hour outside your quiet hours").wait_for()
    assert faults(page) == []
    assert product.ask("remy", "GET", "/reminders")["hour"] == 19


def test_without_the_network_it_says_so(product: Product, open_phone: Callable[..., Any]) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")
    settle(page, "/today")
    page.context.set_offline(True)
    page.get_by_role("link", name="Me", exact=True).click()
    card(page).get_by_text("No connection. Reminders need the network.").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize(("sent", "kept"), [("/today", "/today"), ("//evil.example", None)])
def test_a_reminder_is_shown_in_neutral_words_and_leads_to_today(
    product: Product, open_phone: Callable[..., Any], sent: str, kept: str | None
) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")
    words = {"alerts": [], "title": "ThighCare", "body": "Time for today's log.", "place": sent}

    deliver_to_worker(page, product.address, json.dumps(words))

    wait_until(page, lambda: bool(notifications(page)))
    (shown,) = notifications(page)
    assert shown["data"]["place"] == kept
