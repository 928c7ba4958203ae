"""Training load in arbitrary units (minutes x RPE): this week against the three before, uncoupled.

Pure. Never called injury risk: the ratio predicts no injury (evidence 4, ACWR). An unlogged day is
not a rest day: rest counts only where it was logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WEEK = 7
WEEKS_BEFORE = 3
LEAST_LOGGED = 4  # days of a week with load or rest logged; Source: evidence 5.3, TR-LOAD-UP


@dataclass(frozen=True, slots=True)
class Load:
    """AU of the last 7 days, mean AU a week of the 21 before, their ratio; None = too little."""

    acute: int | None
    chronic: int | None
    ratio: float | None

    def as_dict(self) -> dict[str, float | None]:
        """Return the wire form."""
        return {"acute": self.acute, "chronic": self.chronic, "ratio": self.ratio}


def load_of(series: Sequence[float | None]) -> Load:
    """Return the standing of a 56-day series of daily load, oldest first, None = not logged."""
    acute = _week(series[-WEEK:], least=1)
    starts = range(len(series) - WEEK * (WEEKS_BEFORE + 1), len(series) - WEEK, WEEK)
    weeks = [_week(series[at : at + WEEK], least=LEAST_LOGGED) for at in starts]
    told = [week for week in weeks if week is not None]
    chronic = round(sum(told) / len(told)) if len(told) >= 2 else None
    ratio = round(acute / chronic, 2) if acute is not None and chronic else None
    return Load(acute, chronic, ratio)


def _week(days: Sequence[float | None], *, least: int) -> int | None:
    logged = [day for day in days if day is not None]
    return round(sum(logged)) if len(logged) >= least else None
