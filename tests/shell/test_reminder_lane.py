"""Twenty thousand reminders wait, ten red flags come: the lanes know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile, User
from alerts import relay, reminder_lane, reminder_plan
from alerts.channels import Letter, Outcome, Sent
from alerts.models import Alert, Reminder, ReminderPreference
from alerts.raising import raise_alerts
from alerts.tasks import remind

MANY, FLAGS = 20_000, 10


@pytest.fixture(autouse=True)
def _after_noon() -> Iterator[None]:
    """Later than anybody's own minute of the hour, and far from midnight."""
    with time_machine.travel(datetime(2026, 6, 10, 12, 20, tzinfo=UTC), tick=True):
        yield


def now() -> datetime:
    return datetime.now(UTC)


def crowd(n: int, *, waiting: bool) -> list[int]:
    """People who asked for a reminder at this hour; `waiting` = theirs is planned and due."""
    User.objects.bulk_create(User(email=f"crowd{i}@cast.test", password="!") for i in range(n))
    ids = list(User.objects.order_by("pk").values_list("pk", flat=True))[-n:]
    AthleteProfile.objects.bulk_create(AthleteProfile(user_id=key) for key in ids)
    moment = now() - timedelta(seconds=30)
    ReminderPreference.objects.bulk_create(
        ReminderPreference(
            athlete_id=key, hour=moment.hour, push=True, quiet_from=0, quiet_until=0,
            next_at=None if waiting else moment,
        )
        for key in ids
    )  # fmt: skip
    if waiting:
        Reminder.objects.bulk_create(
            Reminder(athlete_id=key, day=moment.date(), channel="push", due_at=moment)
            for key in ids
        )
    return ids


def flag(athlete_ids: list[int]) -> None:
    """Raise a red flag for each of these people."""
    raise_alerts(
        [
            Alert(
                athlete_id=key, kind="red_flag", rule="RF-CES-1", urgency="emergency_now",
                title="x", message="x", day=now().date(), raised_at=now(),
            )
            for key in athlete_ids
        ],
        now=now(),
    )  # fmt: skip


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """Everything that is sent, in the order in which it was."""
    letters: list[Letter] = []

    def send(letter: Letter) -> Outcome:
        letters.append(letter)
        return Sent("http-201")

    monkeypatch.setitem(reminder_lane.SEND, "push", send)
    monkeypatch.setitem(relay.SEND, "push", send)
    return letters


def test_ten_red_flags_go_before_twenty_thousand_reminders(sent: list[Letter]) -> None:
    ids = crowd(MANY, waiting=True)
    flag(ids[-FLAGS:])

    first = reminder_lane.remind_due()  # whoever runs first: the lane gives way at once
    relayed = relay.deliver_due()
    reminder_lane.remind_due(longest_s=0.3)

    assert (first.gave_way, first.sent) == (True, 0)
    assert relayed.sent == FLAGS
    assert all(letter.urgent for letter in sent[:FLAGS])
    assert sent[FLAGS:]
    assert all(letter.reminder for letter in sent[FLAGS:])
    assert Reminder.objects.filter(state="due").count() == MANY - len(sent[FLAGS:])


def test_a_flag_that_comes_while_reminders_go_waits_for_one_of_them_at_most(
    sent: list[Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = crowd(120, waiting=True)

    def send_and_flag(letter: Letter) -> Outcome:
        sent.append(letter)
        if len(sent) == 60:
            flag(ids[:FLAGS])
        return Sent("http-201")

    monkeypatch.setitem(reminder_lane.SEND, "push", send_and_flag)
    done = reminder_lane.remind_due()
    relay.deliver_due()

    assert (done.sent, done.gave_way) == (60, True)
    assert [letter.urgent for letter in sent] == [False] * 60 + [True] * FLAGS
    assert not Reminder.objects.filter(state="due", leased_until__isnull=False).exists()
    assert not Reminder.objects.filter(state="due").exclude(attempts=0).exists()


@pytest.mark.parametrize("waiting", [0, 2000])
def test_the_relay_asks_the_same_whatever_reminders_wait(sent: list[Letter], waiting: int) -> None:
    ids = crowd(max(waiting, FLAGS), waiting=bool(waiting))
    flag(ids[:FLAGS])
    with CaptureQueriesContext(connection) as caught:
        assert relay.deliver_due().sent == FLAGS
    statements = [query["sql"] for query in caught]
    assert not [sql for sql in statements if "alerts_reminder" in sql]
    assert len(statements) <= FLAGS * 12


def test_a_waiting_step_of_later_holds_nobody_up(sent: list[Letter]) -> None:
    ids = crowd(5, waiting=True)
    flag(ids[:1])
    relay.deliver_due()  # steps two and three wait for their time
    assert reminder_lane.remind_due().sent == 5


def test_planning_costs_few_statements_a_chunk(sent: list[Letter]) -> None:
    crowd(1000, waiting=False)
    with CaptureQueriesContext(connection) as caught:
        assert reminder_plan.plan_due(now=now(), chunk=500) == 1000
    assert len(caught) < 60
    assert reminder_plan.plan_due(now=now()) == 0


def test_two_planners_and_two_lanes_remind_nobody_twice(sent: list[Letter]) -> None:
    crowd(60, waiting=False)
    reminder_plan.plan_due(now=now())
    ReminderPreference.objects.update(next_at=now() - timedelta(seconds=20))  # a second beat
    reminder_plan.plan_due(now=now())
    first = reminder_lane._claim(now=now())
    assert reminder_lane.remind_due().sent == 60 - len(first)
    assert {letter.user_id for letter in sent}.isdisjoint({one.athlete_id for one in first})


def test_a_lane_that_is_told_to_end_takes_nothing_more(sent: list[Letter]) -> None:
    crowd(5, waiting=True)
    assert reminder_lane.remind_due(is_ending=lambda: True).sent == 0
    assert sent == []


def test_the_timetable_plans_and_sends(sent: list[Any]) -> None:
    crowd(3, waiting=False)
    remind(new_in_a_later_version=True)
    assert len(sent) == 3
