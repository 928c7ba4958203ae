"""TR-PAIN-SPIKE: one day far above the usual: answer Check again today; no alarm."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log, back, baseline, mean, told
from tracker.trends.rules import AMBER_CLEARS, TrendRule
from tracker.trends.tell import N_, Text, rounded

SAID = N_(
    "You logged pain of {now}; your days before were about {before}."
    " Open Check and answer again today."
)


@dataclass(frozen=True, slots=True)
class At:
    """Points of 0-10, and how many days of fourteen make the usual level."""

    rise: float = 3
    least_pain: float = 6
    over_below: float = 0.75  # five-day mean above the usual level
    least_before: int = 5
    least_recent: int = 3  # of five days


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Compare the day with the days t-18 to t-5."""
    level, before = log.pain[at], baseline(log, log.pain, at)
    if level is None or level < limits.least_pain or len(before) < limits.least_before:
        return None
    if level < mean(before) + limits.rise:
        return None
    return SAID, {"now": rounded(level), "before": rounded(mean(before))}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm while the five-day mean lies near the level before the spike, which stays as it was."""
    five = told(back(log.pain, at, 5))
    if log.pain[at] is None or len(five) < limits.least_recent:
        return None
    return mean(five) < mean(baseline(log, log.pain, since)) + limits.over_below


RULE = TrendRule(
    id="TR-PAIN-SPIKE",
    area="pain",
    level="note",
    title=N_("A day of much more pain"),
    source="evidence 5.3, TR-PAIN-SPIKE (expert)",
    defaults=At(),
    span_days=18,
    least=5,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=AMBER_CLEARS,
    safety=True,
    action="check_today",
    beside=True,
)
