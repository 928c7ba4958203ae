"""TR-SIT-LINK: pain tends to be higher on or after longer sitting days; association only."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.insights import SITTING, SITTING_SAME_DAY, insight
from tracker.trends.link import LEAST_PAIRS, LEAST_RHO
from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text


@dataclass(frozen=True, slots=True)
class At:
    """Rank correlation from which it is told, and pairs of days; its interval lies above 0."""

    rho: float = LEAST_RHO
    least: int = LEAST_PAIRS


def seen(log: Log, at: int) -> bool:
    """Need how long was sat, this day and the day before, and this day's pain: both are asked."""
    sat = at > 0 and None not in log.sitting_h[at - 1 : at + 1]
    return sat and log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of all twelve weeks at once, of the next day's pain where both are clear."""
    for question in (SITTING, SITTING_SAME_DAY):
        found = insight(question, log, least_rho=limits.rho, least_pairs=limits.least)
        if found.state == "told":
            return question.said, {"n": found.n}
    return None


RULE = TrendRule(
    id="TR-SIT-LINK",
    area="sitting",
    level="note",
    title=N_("Sitting and pain"),
    source="evidence 5.3, TR-SIT-LINK (expert)",
    defaults=At(),
    span_days=84,
    least=LEAST_PAIRS,
    seen=seen,
    fires=fires,
    each_day=False,
)
