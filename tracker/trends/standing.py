"""How an athlete stands today: improving, steady, worsening, or too little logged to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tracker.trends.window import WINDOW, logged_in, units_of

Trend = Literal["improving", "steady", "worsening", "unknown"]

BASELINE_DAYS, LEAST_LOGGED = 18, 8  # below 8 of 18 days logged nothing is claimed
LEAST_RECENT = 3  # m5 of TR-GOOD: mean of t-4..t, at least 3 of 5 logged
LEAST_BASE = 5  # base of TR-GOOD: mean of t-18..t-5, at least 5 of 14 logged
GOOD_POINTS = 2  # Source: Farrar 2001, about 2 points or 30 % is a change that matters
GOOD_DAYS = 7  # a fall of 30 % must have held this long


def trend_of(window: Sequence[float | None], *, spell_open: bool) -> Trend:
    """Say how pain stands on the last of 56 days (oldest first, None = not logged).

    An open worsening spell stands however little was logged: missing days never soften it.

    :raises ValueError: when there are not 56 values, or one is no number from 0 to 10.
    """
    positions, levels, point = _read(window)
    if spell_open:
        return "worsening"
    if sum(position >= WINDOW - BASELINE_DAYS for position in positions) < LEAST_LOGGED:
        return "unknown"
    return "improving" if _is_improving(positions, levels, point) else "steady"


def is_improving(window: Sequence[float | None]) -> bool:
    """Tell whether rule TR-GOOD holds on the last of 56 days. Source: evidence 5.3.

    Either the mean of the last five days lies two points below the base, or for seven days now it
    lay 30 % below the base as it stood on the first of them.
    """
    return _is_improving(*_read(window))


def _read(window: Sequence[float | None]) -> tuple[list[int], list[int], int]:
    if len(window) != WINDOW:
        raise ValueError(f"A window has {WINDOW} days; {len(window)} were given.")
    levels, point = units_of(window)
    return *logged_in(levels), point


def _is_improving(positions: list[int], levels: list[int], point: int) -> bool:
    logged = dict(zip(positions, levels, strict=True))
    today = WINDOW - 1
    five, base = _last_five(logged, today), _base(logged, today)
    if five and base and _fall(five, base) <= -GOOD_POINTS * point * len(five) * len(base):
        return True
    base = _base(logged, today - GOOD_DAYS + 1)
    week = [_last_five(logged, today - back) for back in range(GOOD_DAYS)]
    return sum(base) > 0 and all(
        five and 10 * sum(five) * len(base) <= 7 * sum(base) * len(five) for five in week
    )


def _fall(five: list[int], base: list[int]) -> int:
    """Return mean of five minus mean of base, multiplied by both counts."""
    return sum(five) * len(base) - sum(base) * len(five)


def _last_five(logged: dict[int, int], today: int) -> list[int]:
    """Return the entries of m5, t-4..t; empty when there are too few."""
    entries = [logged[day] for day in range(today - 4, today + 1) if day in logged]
    return entries if len(entries) >= LEAST_RECENT else []


def _base(logged: dict[int, int], today: int) -> list[int]:
    """Return the entries of the base, t-18..t-5; empty when there are too few."""
    entries = [logged[day] for day in range(today - 18, today - 4) if day in logged]
    return entries if len(entries) >= LEAST_BASE else []
