"""Days and instants: what the contract takes, and what no calendar has."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kernel.calendar import (
    BadTime,
    day_in_zone,
    format_instant,
    latest_day_anywhere,
    parse_day,
    parse_instant,
)

BAD_DAYS = [
    "2026-1-1",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-01-01T00:00:00Z",
    "",
    None,
    5,
    "\u0662026-01-01",
    " 2026-01-01",
    "2026-01-01\n",
    "20260101",
    True,
]


@pytest.mark.parametrize("text", BAD_DAYS)
def test_a_day_that_no_calendar_has_is_refused(text: object) -> None:
    with pytest.raises(BadTime):
        parse_day(text)


def test_a_leap_day_is_a_day() -> None:
    assert parse_day("2028-02-29") == date(2028, 2, 29)


BAD_INSTANTS = [
    "2026-03-09T07:15:00",
    "2026-03-09",
    "2026-03-09T24:00:00Z",
    "2026-03-09T07:60:00Z",
    "2026-03-09T07:15:61Z",
    "2026-03-09 07:15:00Z",
    "2026-03-09T07:15:00+24:00",
    0,
    None,
]


@pytest.mark.parametrize("text", BAD_INSTANTS)
def test_an_instant_without_offset_or_sense_is_refused(text: object) -> None:
    with pytest.raises(BadTime):
        parse_instant(text)


def test_an_instant_is_kept_in_utc_with_its_microseconds() -> None:
    read = parse_instant("2026-03-09T07:15:00.123456789+01:30")

    assert read == datetime(2026, 3, 9, 5, 45, 0, 123456, tzinfo=UTC)
    assert format_instant(read) == "2026-03-09T05:45:00.123456Z"


def test_a_day_belongs_to_its_zone() -> None:
    moment = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)

    assert day_in_zone(moment, "America/Los_Angeles") == date(2026, 3, 9)
    assert day_in_zone(moment, "Pacific/Apia") == date(2026, 3, 10)
    assert latest_day_anywhere(moment) == date(2026, 3, 10)
