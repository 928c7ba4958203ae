"""Reminders: at the athlete's hour, only if the day is not logged, quiet when nobody listens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from alerts import reminder_lane, reminder_plan
from alerts.channels import Letter, Outcome, Sent
from alerts.models import Reminder, ReminderPreference
from alerts.reminder_clock import spread_s
from tests.cast import Api, api_as, entry

MORNING = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 6, 10, 19, 20, tzinfo=UTC)  # after 19 o'clock and everybody's own minute
A_DAY = timedelta(days=1)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """Whatever is pushed; every push service takes it."""
    sent: list[Letter] = []

    def send(letter: Letter) -> Outcome:
        sent.append(letter)
        return Sent("http-201")

    monkeypatch.setitem(reminder_lane.SEND, "push", send)
    return sent


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def api(clock: Any, ada_api: Api) -> Api:
    """Ada asked to be reminded at 19 o'clock, by push."""
    clock.move_to(datetime.now(UTC))
    answer = ada_api.send("PATCH", "/reminders", {"daily_log": {"push": True}})
    assert answer.status_code == 200, answer.content
    return ada_api


@pytest.fixture
def ada_api(clock: Any, ada: User) -> Api:
    return api_as(ada)


def beat() -> None:
    """What the timetable does."""
    reminder_plan.plan_due(now=datetime.now(UTC))
    reminder_lane.remind_due()


def renew(ada: User) -> Api:
    """A token of the travelled day: those of the morning have ended."""
    return api_as(ada)


def test_nobody_is_reminded_who_did_not_ask(ada_api: Api, clock: Any, letters: list[Any]) -> None:
    clock.move_to(EVENING)
    beat()
    assert letters == []
    assert not Reminder.objects.exists()


def test_one_reminder_comes_at_the_hour_and_once(
    api: Api, clock: Any, letters: list[Letter], ada: User
) -> None:
    due = datetime(2026, 6, 10, 19, tzinfo=UTC) + timedelta(seconds=spread_s(ada.pk))
    clock.move_to(due - timedelta(seconds=1))
    beat()
    assert letters == []
    clock.move_to(due)
    for _ in range(3):
        beat()
    (letter,) = letters
    assert (letter.user_id, letter.alert_ids, letter.urgent, letter.reminder) == (
        ada.pk, (), False, True,
    )  # fmt: skip
    assert Reminder.objects.get().state == "done"


def test_a_logged_day_needs_none(api: Api, clock: Any, letters: list[Letter]) -> None:
    api.sync(entry("pain", level=2))
    clock.move_to(EVENING)
    beat()
    assert letters == []
    clock.move_to(EVENING + A_DAY)
    beat()
    assert len(letters) == 1


def test_a_day_logged_at_the_last_moment_needs_none_either(
    api: Api, clock: Any, letters: list[Letter]
) -> None:
    clock.move_to(EVENING)
    reminder_plan.plan_due(now=EVENING)
    api.sync(entry("pain", level=2))
    assert reminder_lane.remind_due().dropped == 1
    assert letters == []


def test_after_five_without_an_answer_it_is_quiet_until_something_is_logged(
    api: Api, ada: User, clock: Any, letters: list[Letter]
) -> None:
    for day in range(8):
        clock.move_to(EVENING + day * A_DAY)
        beat()
    assert len(letters) == 5
    clock.move_to(EVENING + 8 * A_DAY)
    renew(ada).sync(entry("pain", level=2))
    for day in range(9, 11):
        clock.move_to(EVENING + day * A_DAY)
        beat()
    assert len(letters) == 7


def test_a_log_in_between_begins_the_count_anew(
    api: Api, ada: User, clock: Any, letters: list[Letter]
) -> None:
    for day in range(12):
        clock.move_to(EVENING + day * A_DAY)
        beat()
        if day in (3, 7):
            renew(ada).sync(entry("pain", level=2))
    assert len(letters) == 12


