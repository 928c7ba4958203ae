"""Answers given with no network: kept on the phone and sent; the question of the next day."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(product: Product) -> Callable[[str], None]:
    """Return a function that adds somebody who is new here."""
    return lambda who: product.add_people(**{who: who.title()})


def raise_flag(product: Product, who: str, finding: str = "saddle_numb") -> dict[str, Any]:
    """Another device of theirs logs a danger sign; return the alert that names it."""
    now = datetime.now(UTC)
    fact = {
        "id": str(uuid.uuid4()), "kind": "symptom", "day": now.date().isoformat(),
        "edited_at": now.isoformat(), "finding": finding, "value": True,
    }  # fmt: skip
    body = {"cursor": None, "entries": [fact]}
    alerts: list[dict[str, Any]] = product.ask(who, "POST", "/sync", body)["alerts"]
    return next(
        alert for alert in alerts if finding in {one["finding"] for one in alert["because"]}
    )


def ask_now(product: Product, who: str) -> None:
    """Let the next day come: the question stands in the inbox."""
    product.manage(
        "shell", "-c",
        "from datetime import timedelta; from django.utils import timezone;"
        "from alerts.models import Delivery; from alerts.relay import deliver_due;"
        f"Delivery.objects.filter(athlete__email='{who}@example.test', channel='question')"
        ".update(due_at=timezone.now()); deliver_due()",
    )  # fmt: skip


def state_of(product: Product, who: str, alert_id: str) -> tuple[str, str | None]:
    alert = product.ask(who, "GET", f"/alerts/{alert_id}")
    return alert["state"], alert.get("outcome")


def test_an_alert_answered_offline_is_answered_on_the_server_once_there_is_a_network(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("emil")
    alert = raise_flag(product, "emil")
    page = open_phone(product.address)
    sign_in(page, "emil")
    page.goto(f"/alerts/{alert['id']}")
    page.get_by_role("button", name="I am getting care").wait_for()

    page.context.set_offline(True)
    page.get_by_role("button", name="I am getting care").click()
    page.get_by_text("You answered: I am getting care").wait_for()
    page.reload()  # kept on the disk, not in the page
    page.get_by_text("You answered: I am getting care").wait_for()
    assert state_of(product, "emil", alert["id"]) == ("open", None)

    page.context.set_offline(False)
    wait_until(
        page, lambda: state_of(product, "emil", alert["id"]) == ("acknowledged", "seeking_care")
    )
    assert page.errors == []


def question_of(product: Product, who: str) -> dict[str, Any]:
    (asked,) = [
        one for one in product.ask(who, "GET", "/alerts?state=open")["results"]
        if one["kind"] == "were_you_seen"
    ]  # fmt: skip
    return asked


def open_question(product: Product, who: str, open_phone: Callable[..., Any]) -> Any:
    page = open_phone(product.address)
    sign_in(page, who)
    page.get_by_role("banner").get_by_role("link").wait_for()
    page.goto(f"/alerts/{question_of(product, who)['id']}")
    page.get_by_role("heading", name="Were you seen?").wait_for()
    return page


def test_not_yet_puts_the_message_back_on_the_screen_also_offline(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    who = "fred"
    person(who)
    alert = raise_flag(product, who)
    ask_now(product, who)
    page = open_question(product, who, open_phone)
    asked = question_of(product, who)
    assert faults(page) == []

    page.context.set_offline(True)
    page.get_by_role("button", name="Not yet").click()
    page.get_by_text("The warning still stands").wait_for()
    assert faults(page) == []
    assert page.get_by_role("link", name="Call 999").first.is_visible()
    assert alert["message"].split(".")[0] in page.locator("main").inner_text()

    page.context.set_offline(False)
    wait_until(page, lambda: state_of(product, who, asked["id"])[0] == "resolved")
    assert state_of(product, who, alert["id"])[0] == "open"  # nobody has seen them
    question = page.url
    page.goto("/today")
    page.locator("[data-sync=synced]").wait_for()
    page.goto(question)
    page.get_by_text("The warning still stands").wait_for()  # also once the server has it
    assert page.errors == []


def test_having_been_seen_closes_the_warning_with_it(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("gina")
    alert = raise_flag(product, "gina")
    ask_now(product, "gina")
    page = open_question(product, "gina", open_phone)

    page.get_by_role("button", name="Yes, and I am being treated").click()
    page.get_by_text("Thank you, that is noted.").wait_for()

    wait_until(page, lambda: state_of(product, "gina", alert["id"])[0] == "resolved")
    page.goto("/today")
    page.locator("[data-sync=synced]").wait_for()
    assert page.get_by_role("banner").get_by_role("link").count() == 0


def test_having_been_seen_told_offline_closes_no_warning_that_came_after_it(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    who = "olga"
    person(who)
    alert = raise_flag(product, who)
    ask_now(product, who)
    page = open_question(product, who, open_phone)
    # given she says offline that she was seen, and another device raises something newer
    page.context.set_offline(True)
    page.get_by_role("button", name="Yes, and I am being treated").click()
    page.get_by_text("Thank you, that is noted.").wait_for()
    assert page.get_by_text("A warning came after you gave this answer.").count() == 0
    newer = raise_flag(product, who, "chest_pain")
    page.reload()  # when she said it is kept on the disk
    page.get_by_text("Thank you, that is noted.").wait_for()

    page.context.set_offline(False)
    wait_until(page, lambda: calls_waiting(page) == 0)

    # then the older warning is closed, the newer one stands, and she reads so
    wait_until(page, lambda: state_of(product, who, alert["id"])[0] == "resolved")
    assert state_of(product, who, newer["id"])[0] == "open"
    page.get_by_text("A warning came after you gave this answer.").wait_for()
    assert faults(page) == []
    page.get_by_role("main").get_by_role("link", name=newer["title"]).first.click()
    page.get_by_role("button", name="I am getting care").wait_for()
    assert page.errors == []


def raise_by_a_rule(product: Product, who: str) -> None:
    """Let a rule over days raise something urgent; no triage is behind it."""
    product.manage(
        "shell", "-c",
        "from django.utils import timezone; from accounts.models import User;"
        "from alerts.models import Alert; from alerts.raising import raise_alerts;"
        f"ada = User.objects.get(email='{who}@example.test'); now = timezone.now();"
        "raise_alerts([Alert(athlete=ada, kind='strong_rise', rule='TR-TEST', urgency='same_day',"
        "title='Be seen', message='Be seen today.', day=now.date(), raised_at=now)], now=now)",
    )  # fmt: skip


def test_what_a_rule_raised_is_asked_about_and_two_phones_record_one_answer(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("ines")
    raise_by_a_rule(product, "ines")
    ask_now(product, "ines")
    asked = question_of(product, "ines")
    phones = [open_question(product, "ines", open_phone) for _ in range(2)]

    # given the same answer on two phones, both without a network
    for page in phones:
        page.context.set_offline(True)
        page.get_by_role("button", name="Yes, and I am being treated").click()
        page.get_by_text("Thank you, that is noted.").wait_for()
        page.reload()
        page.get_by_text("Thank you, that is noted.").wait_for()
    # when both come back, one after the other
    for page in phones:
        page.context.set_offline(False)
        wait_until(page, lambda page=page: calls_waiting(page) == 0)
    # then it is recorded once, and ends what the rule raised
    episode = product.ask("ines", "GET", f"/triage/episodes/{asked['episode']}")
    assert [one["outcome"] for one in episode["outcomes"]] == ["seen_treated"]
    assert product.ask("ines", "GET", "/alerts?state=open")["results"] == []
    assert [page.errors for page in phones] == [[], []]


def calls_waiting(page: Any) -> int:
    """Return how many answers this phone has yet to send."""
    count: int = page.evaluate(
        "import('/static/pwa/store.js').then((store) => store.db().count('calls'))"
    )
    return count


def test_an_emergency_contact_is_kept_with_consent_and_taken_back(
    product: Product, person: Callable[[str], None], open_phone: Callable[..., Any]
) -> None:
    person("hugo")
    page = open_phone(product.address)
    sign_in(page, "hugo")
    page.goto("/me")
    page.get_by_role("button", name="Name a contact").click()
    page.get_by_label("Their name").fill("Sam")
    page.get_by_label("Their e-mail").fill("sam@else.test")
    assert page.get_by_role("button", name="Save contact").is_disabled()  # without consent
    page.get_by_label("ThighCare may ask them to check on me").check()
    page.get_by_role("button", name="Save contact").click()
    page.get_by_text("Saved.").wait_for()
    assert product.ask("hugo", "GET", "/me/emergency-contact")["contact"]["name"] == "Sam"

    page.get_by_role("button", name="Do not ask them any more").click()
    page.get_by_text("They will not be asked any more.").wait_for()
    assert product.ask("hugo", "GET", "/me/emergency-contact") == {"contact": None}
    assert page.errors == []
