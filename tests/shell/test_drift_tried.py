"""`backtest CAUSE-DRIFT`: the weeks gone by read again, as they were read, and nothing written."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import User
from alerts.backtest import WouldRaise, backtest
from alerts.models import Alert
from tests.core.test_triage_drift import NERVE, VESSEL
from tests.shell.drift_story import AFTER, CHECKED, MONDAY, check, log, log_signs, look, told
from triage.models import DriftReading
from triage.outcomes import record_outcome

SUNDAY = date(2026, 11, 22)
AFTERWARDS = AFTER.date()


def tried(*, days: int = 90, today: date = AFTERWARDS) -> list[WouldRaise]:
    return list(backtest(rule_id="CAUSE-DRIFT", days=days, today=today))


def test_a_week_that_moved_is_found_again_whether_or_not_it_was_read(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)

    before = tried()
    look()

    assert before == tried() == [WouldRaise(ada.pk, SUNDAY, held=False)]
    assert [alert.day for alert in told(ada)] == [SUNDAY]


def test_trying_writes_nothing(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    alerts = Alert.objects.count()

    tried()

    assert Alert.objects.count() == alerts
    assert not DriftReading.objects.exists()


def test_a_direction_is_told_once_and_another_one_in_its_own_week(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    log_signs(ada, NERVE, on=7)
    log_signs(ada, VESSEL, on=14)
    for week in range(3):
        look(weeks=week)

    found = tried(today=AFTERWARDS + timedelta(weeks=2))

    assert [one.on for one in found] == [alert.day for alert in told(ada)]
    assert found[0].on == SUNDAY


def test_a_week_whose_sunday_is_not_over_is_not_read(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)

    assert tried(today=SUNDAY) == []


def test_what_was_told_before_the_days_asked_for_is_not_told_again(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    log_signs(ada, NERVE, on=7)

    assert tried(days=7, today=AFTERWARDS + timedelta(weeks=1)) == []


@pytest.mark.parametrize("checked", [False, True])
def test_a_log_that_moved_nothing_is_silent(ada: User, checked: bool) -> None:
    if checked:
        check(ada)
        log(ada, "pain", level=3, region="sit_bone")
    else:
        log_signs(ada, NERVE)

    assert tried() == []


def test_an_episode_that_was_over_by_then_is_not_read(ada: User) -> None:
    made = check(ada)
    log_signs(ada, NERVE)
    record_outcome(
        athlete_id=ada.pk, episode_id=UUID(made["episode"]), outcome="seen_cleared",
        seen_on=None, note="", now=CHECKED + timedelta(days=11),
    )  # fmt: skip

    assert tried() == []


def test_the_command_prints_it_as_any_other(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    printed = StringIO()

    with time_machine.travel(AFTER, tick=False):
        call_command("backtest", "CAUSE-DRIFT", "--days", "90", stdout=printed)

    assert printed.getvalue().splitlines() == [
        f"athlete {ada.pk} day {SUNDAY.isoformat()}",
        "athletes 1 alerts 1",
    ]
    assert MONDAY < SUNDAY
