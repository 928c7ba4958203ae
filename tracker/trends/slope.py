"""Theil-Sen: the median of the slopes of all pairs of days, which a few odd days do not move."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

LEAST = 8  # values. Source: evidence 5.3, robust slope over 14 days


def theil_sen(series: Sequence[float | None], *, least: int = LEAST) -> float | None:
    """Return points a day (one value per day, None = not logged); None below `least` values."""
    logged = [(day, value) for day, value in enumerate(series) if value is not None]
    if len(logged) < max(2, least):
        return None
    return median(
        (later - value) / (then - day)
        for place, (day, value) in enumerate(logged)
        for then, later in logged[place + 1 :]
    )
