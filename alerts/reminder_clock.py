"""When a reminder is due and when it is quiet, by the clock on the athlete's wall. Pure.

An hour that a spring night skips comes at the first moment after it; one that an autumn night has
twice is its first; a day that a place never had (Apia, 2011) has no reminder.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SPREAD_S = 15 * 60  # within so many seconds after the hour, each person has a moment of their own


def spread_s(athlete_id: int) -> int:
    """Return the athlete's own seconds after the hour: always the same, evenly spread."""
    digest = hashlib.blake2b(str(athlete_id).encode(), digest_size=8).digest()
    return int.from_bytes(digest) % SPREAD_S


def next_reminder(*, after: datetime, hour: int, zone: str, spread: int) -> datetime:
    """Return the first moment after `after` that is `hour` o'clock in the zone, plus the spread."""
    there = ZoneInfo(zone)
    day = after.astimezone(there).date() - timedelta(1)
    while True:
        moment = at_hour(day, hour, zone)
        if moment is not None and moment + timedelta(seconds=spread) > after:
            return moment + timedelta(seconds=spread)
        day += timedelta(1)


def at_hour(day: date, hour: int, zone: str) -> datetime | None:
    """Return the moment, in UTC, at which the day has that hour; None if there is no such day."""
    moment = datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
    return moment if moment.astimezone(ZoneInfo(zone)).date() == day else None


def is_quiet(hour: int, *, quiet_from: int, quiet_until: int) -> bool:
    """Tell whether an hour lies in the quiet ones; equal bounds = none are quiet."""
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def when_not_quiet(moment: datetime, *, zone: str, quiet_from: int, quiet_until: int) -> datetime:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    local = moment.astimezone(ZoneInfo(zone))
    if not is_quiet(local.hour, quiet_from=quiet_from, quiet_until=quiet_until):
        return moment
    for ahead in range(3):  # the day after, or the one after that where a place skipped a day
        end = at_hour(local.date() + timedelta(ahead), quiet_until, zone)
        if end is not None and end > moment:
            return end
    return moment
