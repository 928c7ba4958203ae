"""Days on the line of time: every instant has one day, days abut, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import day_in_zone
from kernel.zones import Stay, day_span, day_start, wall_time, zone_at, zone_on

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
DAYS = st.dates(date(2000, 1, 2), date(2099, 12, 30))
# To 2011 some places of Canada set the clock back a minute after midnight (and Casey once in 2010):
# the calendar showed a day, its eve again, and the day once more.
MOMENTS = st.datetimes(
    datetime(2012, 1, 1),  # noqa: DTZ001  (Hypothesis adds the zone itself)
    datetime(2099, 12, 30),  # noqa: DTZ001  (likewise)
    timezones=st.just(UTC),
)


@given(DAYS, ZONES)
def test_days_abut_without_a_gap(day: date, zone: str) -> None:
    first, end = day_span(day, zone)

    assert first <= end
    assert day_start(day + timedelta(days=1), zone) == end
    assert end - first <= timedelta(hours=26)


@given(MOMENTS, ZONES)
def test_every_instant_has_exactly_one_day(moment: datetime, zone: str) -> None:
    day = day_in_zone(moment, zone)
    around = [day + timedelta(days=by) for by in range(-2, 3)]

    holding = [one for one in around if day_span(one, zone)[0] <= moment < day_span(one, zone)[1]]

    assert holding == [day]


@given(DAYS, ZONES)
def test_the_first_instant_is_the_first(day: date, zone: str) -> None:
    first, end = day_span(day, zone)

    assert day_in_zone(first - timedelta(microseconds=1), zone) < day
    if first < end:
        assert day_in_zone(first, zone) == day


@given(DAYS, st.times(), ZONES)
def test_a_time_on_the_wall_never_leaves_its_day(day: date, at: time, zone: str) -> None:
    first, end = day_span(day, zone)

    assert first <= wall_time(day, at, zone) <= end


@pytest.mark.parametrize(
    ("zone", "day", "hours", "begins"),
    [
        ("America/Santiago", date(2026, 9, 6), 23, "2026-09-06T04:00:00+00:00"),
        ("America/Santiago", date(2026, 4, 4), 25, "2026-04-04T03:00:00+00:00"),
        ("Africa/Cairo", date(2026, 4, 24), 23, "2026-04-23T22:00:00+00:00"),
        ("Africa/Cairo", date(2026, 10, 29), 25, "2026-10-28T21:00:00+00:00"),
        ("Asia/Beirut", date(2026, 3, 29), 23, "2026-03-28T22:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), 23, "2026-03-28T23:00:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), 25, "2026-10-24T22:00:00+00:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5, "2026-10-03T13:30:00+00:00"),
        ("Asia/Kathmandu", date(2026, 5, 1), 24, "2026-04-30T18:15:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), 0, "2011-12-30T10:00:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 31), 24, "2011-12-30T10:00:00+00:00"),
    ],
)
def test_odd_days_are_as_long_as_they_were(zone: str, day: date, hours: float, begins: str) -> None:
    first, end = day_span(day, zone)

    assert first.isoformat() == begins
    assert end - first == timedelta(hours=hours)


def test_a_day_that_had_begun_stays_begun_when_the_clock_goes_back_over_midnight() -> None:
    zone, day = "America/St_Johns", date(2010, 11, 7)  # 00:01 became 23:01 of the day before

    first, end = day_span(day, zone)

    assert first.isoformat() == "2010-11-07T02:30:00+00:00"
    assert end - first == timedelta(hours=25)
    assert day_span(date(2010, 11, 6), zone)[1] == first


@pytest.mark.parametrize(
    ("zone", "day", "at", "shown"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:30:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00+00:00"),
        ("America/Santiago", date(2026, 9, 6), time(0, 0), "2026-09-06T04:00:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(9, 0), "2011-12-30T10:00:00+00:00"),
        ("Asia/Tokyo", date(2026, 3, 9), time(9, 0), "2026-03-09T00:00:00+00:00"),
    ],
)
def test_a_time_that_is_jumped_over_or_shown_twice_is_one_instant(
    zone: str, day: date, at: time, shown: str
) -> None:
    assert wall_time(day, at, zone).isoformat() == shown


BERLIN = Stay("Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC))
TOKYO = Stay("Asia/Tokyo", datetime(2026, 3, 9, 16, 30, tzinfo=UTC))  # the 10th there, 01:30
ANGELES = Stay("America/Los_Angeles", datetime(2026, 3, 20, 2, 0, tzinfo=UTC))  # the 19th there
LIFE = (BERLIN, TOKYO, ANGELES)


def test_a_day_is_counted_in_the_zone_that_had_begun_on_it() -> None:
    told = {day: zone_on(date(2026, 3, day), LIFE, otherwise="UTC") for day in (8, 9, 10, 18, 19)}

    assert told == {
        8: "Europe/Berlin", 9: "Europe/Berlin", 10: "Asia/Tokyo", 18: "Asia/Tokyo",
        19: "America/Los_Angeles",
    }  # fmt: skip


def test_the_zone_of_an_instant_changes_at_the_instant() -> None:
    before = TOKYO.from_at - timedelta(seconds=1)

    assert zone_at(before, LIFE, otherwise="UTC") == "Europe/Berlin"
    assert zone_at(TOKYO.from_at, LIFE, otherwise="UTC") == "Asia/Tokyo"


def test_before_the_first_spell_its_zone_holds_and_without_any_the_other() -> None:
    long_ago = datetime(2019, 1, 1, tzinfo=UTC)

    assert zone_on(date(2019, 1, 1), LIFE, otherwise="UTC") == "Europe/Berlin"
    assert zone_at(long_ago, LIFE, otherwise="UTC") == "Europe/Berlin"
    assert zone_on(date(2019, 1, 1), (), otherwise="Asia/Kolkata") == "Asia/Kolkata"
    assert zone_at(long_ago, (), otherwise="Asia/Kolkata") == "Asia/Kolkata"


@given(DAYS, st.lists(st.tuples(ZONES, MOMENTS), max_size=4), ZONES, MOMENTS)
def test_a_later_move_never_changes_the_zone_of_an_earlier_day(
    day: date, moves: list[tuple[str, datetime]], zone: str, moment: datetime
) -> None:
    stays = sorted((Stay(*move) for move in moves), key=lambda stay: stay.from_at)
    later = Stay(zone, max([moment, *(stay.from_at for stay in stays)]))
    stays = stays or [Stay("UTC", datetime(2000, 1, 1, tzinfo=UTC))]
    if later.first_day <= day:
        return

    assert zone_on(day, [*stays, later], otherwise="UTC") == zone_on(day, stays, otherwise="UTC")
