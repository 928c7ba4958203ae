"""TR-SIT-LINK: on longer sitting days the next day's pain tends to be higher; association only."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.insights import SITTING, insight
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
    """Need how long was sat the day before, and this day's pain."""
    return at > 0 and log.sitting_h[at - 1] is not None and log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of all twelve weeks at once."""
    found = insight(SITTING, log, least_rho=limits.rho, least_pairs=limits.least)
    return (SITTING.said, {"n": found.n}) if found.state == "told" else None


RULE = TrendRule(
    id="TR-SIT-LINK",
    area="sitting",
    level="note",
    title=N_("Sitting and the next day's pain"),
    source="evidence 5.3, TR-SIT-LINK (expert)",
    defaults=At(),
    span_days=84,
    least=LEAST_PAIRS,
    seen=seen,
    fires=fires,
    each_day=False,
)
