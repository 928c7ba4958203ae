"""TR-LOAD-SPEED: more minutes at speed than before, where the hamstring was hurt once."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.load import LEAST_LOGGED, WEEK, WEEKS_BEFORE
from tracker.trends.log import Log, back, mean, told
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

HURT_ONCE = "prev_hamstring_ever"

SAID = N_(
    "You ran more at speed: {now} minutes in the last 7 days, about {before} a week in the three"
    " weeks before. Build it up in smaller steps."
)


@dataclass(frozen=True, slots=True)
class At:
    """This week over the mean of the three before, and minutes more, so that two are no jump."""

    ratio: float = 1.5
    rise_min: float = 5  # expert
    least_weeks: int = 2  # with four days told each


def weeks(log: Log, at: int, least: int) -> tuple[float, float] | None:
    """Return this week's minutes at speed and the mean of the weeks before; None = too few told."""
    before = [
        told(back(log.sprint_min, at, WEEK, skip=WEEK * week))
        for week in range(1, WEEKS_BEFORE + 1)
    ]
    full = [sum(week) for week in before if len(week) >= LEAST_LOGGED]
    now = told(back(log.sprint_min, at, WEEK))
    return (sum(now), mean(full)) if now and len(full) >= least else None


def seen(log: Log, at: int) -> bool:
    """Need minutes at speed, or rest that was logged as rest."""
    return log.sprint_min[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with speed; unsure about an old injury counts like yes."""
    found = weeks(log, at, limits.least_weeks) if log.sprint_min[at] else None
    if found is None or not log.has_ever_said(HURT_ONCE):
        return None
    now, before = found
    if now <= limits.ratio * before or now - before < limits.rise_min:
        return None
    return SAID, {"now": round(now), "before": round(before)}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm once the week is no longer above the ones before by that ratio."""
    found = weeks(log, at, limits.least_weeks) if seen(log, at) else None
    return None if found is None else found[0] <= limits.ratio * found[1]


RULE = TrendRule(
    id="TR-LOAD-SPEED",
    area="load",
    level="note",
    title=N_("Minutes at speed"),
    source="evidence 5.3, TR-LOAD-SPEED (expert)",
    defaults=At(),
    span_days=28,
    least=12,
    seen=seen,
    fires=fires,
    eases=eases,
)
