"""TR-NIGHT: newly woken by pain on three nights of seven."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import AMBER_CLEARS, TrendRule
from tracker.trends.tell import N_, Text

WAKES = ("agg_night_lying", "night_pain_constant")
NIGHTS = 7

SAID = N_(
    "Pain woke you on {n} of the last {days} nights, which is new."
    " Open Check and answer again, and have it checked in the next days."
)


@dataclass(frozen=True, slots=True)
class At:
    """Nights of the last seven, and how many days before must be free of it for it to be new."""

    least: int = 3
    new_days: int = 14


def woken(log: Log, at: int) -> bool:
    """Tell whether pain woke the person; unsure counts like yes."""
    return any(log.says(finding, at) for finding in WAKES)


def seen(log: Log, at: int) -> bool:
    """Need an answer about the night: no answer is no quiet night."""
    return any(log.signs[at].get(finding) is not None for finding in WAKES)


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day that says so itself."""
    n = sum(woken(log, day) for day in range(at - NIGHTS + 1, at + 1))
    before = range(max(0, at - NIGHTS - limits.new_days + 1), at - NIGHTS + 1)
    if not woken(log, at) or n < limits.least or any(woken(log, day) for day in before):
        return None
    return SAID, {"n": n, "days": NIGHTS}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a night that was answered with no."""
    return not woken(log, at) if seen(log, at) else None


RULE = TrendRule(
    id="TR-NIGHT",
    area="night",
    level="amber",
    title=N_("Pain at night"),
    source="evidence 5.3, TR-NIGHT (NHS 111 list)",
    defaults=At(),
    span_days=NIGHTS,
    least=4,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=AMBER_CLEARS,
    safety=True,
    action="check",
)
