"""Windows of instruments: when they open, close and refuse, on the person's own clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import day_in_zone
from tracker.answer_windows import (
    OneWindow,
    Rhythm,
    first_day_at,
    is_first_day,
    latest_window,
    next_window,
    window_of,
)

MORNINGS = Rhythm(1, date(2026, 3, 1), time(4), time(12), 1, 12)
EVENINGS = Rhythm(1, date(2026, 3, 1), time(17), None, 1, 12)
SUNDAYS = Rhythm(7, date(2026, 3, 1), time(0), None, 2, 48)


def fixed(zone: str) -> Callable[[date], str]:
    return lambda day: zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-03-09T03:59:59+01:00", "coming"),
        ("2026-03-09T04:00:00+01:00", "open"),
        ("2026-03-09T11:59:59+01:00", "open"),
        ("2026-03-09T12:00:00+01:00", "late"),
        ("2026-03-09T23:59:59+01:00", "late"),
        ("2026-03-10T00:00:00+01:00", "closed"),
    ],
)
def test_a_window_opens_closes_is_late_and_refuses(moment: str, state: str) -> None:
    window = window_of(MORNINGS, date(2026, 3, 9), fixed("Europe/Berlin"))

    assert window.state(at(moment)) == state


def test_without_late_hours_there_is_no_late() -> None:
    strict = replace(MORNINGS, late_hours=0)

    window = window_of(strict, date(2026, 3, 9), fixed("Europe/Berlin"))

    assert window.state(at("2026-03-09T12:00:00+01:00")) == "closed"


def test_an_evening_window_ends_with_its_day_however_long_the_day_is() -> None:
    short = window_of(EVENINGS, date(2026, 3, 29), fixed("Europe/Berlin"))
    long_ = window_of(EVENINGS, date(2026, 10, 25), fixed("Europe/Berlin"))

    assert short.closes_at == at("2026-03-30T00:00:00+02:00")
    assert long_.closes_at == at("2026-10-26T00:00:00+01:00")
    assert long_.opens_at == at("2026-10-25T17:00:00+01:00")


def test_a_week_has_one_window_and_it_keeps_its_weekday() -> None:
    days = [date(2026, 3, 1) + timedelta(days=by) for by in range(15)]

    assert [day.day for day in days if is_first_day(SUNDAYS, day)] == [1, 8, 15]
    assert first_day_at(SUNDAYS, date(2026, 3, 14)) == date(2026, 3, 8)
    assert first_day_at(SUNDAYS, date(2026, 2, 28)) is None


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Santiago", date(2026, 9, 6)),
        ("Africa/Cairo", date(2026, 4, 24)),
        ("Asia/Beirut", date(2026, 3, 29)),
    ],
)
def test_a_day_without_midnight_has_its_window(zone: str, day: date) -> None:
    all_day = Rhythm(1, date(2026, 3, 1), time(0), None, 1, 0)

    window = window_of(all_day, day, fixed(zone))

    assert window.closes_at - window.opens_at == timedelta(hours=23)
    assert day_in_zone(window.opens_at, zone) == day


def test_a_day_that_a_place_never_had_is_never_asked_for() -> None:
    rhythm = replace(EVENINGS, starts_on=date(2011, 12, 1))
    apia = fixed("Pacific/Apia")

    window = window_of(rhythm, date(2011, 12, 30), apia)
    noon = datetime(2011, 12, 30, 22, tzinfo=UTC)  # Saturday 31 December, noon in Apia
    latest = latest_window(rhythm, moment=noon, today=date(2011, 12, 31), zone_on=apia)
    following = next_window(rhythm, moment=noon, today=date(2011, 12, 31), zone_on=apia)

    assert window.never_opens
    assert window.state(noon) == "closed"
    assert latest is not None
    assert latest.first_day == date(2011, 12, 29)
    assert following.first_day == date(2011, 12, 31)


def test_who_flies_over_the_date_line_is_not_asked_twice_for_one_day() -> None:
    def moved(day: date) -> str:  # from Auckland to Los Angeles on the 9th, 09:00 UTC
        return "Pacific/Auckland" if day < date(2026, 3, 9) else "America/Los_Angeles"

    before = window_of(MORNINGS, date(2026, 3, 9), fixed("Pacific/Auckland"))
    after = latest_window(
        MORNINGS, moment=at("2026-03-09T20:00:00+00:00"), today=date(2026, 3, 9), zone_on=moved
    )

    assert after is not None
    assert after.first_day == before.first_day  # one name, one answer
    assert after.opens_at == at("2026-03-09T04:00:00-07:00")


def test_a_move_within_a_window_never_turns_it_round() -> None:
    def moved(day: date) -> str:
        return "America/Los_Angeles" if day <= date(2026, 3, 8) else "Pacific/Kiritimati"

    two_days = Rhythm(7, date(2026, 3, 8), time(20), time(1), 2, 0)

    window = window_of(two_days, date(2026, 3, 8), moved)

    assert window.closes_at >= window.opens_at


def test_before_the_first_window_there_is_none() -> None:
    moment = at("2026-02-20T12:00:00+00:00")

    found = latest_window(SUNDAYS, moment=moment, today=date(2026, 2, 20), zone_on=fixed("UTC"))
    following = next_window(SUNDAYS, moment=moment, today=date(2026, 2, 20), zone_on=fixed("UTC"))

    assert found is None
    assert following.first_day == date(2026, 3, 1)


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
RHYTHMS = st.builds(
    Rhythm, st.sampled_from([1, 7, 28]), st.dates(date(2015, 1, 1), date(2015, 2, 1)), st.times(),
    st.just(None), st.just(1), st.integers(0, 24),
)  # fmt: skip
MOMENTS = st.datetimes(
    datetime(2015, 3, 1),  # noqa: DTZ001  (Hypothesis adds the zone itself)
    datetime(2035, 1, 1),  # noqa: DTZ001  (likewise)
    timezones=st.just(UTC),
)


@given(RHYTHMS, MOMENTS, ZONES)
def test_the_latest_window_has_opened_and_the_next_has_not(
    rhythm: Rhythm, moment: datetime, zone: str
) -> None:
    today = day_in_zone(moment, zone)

    latest = latest_window(rhythm, moment=moment, today=today, zone_on=fixed(zone))
    following = next_window(rhythm, moment=moment, today=today, zone_on=fixed(zone))

    assert isinstance(latest, OneWindow)
    assert latest.opens_at <= moment < following.opens_at
    assert (following.first_day - latest.first_day).days == rhythm.every_days
