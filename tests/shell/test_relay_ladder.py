"""The relay and its ladder: what is due is sent once, retried, given up, or no longer needed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import User
from alerts import leasing, relay
from alerts.channels import breaker, web_push
from alerts.models import Alert, Delivery
from alerts.queries import oldest_due_age_s
from tests.cast import Api, entry
from tests.push_service import PushService
from tests.shell.ladder_story import later


@pytest.fixture
def phone(service: PushService, ada_api: Api) -> str:
    """Ada has a phone that may show notifications."""
    answer = ada_api.send("PUT", "/push/subscriptions", service.device().subscription)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


@pytest.fixture
def raised(ada_api: Api) -> list[dict[str, Any]]:
    alerts: list[dict[str, Any]] = ada_api.sync(
        entry("symptom", finding="saddle_numb", value=True)
    )["alerts"]
    return alerts


def step(number: int) -> Delivery:
    return Delivery.objects.get(step=number, channel="email" if number == 3 else "push")


def test_the_first_push_goes_at_once_and_once(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    assert relay.deliver_due().sent == 1
    assert relay.deliver_due().sent == 0
    (message,) = service.messages
    assert set(message.payload["alerts"]) == {alert["id"] for alert in raised}
    assert step(1).state == "done"
    assert step(1).accepted_at is not None
    assert mail.outbox == []


def test_the_second_push_goes_after_two_minutes_if_nothing_was_shown(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    relay.deliver_due()
    with later(minutes=3):
        assert relay.deliver_due().sent == 1
    assert len(service.messages) == 2


def test_a_shown_notification_makes_the_second_push_needless(
    phone: str, raised: list[dict[str, Any]], service: PushService, ada_api: Api
) -> None:
    relay.deliver_due()
    token = service.messages[0].payload["token"]
    ada_api.client.post(
        "/api/v1/push/receipts", {"token": token, "event": "displayed"}, "application/json"
    )
    with later(minutes=3):
        relay.deliver_due()
    assert len(service.messages) == 1
    assert step(2).state == "dropped"


def test_a_letter_follows_after_ten_minutes_and_says_nothing_of_health(
    phone: str, raised: list[dict[str, Any]], service: PushService, ada: User
) -> None:
    relay.deliver_due()
    with later(minutes=11):
        relay.deliver_due()
    (letter,) = mail.outbox
    assert letter.to == [ada.email]
    assert letter.subject == "A message from ThighCare"
    assert "/alerts" in letter.body
    words = (letter.subject + str(letter.body)).lower()
    assert not [
        word for word in ("numb", "saddle", "pain", "leg", "emergency", "ada") if word in words
    ]


def test_without_a_device_the_letter_goes_at_once(raised: list[dict[str, Any]]) -> None:
    relay.deliver_due()
    assert len(mail.outbox) == 1
    assert step(1).last_answer == "no-device"


@pytest.mark.parametrize("status", [404, 410, 401, 403])
def test_when_no_device_can_be_reached_the_letter_goes_at_once(
    phone: str, raised: list[dict[str, Any]], service: PushService, status: int
) -> None:
    service.status = status
    relay.deliver_due()
    assert len(mail.outbox) == 1


def test_a_busy_push_service_does_not_delay_the_letter(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    service.status, service.headers = 429, {"Retry-After": "86400"}
    assert relay.deliver_due().retried == 1
    assert step(1).due_at <= datetime.now(UTC) + timedelta(minutes=10, seconds=5)
    with later(minutes=10, seconds=30):
        relay.deliver_due()
    assert len(mail.outbox) == 1


def test_eight_tries_and_no_more(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    service.status = 500
    Delivery.objects.filter(step__gt=1).delete()
    for _ in range(20):
        breaker.forget()
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)
    assert step(1).state == "dead"
    assert step(1).attempts == 8
    assert len(service.requests) == 8


def test_a_failing_service_is_left_alone_for_a_while(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    service.status = 503
    for _ in range(7):
        Delivery.objects.filter(step=1).update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)
    assert len(service.requests) == breaker.FAILURES


def test_answering_stops_the_ladder(
    phone: str, raised: list[dict[str, Any]], service: PushService, ada_api: Api
) -> None:
    relay.deliver_due()
    for alert in raised:
        ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})
    with later(hours=1):
        relay.deliver_due()
    assert len(service.messages) == 1
    assert mail.outbox == []


def test_two_hours_of_downtime_lose_nothing(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    with later(hours=2):
        relay.deliver_due()
        due = Delivery.objects.filter(state="due")
        assert [row.channel for row in due] == ["question"]
    assert service.messages
    assert len(mail.outbox) == 1


def test_one_delivery_speaks_for_all_open_flags(
    phone: str, raised: list[dict[str, Any]], service: PushService, ada_api: Api
) -> None:
    more = ada_api.sync(entry("symptom", finding="chest_pain", value=True))["alerts"]
    relay.deliver_due()
    assert len(service.messages) == 1
    assert set(service.messages[0].payload["alerts"]) == {alert["id"] for alert in more}


def test_a_flag_raised_after_the_first_push_gets_a_push_of_its_own(
    phone: str, raised: list[dict[str, Any]], service: PushService, ada_api: Api
) -> None:
    relay.deliver_due()
    before = Alert.objects.count()
    ada_api.sync(entry("symptom", finding="chest_pain", value=True))
    assert Alert.objects.count() > before
    relay.deliver_due()
    assert len(service.messages) == 2
    assert Delivery.objects.filter(step=3, state="due").count() == 1


def test_a_poisonous_row_does_not_stop_the_others(
    phone: str, raised: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a surprise")

    monkeypatch.setitem(relay.SEND, "push", fail)
    Delivery.objects.filter(step=3).update(due_at=datetime.now(UTC))
    done = relay.deliver_due()
    assert done.retried == 1
    assert len(mail.outbox) == 1


def test_a_row_that_kills_its_relay_each_time_is_given_up(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    Delivery.objects.filter(step=1).update(attempts=8)
    relay.deliver_due()
    assert service.messages == []
    assert step(1).state == "dead"
    assert len(mail.outbox) == 1


def test_a_leased_row_is_left_to_its_relay_until_the_lease_ends(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    held = leasing.lease_one(now=datetime.now(UTC))
    assert held is not None
    assert relay.deliver_due().sent == 0
    with later(seconds=31):
        assert relay.deliver_due(limit=1).sent == 1
    assert step(1).attempts == 2


def test_a_relay_that_lost_its_lease_writes_nothing(
    phone: str, raised: list[dict[str, Any]], service: PushService
) -> None:
    slow = leasing.lease_one(now=datetime.now(UTC))
    assert slow is not None
    with later(seconds=31):
        relay.deliver_due(limit=1)
    relay._write_down(slow, web_push.TryLater("http-500"), relay.Pass())
    assert step(1).state == "done"


def test_one_pass_prints_what_it_did(phone: str, raised: list[dict[str, Any]]) -> None:
    told = io.StringIO()
    call_command("deliver_due", stdout=told)
    assert told.getvalue().split() == ["sent", "1", "retried", "0", "dead", "0"]


def test_how_late_the_oldest_delivery_is(phone: str, raised: list[dict[str, Any]]) -> None:
    with later(seconds=40):
        age_s = oldest_due_age_s(now=datetime.now(UTC))
        assert age_s is not None
        assert 39 < age_s < 60
    relay.deliver_due()
    assert oldest_due_age_s(now=datetime.now(UTC)) is None
