"""How often a person may be told what is not urgent: half an alert in 30 days. Pure.

Two in any 120 days, and the second is kept for warnings: a nudge (self-care) is told only where
nothing was, so that advice on sitting never uses up what worsening pain may need.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DAYS = 120
MOST = 2
MOST_BEFORE_A_NUDGE = 0


def may_spend(spent_on: Iterable[date], *, on: date, nudge: bool) -> bool:
    """Tell whether one more limited alert may be told, given the days of those already told.

    Days after `on` count too: a late entry may speak of a day before one that was told.
    """
    near = sum(1 for day in spent_on if abs((on - day).days) < DAYS)
    return near <= MOST_BEFORE_A_NUDGE if nudge else near < MOST
