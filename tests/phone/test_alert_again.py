"""An alert that opens again on the phone, and one of which nobody could be told."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.phone.conftest import sign_in, tell_sign, wait_until
from tests.phone.product import Product
from tests.phone.test_answers_offline import calls_waiting, raise_by_a_rule, raise_flag, state_of
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(product: Product) -> Callable[[str], None]:
    """Return a function that adds somebody who is new here."""
    return lambda who: product.add_people(**{who: who.title()})


def log_sign(product: Product, who: str, value: object, finding: str = "saddle_numb") -> None:
    """Another device of theirs says of a sign of today what it is now."""
    now = datetime.now(UTC)
    fact = {
        "id": str(uuid.uuid4()), "kind": "symptom", "day": now.date().isoformat(),
        "edited_at": now.isoformat(), "finding": finding, "value": value,
    }  # fmt: skip
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": [fact]})


def sync_again(page: Any) -> None:
    page.goto("/today")
    page.locator("[data-sync=synced]").wait_for()


def test_an_alert_that_opens_again_asks_again(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("kira")
    alert = raise_flag(product, "kira")
    page = open_phone(product.address)
    sign_in(page, "kira")
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text("You answered: I have read this").wait_for()
    wait_until(page, lambda: state_of(product, "kira", alert["id"])[0] == "acknowledged")

    # given it is told of again from elsewhere
    log_sign(product, "kira", False)
    log_sign(product, "kira", True)
    sync_again(page)

    # then it stands as open, says so, and can be answered
    page.get_by_role("banner").get_by_role("link").first.wait_for()
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_text("You answered this before: I have read this").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="I am getting care").click()
    page.get_by_text("You answered: I am getting care").wait_for()
    wait_until(
        page, lambda: state_of(product, "kira", alert["id"]) == ("acknowledged", "seeking_care")
    )
    assert page.errors == []


def test_an_answer_given_offline_does_not_close_what_was_told_meanwhile(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("lena")
    alert = raise_flag(product, "lena")
    page = open_phone(product.address)
    sign_in(page, "lena")
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_role("button", name="I have read this").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text("You answered: I have read this").wait_for()

    log_sign(product, "lena", False)
    log_sign(product, "lena", True)
    page.context.set_offline(False)
    wait_until(page, lambda: calls_waiting(page) == 0)

    assert state_of(product, "lena", alert["id"]) == ("open", None)
    page.get_by_role("button", name="I am getting care").wait_for()
    page.get_by_text("You answered this before: I have read this").wait_for()
    assert page.errors == []


def test_an_answer_kept_by_an_earlier_release_belongs_to_what_was_shown_then(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("mona")
    alert = raise_flag(product, "mona")
    page = open_phone(product.address)
    sign_in(page, "mona")
    page.evaluate(
        "id => import('/static/pwa/store.js').then((s) => s.metaSet('answered', { [id]: 'read' }))",
        alert["id"],
    )

    sync_again(page)
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_text("You answered: I have read this").wait_for()

    log_sign(product, "mona", "unsure")
    log_sign(product, "mona", True)
    for _ in range(2):
        sync_again(page)
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_role("button", name="I am getting care").wait_for()
    assert page.errors == []


def test_who_could_not_be_reached_reads_it_on_the_alert(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("nina")
    raise_by_a_rule(product, "nina")
    product.manage(
        "shell", "-c",
        "from django.utils import timezone; from alerts import bounces;"
        "from alerts.models import Delivery; from alerts.relay import deliver_due;"
        "now = timezone.now();"
        "bounces.note(address='nina@example.test', answer='bounce', now=now);"
        "Delivery.objects.filter(athlete__email='nina@example.test', channel='email')"
        ".update(due_at=now); deliver_due(); deliver_due()",
    )  # fmt: skip
    (alert,) = product.ask("nina", "GET", "/alerts?state=open")["results"]
    page = open_phone(product.address)
    sign_in(page, "nina")

    page.goto(f"/alerts/{alert['id']}")

    page.get_by_text("We could not reach you by push or e-mail about this.").wait_for()
    assert page.get_by_role("link", name="turn on notifications").is_visible()
    assert faults(page) == []
    assert page.errors == []


@pytest.mark.parametrize("elsewhere", [None, "bladder_retention"])
def test_an_answer_on_the_action_screen_answers_what_stood_there_and_no_more(
    product: Product,
    person: Callable[[str], None],
    open_phone: Callable[..., Any],
    elsewhere: str | None,
) -> None:
    who = "pia" if elsewhere else "rosa"
    person(who)
    page = open_phone(product.address)
    sign_in(page, who)
    # given a danger sign, told and answered on this phone without a network
    page.context.set_offline(True)
    tell_sign(page, "saddle_numb", "true")
    page.get_by_role("alertdialog").get_by_role("button", name="I have read this").click()
    page.get_by_role("alertdialog").wait_for(state="detached")
    # when another device has told another sign of the same rule
    if elsewhere:
        log_sign(product, who, True, elsewhere)
    page.context.set_offline(False)
    wait_until(page, lambda: calls_waiting(page) == 0 and bool(alert_of(product, who)))
    page.goto("/today")
    page.locator("[data-sync=synced]").wait_for()
    # then what stood on the screen is answered, and what she has not read is not
    wanted = "open" if elsewhere else "acknowledged"
    wait_until(page, lambda: calls_waiting(page) == 0 and early_answers(page) == 0)
    wait_until(page, lambda: alert_of(product, who)["state"] == wanted)
    assert page.errors == []


def alert_of(product: Product, who: str) -> dict[str, Any]:
    """Return the alert that both signs belong to, once this phone's sign is in it."""
    alerts = product.ask(who, "GET", "/alerts")["results"]
    named = [
        one for one in alerts
        if one["rule"] == "RF-CES-1" and "saddle_numb" in str(one["because"])
    ]  # fmt: skip
    return named[0] if named else {}


def early_answers(page: Any) -> int:
    """Return how many answers of the action screen wait for their alert."""
    count: int = page.evaluate(
        "import('/static/pwa/store.js').then(async (s) =>"
        " ((await s.metaGet('early_answers')) || []).length)"
    )
    return count
