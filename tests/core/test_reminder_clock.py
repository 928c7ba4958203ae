"""The hour on the athlete's wall: nights that skip or repeat it, days that never were."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.reminder_clock import (
    SPREAD_S,
    at_hour,
    is_quiet,
    next_reminder,
    spread_s,
    when_not_quiet,
)

ZONES = [
    "UTC", "Europe/Berlin", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "Asia/Kathmandu",
]  # fmt: skip
MOMENTS = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def due(after: datetime, hour: int, zone: str, spread: int = 0) -> datetime:
    return next_reminder(after=after, hour=hour, zone=zone, spread=spread)


@given(MOMENTS, st.integers(0, 23), st.sampled_from(ZONES), st.integers(0, SPREAD_S - 1))
def test_the_next_one_is_ahead_within_two_days_and_at_its_hour(
    after: datetime, hour: int, zone: str, spread: int
) -> None:
    found = due(after, hour, zone, spread)
    assert after < found <= after + timedelta(hours=50)
    local = (found - timedelta(seconds=spread)).astimezone(ZoneInfo(zone))
    gap = at_hour(local.date(), hour, zone)
    assert gap == found - timedelta(seconds=spread)
    assert local.hour == hour or local.replace(fold=0) != local.replace(fold=0, hour=hour)


@given(MOMENTS, st.integers(0, 23), st.sampled_from(ZONES), st.integers(0, SPREAD_S - 1))
def test_no_day_has_two(after: datetime, hour: int, zone: str, spread: int) -> None:
    days = []
    for _ in range(5):
        after = due(after, hour, zone, spread)
        days.append(after.astimezone(ZoneInfo(zone)).date())
    assert sorted(set(days)) == days


def test_an_hour_that_a_night_skips_comes_at_the_first_moment_after_it() -> None:
    berlin = due(at("2026-03-29T00:30", "Europe/Berlin"), 2, "Europe/Berlin")
    assert berlin.astimezone(ZoneInfo("Europe/Berlin")) == at("2026-03-29T03:00", "Europe/Berlin")
    santiago = due(at("2026-09-05T23:30", "America/Santiago"), 0, "America/Santiago")
    assert santiago.astimezone(ZoneInfo("America/Santiago")).isoformat() == (
        "2026-09-06T01:00:00-03:00"
    )


def test_an_hour_that_a_night_has_twice_comes_once() -> None:
    first = due(at("2026-10-25T00:30", "Europe/Berlin"), 2, "Europe/Berlin")
    second = due(first, 2, "Europe/Berlin")
    assert first == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert second == datetime(2026, 10, 26, 1, 0, tzinfo=UTC)


def test_a_day_that_a_place_never_had_has_no_reminder() -> None:
    assert at_hour(date(2011, 12, 30), 19, "Pacific/Apia") is None
    found = due(at("2011-12-29T19:00", "Pacific/Apia"), 19, "Pacific/Apia")
    assert found.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)


def test_each_has_a_moment_of_their_own_and_always_the_same() -> None:
    minutes = Counter(spread_s(athlete) // 60 for athlete in range(1, 15_001))
    assert set(minutes) == set(range(SPREAD_S // 60))
    assert max(minutes.values()) < 1.2 * 1000
    assert spread_s(7) == spread_s(7)


@pytest.mark.parametrize(
    ("hour", "bounds", "quiet"),
    [
        (23, (22, 7), True), (22, (22, 7), True), (6, (22, 7), True), (7, (22, 7), False),
        (12, (22, 7), False), (13, (13, 15), True), (15, (13, 15), False), (3, (0, 0), False),
        (9, (9, 9), False),
    ],
)  # fmt: skip
def test_quiet_hours(hour: int, bounds: tuple[int, int], quiet: bool) -> None:
    assert is_quiet(hour, quiet_from=bounds[0], quiet_until=bounds[1]) is quiet


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 23))
def test_what_waits_comes_when_quiet_hours_end_and_what_need_not_wait_at_once(
    moment: datetime, zone: str, start: int, end: int
) -> None:
    found = when_not_quiet(moment, zone=zone, quiet_from=start, quiet_until=end)
    here, there = (m.astimezone(ZoneInfo(zone)).hour for m in (moment, found))
    if is_quiet(here, quiet_from=start, quiet_until=end):
        assert moment < found <= moment + timedelta(hours=26)
        assert not is_quiet(there, quiet_from=start, quiet_until=end) or (end - start) % 24 >= 22
    else:
        assert found == moment


def test_a_night_ends_at_the_persons_own_seven() -> None:
    moment = at("2026-03-28T23:30", "Europe/Berlin")
    found = when_not_quiet(moment, zone="Europe/Berlin", quiet_from=22, quiet_until=7)
    assert found == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)  # summer time began meanwhile
