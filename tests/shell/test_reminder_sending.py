"""A reminder that cannot be sent: tried a few times, given up, never in the way of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from alerts import reminder_lane
from alerts.channels import Gone, Letter, Outcome, TryLater, breaker
from alerts.models import PushSubscription, Reminder, ReminderPreference
from tests.push_service import PushService
from tests.shell.test_reminder_lane import crowd

NOON = datetime(2026, 6, 10, 12, 20, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.mark.parametrize(("outcome", "tries"), [(TryLater("http-503"), 3), (Gone("no-device"), 1)])
def test_it_is_tried_a_few_times_and_given_up(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, tries: int
) -> None:
    tried: list[Letter] = []

    def send(letter: Letter) -> Outcome:
        tried.append(letter)
        return outcome

    monkeypatch.setitem(reminder_lane.SEND, "push", send)
    crowd(1, waiting=True)
    for minutes in range(0, 60, 6):
        clock.move_to(NOON + timedelta(minutes=minutes))
        reminder_lane.remind_due()
    assert len(tried) == tries
    assert Reminder.objects.get().state == "dead"


def test_a_poisonous_row_does_not_stop_the_others(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Letter) -> Outcome:
        raise RuntimeError("a surprise")

    monkeypatch.setitem(reminder_lane.SEND, "push", fail)
    (athlete_id,) = crowd(1, waiting=True)
    Reminder.objects.create(
        athlete_id=athlete_id, day=NOON.date(), channel="email", due_at=NOON - timedelta(seconds=1)
    )
    ReminderPreference.objects.update(email=True)
    done = reminder_lane.remind_due()
    assert (done.sent, done.failed) == (1, 1)
    assert len(mail.outbox) == 1


def test_a_lane_that_died_leaves_a_lease_that_ends(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reminder_lane.SEND, "push", lambda _: Gone("no-device"))
    crowd(3, waiting=True)
    reminder_lane._claim(now=NOON)
    assert reminder_lane.remind_due().failed == 0
    clock.move_to(NOON + reminder_lane.LEASE + timedelta(seconds=1))
    assert reminder_lane.remind_due().failed == 3


def test_one_that_kills_its_lane_each_time_is_dropped(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Letter] = []
    monkeypatch.setitem(reminder_lane.SEND, "push", tried.append)
    crowd(1, waiting=True)
    Reminder.objects.update(attempts=reminder_lane.MOST_TRIES)
    assert reminder_lane.remind_due().dropped == 1
    assert tried == []


def test_a_lane_that_lost_its_lease_writes_nothing(clock: time_machine.Traveller) -> None:
    crowd(1, waiting=True)
    (slow,) = reminder_lane._claim(now=NOON)
    clock.move_to(NOON + reminder_lane.LEASE + timedelta(seconds=1))
    (other,) = reminder_lane._claim(now=datetime.now(UTC))
    reminder_lane._finish(slow, "dead")
    assert Reminder.objects.get().lease == other.lease


def test_what_a_phone_gets_is_neutral_expires_the_same_evening_and_names_no_alert(
    clock: time_machine.Traveller, settings: Any
) -> None:
    breaker.forget()
    with PushService() as service:
        settings.PUSH_ALLOWED_ORIGINS = [service.origin]
        (athlete_id,) = crowd(1, waiting=True)
        subscription = service.device().subscription
        PushSubscription.objects.create(
            user_id=athlete_id, endpoint=subscription["endpoint"], created_at=NOON,
            **subscription["keys"],
        )  # fmt: skip
        assert reminder_lane.remind_due().sent == 1
    (message,) = service.messages
    assert set(message.payload) == {"alerts", "token", "title", "body", "place"}
    assert message.payload["alerts"] == []
    assert (message.payload["body"], message.payload["place"]) == (
        "Time for today's log.",
        "/today",
    )
    assert (message.headers["urgency"], int(message.headers["ttl"])) == ("normal", 3 * 60 * 60)
