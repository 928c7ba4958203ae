"""Training load with a fading memory: 7 and 28 days, and how monotonous the week was. Pure.

Rest is 0 only where it was logged; a day without an entry freezes the averages and is counted.
Never called injury risk. Source: evidence 5.3 (Williams 2017); monotony and strain: Foster 1998.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, pstdev

ACUTE, CHRONIC = 2 / (7 + 1), 2 / (28 + 1)  # weight of the newest day
WEEK, MONTH = 7, 28
LEAST_WEEK = 7  # days told for monotony: a week with a gap has an unknown spread
LEAST_MONTH = 8  # days told before the averages are shown. Source: evidence 5.3, minimum data


@dataclass(frozen=True, slots=True)
class FadingLoad:
    """AU a day, fading over 7 and over 28 days; monotony (mean over spread) and strain of a week.

    None = too little logged. `logged` of the last `days` days say how far to trust it.
    """

    acute: float | None
    chronic: float | None
    monotony: float | None
    strain: float | None
    logged: int
    days: int = MONTH


def fading_load(load_au: Sequence[float | None]) -> FadingLoad:
    """Return how load stands after the last of these days (oldest first, None = not logged)."""
    acute = chronic = 0.0
    told = [load for load in load_au if load is not None]
    for place, load in enumerate(told):
        acute = load if not place else ACUTE * load + (1 - ACUTE) * acute
        chronic = load if not place else CHRONIC * load + (1 - CHRONIC) * chronic
    logged = sum(load is not None for load in load_au[-MONTH:])
    monotony, strain = _week([load for load in load_au[-WEEK:] if load is not None])
    if logged < LEAST_MONTH:
        return FadingLoad(None, None, monotony, strain, logged)
    return FadingLoad(round(acute, 1), round(chronic, 1), monotony, strain, logged)


def _week(told: list[float]) -> tuple[float | None, float | None]:
    spread = pstdev(told) if len(told) >= LEAST_WEEK else 0.0
    if not spread:  # all days alike: the ratio has no end
        return None, None
    monotony = mean(told) / spread
    return round(monotony, 2), round(monotony * sum(told))