@pytest.mark.parametrize("switch", [{"daily_log": {"push": False}}, {"hour": 8}])
def test_a_switch_turned_after_planning_still_counts(
    api: Api, clock: Any, letters: list[Letter], switch: dict[str, Any]
) -> None:
    api.send("PATCH", "/reminders", switch)
    clock.move_to(EVENING)
    beat()
    assert letters == []


def test_a_reminder_by_mail_says_nothing_of_health(api: Api, clock: Any, ada: User) -> None:
    changes = {"daily_log": {"push": False, "email": True}}
    assert api.send("PATCH", "/reminders", changes).status_code == 200
    clock.move_to(EVENING)
    beat()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([ada.email], "A message from ThighCare")
    assert "Time for today's log" in letter.body
    assert "/today" in letter.body


def test_a_planner_that_slept_through_the_day_sends_nothing_for_it(
    api: Api, clock: Any, letters: list[Letter]
) -> None:
    clock.move_to(EVENING + 3 * A_DAY - timedelta(hours=8))
    beat()
    assert letters == []
    clock.move_to(EVENING + 3 * A_DAY)
    beat()
    assert len(letters) == 1


def test_a_reminder_that_waited_into_quiet_hours_is_dropped(
    api: Api, clock: Any, letters: list[Letter]
) -> None:
    clock.move_to(EVENING)
    reminder_plan.plan_due(now=EVENING)
    clock.move_to(EVENING + timedelta(hours=3))
    assert reminder_lane.remind_due().dropped == 1
    assert letters == []


def test_another_zone_means_another_moment_and_no_second_one_on_a_day(
    api: Api, ada: User, clock: Any, letters: list[Letter]
) -> None:
    api.send("PATCH", "/me", {"profile": {"time_zone": "America/Los_Angeles"}})
    clock.move_to(EVENING)
    beat()
    assert letters == []
    clock.move_to(EVENING + timedelta(hours=7))
    beat()
    assert len(letters) == 1
    renew(ada).send("PATCH", "/me", {"profile": {"time_zone": "Pacific/Honolulu"}})
    clock.move_to(EVENING + timedelta(hours=10))
    beat()
    assert len(letters) == 1  # 19 o'clock of the same day once more


def test_snoozed_it_comes_again_after_the_time(api: Api, clock: Any, letters: list[Letter]) -> None:
    clock.move_to(EVENING)
    beat()
    answer = api.post("/reminders/snooze", {"minutes": 60})
    assert answer.json()["snoozed_until"] == "2026-06-10T20:20:00Z"
    clock.move_to(EVENING + timedelta(minutes=59))
    beat()
    assert len(letters) == 1
    clock.move_to(EVENING + timedelta(minutes=60))
    for _ in range(2):
        beat()
    assert len(letters) == 2


@pytest.mark.parametrize("minutes", [200, 600])
def test_snoozed_into_the_night_it_waits_for_the_next_evening(
    api: Api, clock: Any, letters: list[Letter], minutes: int
) -> None:
    clock.move_to(EVENING)
    beat()
    assert api.post("/reminders/snooze", {"minutes": minutes}).status_code == 200
    for hours in (4, 11, 14):
        clock.move_to(EVENING + timedelta(hours=hours))
        beat()
    assert len(letters) == 1
    clock.move_to(EVENING + A_DAY)
    beat()
    assert len(letters) == 2


def test_snoozed_for_days_it_is_quiet_for_days(api: Api, clock: Any, letters: list[Letter]) -> None:
    api.post("/reminders/snooze", {"minutes": 3 * 24 * 60})
    for day in range(3):
        clock.move_to(EVENING + day * A_DAY)
        beat()
    assert letters == []
    clock.move_to(EVENING + 3 * A_DAY)
    beat()
    assert len(letters) == 1


def test_old_reminders_are_not_kept(api: Api, ada: User, clock: Any, letters: list[Any]) -> None:
    for day in (0, 1, 40):
        clock.move_to(EVENING + day * A_DAY)
        beat()
    assert Reminder.objects.filter(athlete=ada).count() <= 2
    assert ReminderPreference.objects.get().next_at == datetime(
        2026, 7, 21, 19, tzinfo=UTC
    ) + timedelta(seconds=spread_s(ada.pk))
