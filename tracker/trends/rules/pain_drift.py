"""TR-PAIN-DRIFT: a week that averages more than one four weeks before; judged on Mondays."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log, Series, back, mean, since_reset, told
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text, rounded

WEEK, BEFORE = 7, 21  # days: this week against the days 22 to 28 ago
MONDAY = 0

SAID = N_(
    "Over the last month your pain went up slowly: this week averages {now}, four weeks ago"
    " it was {before}. Open Check and answer again."
)


@dataclass(frozen=True, slots=True)
class At:
    """Points of 0-10: the rise that counts, and the one below which it is over; days logged."""

    rise: float = 1.5
    over_below: float = 0.75  # as TR-PAIN-UP clears
    least: int = 4  # values of each week


def weeks(log: Log, at: int, least: int) -> tuple[float, float] | None:
    """Return the mean of the week and of the one four weeks before, None with too few values."""
    old: Series = back(log.pain, at, WEEK, skip=BEFORE)
    now, before = told(back(log.pain, at, WEEK)), told(old)
    if len(now) < least or len(before) < least or since_reset(log, at) > at - BEFORE:
        return None
    return mean(now), mean(before)


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a Monday only: it is a weekly reading."""
    found = weeks(log, at, limits.least) if log.day(at).weekday() == MONDAY else None
    if found is None or found[0] - found[1] < limits.rise:
        return None
    return SAID, {"now": rounded(found[0]), "before": rounded(found[1])}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm while the last week lies near the one that the rise was measured from."""
    start, week = weeks(log, since, limits.least), told(back(log.pain, at, WEEK))
    if start is None or log.pain[at] is None or len(week) < limits.least:
        return None
    return mean(week) - start[1] < limits.over_below


RULE = TrendRule(
    id="TR-PAIN-DRIFT",
    area="pain",
    level="amber",
    title=N_("Pain rising slowly"),
    source="evidence 5.3, TR-PAIN-DRIFT (expert)",
    defaults=At(),
    span_days=28,
    least=8,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=5,
    action="check",
    beside=True,
)
