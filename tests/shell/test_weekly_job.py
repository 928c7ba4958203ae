"""The weekly reading is claimed once a week, and a killed one goes on behind its last chunk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from alerts import drift, jobs, weekly
from alerts.models import JobRun
from tests.shell.drift_story import AFTER, check, log_signs, told

NERVE = {"loc_below_knee": True, "tingle_leg": True, "q_shooting": True}


@pytest.fixture
def moved(ada: User) -> User:
    check(ada)
    for day in (1, 3):
        log_signs(ada, NERVE, on=day)
    return ada


def test_the_week_is_read_once_however_often_it_is_offered(moved: User) -> None:
    first = weekly.read_the_week(now=AFTER)
    again = weekly.read_the_week(now=AFTER + timedelta(hours=5))

    assert first is not None
    assert first.athletes >= 1
    assert again is None
    assert len(told(moved)) == 1


def test_the_next_week_is_another_period() -> None:
    assert weekly.read_the_week(now=AFTER) is not None
    assert weekly.read_the_week(now=AFTER + timedelta(weeks=1)) is not None
    assert JobRun.objects.filter(job=weekly.JOB).count() == 2


def test_before_monday_noon_it_is_still_the_week_before() -> None:
    early = AFTER - timedelta(hours=3)

    assert jobs.week_of(early, begins_at=weekly.BEGINS_AT) < jobs.week_of(
        AFTER, begins_at=weekly.BEGINS_AT
    )


def test_a_killed_reading_goes_on_behind_its_last_chunk(
    moved: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = drift.look_at

    def dies(**_: object) -> int:
        raise KeyboardInterrupt  # nothing catches it, as nothing catches SIGKILL

    monkeypatch.setattr(drift, "look_at", dies)
    with pytest.raises(KeyboardInterrupt):
        weekly.read_the_week(now=AFTER)
    monkeypatch.setattr(drift, "look_at", look)

    again = weekly.read_the_week(now=AFTER + jobs.LEASE + timedelta(seconds=1))

    assert again is not None
    assert len(told(moved)) == 1
