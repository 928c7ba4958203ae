"""When an instrument may be answered: its windows on a person's own clock, whatever the clock does.

A window has the name of its first day, so that it stays itself when the person moves: one answered
in Auckland is not asked for again in Los Angeles, where that day has yet to begin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from kernel.zones import day_start, wall_time

ZoneOn = Callable[[date], str]
State = Literal["coming", "open", "late", "closed"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How one person is asked one instrument: every so many days from a day on, at these hours.

    `closes` None = at the end of the last of `open_days` days. For `late_hours` after closing an
    answer is still taken and marked late.
    """

    every_days: int
    starts_on: date
    opens: time
    closes: time | None
    open_days: int
    late_hours: int


@dataclass(frozen=True, slots=True)
class OneWindow:
    """One window: its first and last day, and its instants in UTC, each end not in it."""

    first_day: date
    last_day: date
    opens_at: datetime
    closes_at: datetime
    late_until: datetime

    @property
    def never_opens(self) -> bool:
        """Say whether the clock jumped over all of it (a day that a place never had)."""
        return self.closes_at <= self.opens_at

    def state(self, moment: datetime) -> State:
        """Say how the window stands at an instant."""
        if moment < self.opens_at:
            return "coming"
        if moment < self.closes_at:
            return "open"
        return "late" if not self.never_opens and moment < self.late_until else "closed"


def window_of(rhythm: Rhythm, first_day: date, zone_on: ZoneOn) -> OneWindow:
    """Return the window that begins on a day, on the clock of the zone its days are counted in."""
    last_day = first_day + timedelta(days=rhythm.open_days - 1)
    opens_at = wall_time(first_day, rhythm.opens, zone_on(first_day))
    there = zone_on(last_day)
    if rhythm.closes is None:
        closes_at = day_start(last_day + timedelta(days=1), there)
    else:
        closes_at = wall_time(last_day, rhythm.closes, there)
    closes_at = max(opens_at, closes_at)  # a move within the window may leave nothing of it
    late_until = closes_at + timedelta(hours=rhythm.late_hours)
    return OneWindow(first_day, last_day, opens_at, closes_at, late_until)


def first_day_at(rhythm: Rhythm, day: date) -> date | None:
    """Return the first day of the latest window that began on or before a day; None = none yet."""
    if day < rhythm.starts_on:
        return None
    rounds = (day - rhythm.starts_on).days // rhythm.every_days
    return rhythm.starts_on + timedelta(days=rounds * rhythm.every_days)


def is_first_day(rhythm: Rhythm, day: date) -> bool:
    """Say whether a window begins on a day."""
    return first_day_at(rhythm, day) == day


def latest_window(
    rhythm: Rhythm, *, moment: datetime, today: date, zone_on: ZoneOn
) -> OneWindow | None:
    """Return the window an answer of this instant belongs to: open, late, or the last that closed.

    `today` is the day where the person is. None = none has opened yet.
    """
    first_day = first_day_at(rhythm, today + timedelta(days=1))
    while first_day is not None:
        window = window_of(rhythm, first_day, zone_on)
        if window.opens_at <= moment and not window.never_opens:
            return window
        first_day = first_day_at(rhythm, first_day - timedelta(days=1))
    return None


def next_window(rhythm: Rhythm, *, moment: datetime, today: date, zone_on: ZoneOn) -> OneWindow:
    """Return the next window that opens after an instant."""
    first_day = first_day_at(rhythm, today - timedelta(days=1)) or rhythm.starts_on
    window = window_of(rhythm, first_day, zone_on)
    while window.opens_at <= moment or window.never_opens:
        first_day += timedelta(days=rhythm.every_days)
        window = window_of(rhythm, first_day, zone_on)
    return window
