"""TR-SIT-TOL: sitting hurts sooner than it used to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from tracker.trends.log import Log, back, baseline, told
from tracker.trends.rules import AMBER_CLEARS, TrendRule
from tracker.trends.tell import N_, Text, rounded

SAID = N_(
    "Sitting hurts sooner: after about {now} minutes, before it was about {before}."
    " Stand up before that, and change the seat if you can."
    " With numbness, tingling or weakness open Check today."
)


@dataclass(frozen=True, slots=True)
class At:
    """Share of the usual minutes, and minutes less; above `over_above` of the usual it is over."""

    share: float = 0.7
    less_min: float = 10
    over_above: float = 0.8
    least_recent: int = 3  # of five days
    least_before: int = 5  # of fourteen


def medians(log: Log, at: int, limits: At) -> tuple[float, float] | None:
    """Return minutes until sitting hurts, of five days and of the fourteen before; None = few."""
    now, before = told(back(log.minutes_to_pain, at, 5)), baseline(log, log.minutes_to_pain, at)
    if len(now) < limits.least_recent or len(before) < limits.least_before:
        return None
    return median(now), median(before)


def seen(log: Log, at: int) -> bool:
    """Need minutes until it hurt."""
    return log.minutes_to_pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with minutes logged."""
    found = medians(log, at, limits) if seen(log, at) else None
    if found is None:
        return None
    now, before = found
    if now > limits.share * before or before - now < limits.less_min:
        return None
    return SAID, {"now": rounded(now), "before": rounded(before)}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm while the five-day median is near the level before the fall, which stays as it was."""
    five = told(back(log.minutes_to_pain, at, 5))
    if not seen(log, at) or len(five) < limits.least_recent:
        return None
    before = baseline(log, log.minutes_to_pain, since)
    return median(five) > limits.over_above * median(before)


RULE = TrendRule(
    id="TR-SIT-TOL",
    area="sitting",
    level="amber",
    title=N_("How long you can sit"),
    source="evidence 5.3, TR-SIT-TOL (expert)",
    defaults=At(),
    span_days=18,
    least=8,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=AMBER_CLEARS,
)
