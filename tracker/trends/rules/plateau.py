"""TR-PLATEAU: three weeks of pain that neither rises nor falls and is not low."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log, back, mean, told
from tracker.trends.rules import AMBER_CLEARS, TrendRule
from tracker.trends.slope import theil_sen
from tracker.trends.tell import N_, Text, rounded

DAYS = 21

SAID = N_(
    "Your pain is not improving: about {mean} over the last three weeks (you logged {n} days)."
    " Consider showing this to a physiotherapist or doctor in the next days."
)


@dataclass(frozen=True, slots=True)
class At:
    """Points of 0-10 a day either way, mean level, days logged; below `over_below` it is over."""

    slope: float = 0.03
    level: float = 4
    least: int = 12  # of 21 (expert)
    over_below: float = 3.5


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with pain logged."""
    pain = back(log.pain, at, DAYS)
    levels = told(pain)
    if not seen(log, at) or len(levels) < limits.least or mean(levels) < limits.level:
        return None
    slope = theil_sen(pain)
    if slope is None or abs(slope) > limits.slope:
        return None
    return SAID, {"mean": rounded(mean(levels)), "n": len(levels)}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm while the last week is lower, or the three weeks fall; a rise is another rule's."""
    week = told(back(log.pain, at, 7))
    if not seen(log, at) or len(week) < 3:
        return None
    slope = theil_sen(back(log.pain, at, DAYS))
    return mean(week) < limits.over_below or (slope is not None and abs(slope) > 2 * limits.slope)


RULE = TrendRule(
    id="TR-PLATEAU",
    area="pain",
    level="amber",
    title=N_("Pain not improving"),
    source="evidence 5.3, TR-PLATEAU (expert)",
    defaults=At(),
    span_days=DAYS,
    least=12,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=AMBER_CLEARS,
    action="check",
)
