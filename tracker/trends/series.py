"""A whole history at once: on which days an alarm would have been raised."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Sequence

from tracker.trends.detector import judge_entries
from tracker.trends.window import WINDOW, logged_in, units_of

LOCK_OUT_DAYS = 14  # from one notification to the next


def worsening_alarms(days: Sequence[int], pain: Sequence[float | None]) -> list[int]:
    """Return the days, out of `days`, on which worsening pain is noticed.

    `days` are whole numbers, ascending, gaps allowed; `pain` has the day's worst level (0 to 10)
    for each, None or NaN = not logged. An alarm on a day uses nothing after that day; after an
    alarm the next comes 14 days later at the earliest, and for entries that lie higher since then.
    Spells and reminders are not applied.

    :raises ValueError: for lengths that differ, days that do not ascend, or a level off the scale.
    """
    if len(days) != len(pain):
        raise ValueError(f"{len(days)} days, but {len(pain)} pain values: give one for each day.")
    whole_days = _ascending(days)
    levels, point = units_of(pain)
    places, logged_levels = logged_in(levels)
    logged_days = [whole_days[place] for place in places]
    alarms: list[int] = []
    start = 0
    for end, today in enumerate(logged_days):
        oldest = today - WINDOW + 1
        start = bisect_left(logged_days, oldest, start, end)
        told_days_ago = today - alarms[-1] if alarms else None
        if told_days_ago is not None and told_days_ago < LOCK_OUT_DAYS:
            continue
        window, entries = logged_days[start : end + 1], logged_levels[start : end + 1]
        window = [day - oldest for day in window]
        if judge_entries(window, entries, point, told_days_ago=told_days_ago).alarm:
            alarms.append(today)
    return alarms


def _ascending(days: Sequence[int]) -> list[int]:
    whole: list[int] = []
    for position, day in enumerate(days):
        try:
            number = operator.index(day)
        except TypeError:
            raise ValueError(f"days[{position}] is {day!r}: give whole numbers.") from None
        if isinstance(day, bool):
            raise ValueError(f"days[{position}] is {day!r}: give whole numbers.")
        if whole and number <= whole[-1]:
            raise ValueError(f"days[{position}] is {number}, after {whole[-1]}: days must ascend.")
        whole.append(number)
    return whole
