"""TR-WELL: sleep, fatigue, soreness and stress together worse than usual on three of five days."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import stdev

from tracker.trends.log import Log, Series, back, mean, told
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

DAYS, USUAL_DAYS = 5, 28

SAID = N_(
    "On {n} of the last {days} days you felt worse than usual (sleep, fatigue, soreness, stress)."
    " Consider an easier day and an early night."
)


@dataclass(frozen=True, slots=True)
class At:
    """Standard deviations above the own mean of 28 days; days of five; the least that it needs."""

    deviations: float = 1.5
    least: int = 3
    least_usual: int = 10  # of 28 (expert)
    least_deviation: float = 1.0  # points of 4 to 28: a very even month is no reason (expert)


def limit(log: Log, at: int, limits: At) -> float | None:
    """Return the sum from which a day is worse than usual; None = too few days before."""
    before: Series = back(log.wellness, at, USUAL_DAYS, skip=DAYS)
    usual = told(before)
    if len(usual) < limits.least_usual:
        return None
    return mean(usual) + limits.deviations * max(limits.least_deviation, stdev(usual))


def seen(log: Log, at: int) -> bool:
    """Need all four feelings."""
    return log.wellness[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day that is worse itself."""
    bound, today = limit(log, at, limits), log.wellness[at]
    if bound is None or today is None or today < bound:
        return None
    n = sum(value >= bound for value in told(back(log.wellness, at, DAYS)))
    return (SAID, {"n": n, "days": DAYS}) if n >= limits.least else None


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a day below the limit as it stood when it began."""
    bound, today = limit(log, since, limits), log.wellness[at]
    return None if bound is None or today is None else today < bound


RULE = TrendRule(
    id="TR-WELL",
    area="feeling",
    level="note",
    title=N_("How you feel overall"),
    source="evidence 5.3, TR-WELL (expert)",
    defaults=At(),
    span_days=DAYS,
    least=3,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=3,
)
