"""TR-LOAD-ZERO: two weeks at less than half the load before: rebuild before a match."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.load import LEAST_LOGGED, WEEK, WEEKS_BEFORE
from tracker.trends.log import Log, back, mean, told
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

SAID = N_(
    "You trained less than half as much in the last two weeks as before: about {now} a week,"
    " before it was about {before} (minutes times effort)."
    " If a match or a hard session is ahead, rebuild first."
)


@dataclass(frozen=True, slots=True)
class At:
    """Share of the weekly mean before that both weeks lie below, and AU that mean must have."""

    share: float = 0.5
    least_au: float = 300  # a week; half of next to nothing is no news (expert)
    least_weeks: int = 2


def weeks(log: Log, at: int, least: int) -> tuple[float, float, float] | None:
    """Return this week, the one before it, and the mean of the three before those, in AU a week.

    Four days of a week must be told, rest among them: an unlogged day is no rest day.
    """
    full = [
        sum(week) if len(week) >= LEAST_LOGGED else None
        for week in (
            told(back(log.load_au, at, WEEK, skip=WEEK * n)) for n in range(2 + WEEKS_BEFORE)
        )
    ]
    before = told(full[2:])
    if full[0] is None or full[1] is None or len(before) < least:
        return None
    return full[0], full[1], mean(before)


def seen(log: Log, at: int) -> bool:
    """Need load, or rest that was logged as rest."""
    return log.load_au[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with load or rest logged; a match to come is not logged, so it is named."""
    found = weeks(log, at, limits.least_weeks) if seen(log, at) else None
    if found is None or found[2] < limits.least_au:
        return None
    this, last, before = found
    if this >= limits.share * before or last >= limits.share * before:
        return None
    return SAID, {"now": round((this + last) / 2), "before": round(before)}


RULE = TrendRule(
    id="TR-LOAD-ZERO",
    area="load",
    level="note",
    title=N_("Training paused"),
    source="evidence 5.3, TR-LOAD-ZERO (expert)",
    defaults=At(),
    span_days=35,
    least=16,
    seen=seen,
    fires=fires,
)
