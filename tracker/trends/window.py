"""Reading a series of pain values: what counts as logged, and whole numbers to reckon with.

A boundary should be a boundary: 3.2 is 2.2 more than 1.0, whatever binary fractions make of it.
So levels become whole numbers of a small unit and every rule compares whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from numbers import Real

WINDOW = 56  # calendar days a judgement may look at, today included
HIGHEST = 10  # the NRS ends here
LATEST_DAYS = 7  # an entry this many days old is still judged as the newest one
HALF_POINTS = 2  # units to a point when every level is a whole number: a median may be half a point
FINE = 2_000_000  # units to a point when some level has decimals: millionths, doubled


def units_of(pain: Sequence[float | None]) -> tuple[list[int | None], int]:
    """Return the levels in whole units and how many units make a point (None = not logged).

    NaN counts as not logged.

    :raises ValueError: for anything that is not a number from 0 to 10, NaN or None.
    """
    levels: list[int | None] = []
    for level in pain:
        if level is None:
            levels.append(None)
        elif type(level) is int and 0 <= level <= HIGHEST:
            levels.append(HALF_POINTS * level)
        else:
            return _fine_units_of(pain), FINE
    return levels, HALF_POINTS


def _fine_units_of(pain: Sequence[float | None]) -> list[int | None]:
    levels: list[int | None] = []
    for position, level in enumerate(pain):
        if level is None:
            levels.append(None)
            continue
        if isinstance(level, bool) or not isinstance(level, Real):
            raise ValueError(f"pain[{position}] is {level!r}: give a number from 0 to 10, or None.")
        value = float(level)
        if math.isnan(value):
            levels.append(None)
            continue
        if not 0 <= value <= HIGHEST:
            raise ValueError(f"pain[{position}] is {level!r}: pain lies between 0 and 10.")
        levels.append(2 * round(value * (FINE // 2)))
    return levels


def at_last_entry(
    pain: Sequence[float | None], ends_on: date
) -> tuple[tuple[float | None, ...], date]:
    """Return the window as it stood on its last day with pain logged, and that day.

    So that water logged today does not hide what yesterday's pain had to say. A window whose last
    entry lies more than LATEST_DAYS back, or that has none, comes back as it is.
    """
    gap = next((back for back, level in enumerate(reversed(pain)) if level is not None), 0)
    if not 0 < gap <= LATEST_DAYS:
        return tuple(pain), ends_on
    return (None,) * gap + tuple(pain[:-gap]), ends_on - timedelta(gap)


def logged_in(levels: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """Return the positions that are logged, oldest first, and the levels at them."""
    positions = [position for position, level in enumerate(levels) if level is not None]
    return positions, [level for level in levels if level is not None]
