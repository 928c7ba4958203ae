"""Days and instants as the wire writes them; a day belongs to a time zone, an instant does not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from kernel.errors import DomainError

FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))"
)
LAST_ZONE_AHEAD = timezone(timedelta(hours=14))


class BadTime(DomainError):
    """A day or an instant that no calendar has, or that is not written as the contract says."""

    code = "bad-time"


def parse_day(text: object) -> date:
    """Read `YYYY-MM-DD` (ASCII digits, years 2000 to 2100).

    :raises BadTime: for any other type, form, or a day the calendar does not have.
    """
    match = _DAY.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if match is None:
        raise BadTime("Write the day as YYYY-MM-DD, for example 2026-03-09.", code="bad-day")
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadTime(f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.", code="bad-day")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadTime("There is no such day in the calendar.", code="bad-day") from None


def parse_instant(text: object) -> datetime:
    """Read an RFC 3339 time with its offset and return it in UTC, microseconds kept.

    :raises BadTime: when the offset is missing or the moment does not exist.
    """
    match = _INSTANT.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if match is None:
        raise BadTime(
            "Write the time with its offset, for example 2026-03-09T07:15:00+01:00.",
            code="bad-instant",
        )
    day_text, hour, minute, second, fraction, zulu, sign, off_hour, off_minute = match.groups()
    day = parse_day(day_text)
    offset = timedelta(0)
    if zulu is None:
        if int(off_hour) > 23 or int(off_minute) > 59:
            raise BadTime("The offset must lie between -23:59 and +23:59.", code="bad-instant")
        offset = timedelta(hours=int(off_hour), minutes=int(off_minute))
        offset = -offset if sign == "-" else offset
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    try:
        local = datetime(
            day.year,
            day.month,
            day.day,
            int(hour),
            int(minute),
            min(int(second), 59),
            microsecond,
            tzinfo=timezone(offset),
        )
    except ValueError:
        raise BadTime("There is no such time of day.", code="bad-instant") from None
    if int(second) > 60:
        raise BadTime("There is no such time of day.", code="bad-instant")
    return local.astimezone(UTC)


def format_instant(moment: datetime) -> str:
    """Write an aware datetime as RFC 3339 in UTC, ending in `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day_in_zone(moment: datetime, zone_name: str) -> date:
    """Return the calendar day that an aware moment has in an IANA zone."""
    return moment.astimezone(ZoneInfo(zone_name)).date()


def latest_day_anywhere(moment: datetime) -> date:
    """Return the day at UTC+14, the furthest that any place on earth has got."""
    return moment.astimezone(LAST_ZONE_AHEAD).date()
