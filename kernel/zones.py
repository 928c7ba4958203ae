"""How days lie on the line of time where somebody lives, and which zone held when they moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kernel.calendar import day_in_zone

_LONGEST_DAY = timedelta(hours=50)  # a day lived twice at the date line, and a change of the clock
_TICK = timedelta(microseconds=1)  # the finest that a datetime tells apart


@dataclass(frozen=True, slots=True)
class Stay:
    """One zone of a person's life: it holds from an instant on until the next stay begins."""

    zone: str
    from_at: datetime

    @property
    def first_day(self) -> date:
        """Return the first day that is counted in this zone: the day it was when it began there."""
        return day_in_zone(self.from_at, self.zone)


def day_start(day: date, zone: str) -> datetime:
    """Return the first instant of a day in UTC.

    A day without midnight begins where the clock jumps to. A day that a place never had (Apia,
    30 December 2011) begins where the next one does. Where a clock goes back over midnight, the
    day that had begun stays begun.
    """
    there = ZoneInfo(zone)
    # fold=0: of two midnights the first; of none, the instant of the jump.
    found = datetime.combine(day, time(0), there).astimezone(UTC)
    if (found - _TICK).astimezone(there).date() < day:
        return found
    return _first_instant(day, zone, before=found)


def _first_instant(day: date, zone: str, *, before: datetime) -> datetime:
    """Halve the span until one instant is left: the jump began before midnight, ended after."""
    low, high = before - _LONGEST_DAY, before
    while high - low > _TICK:
        middle = low + (high - low) / 2
        if day_in_zone(middle, zone) < day:
            low = middle
        else:
            high = middle
    return high


def day_span(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return first instant and end (not in it) of a day in UTC; equal for a day that never was."""
    return day_start(day, zone), day_start(day + timedelta(days=1), zone)


def wall_time(day: date, at: time, zone: str) -> datetime:
    """Return the instant in UTC when a clock on the wall shows a time on a day.

    Of two such instants the first; a time that the clock jumps over is as long after the jump as
    it would have been after its beginning; never outside the day.
    """
    first, end = day_span(day, zone)
    shown = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    return min(max(shown, first), end)


def zone_on(day: date, stays: Sequence[Stay], *, otherwise: str) -> str:
    """Return the zone that a day is counted in: the last one that had begun on that day.

    `stays` in the order of their beginning. Before the first of them, its zone; without any,
    `otherwise`. A zone taken up today holds for all of today, and never for a day before.
    """
    held = [stay.zone for stay in stays if stay.first_day <= day]
    if held:
        return held[-1]
    return stays[0].zone if stays else otherwise


def zone_at(moment: datetime, stays: Sequence[Stay], *, otherwise: str) -> str:
    """Return the zone that held at an instant; before the first stay, the zone of the first."""
    held = [stay.zone for stay in stays if stay.from_at <= moment]
    if held:
        return held[-1]
    return stays[0].zone if stays else otherwise
