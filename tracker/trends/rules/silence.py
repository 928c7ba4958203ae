"""TR-SILENT: nothing logged for three days after an amber, or for seven otherwise: never green."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

AFTER = N_(
    "Nothing was logged for {days} days, and before that there was something to look after."
    " Please log how you are today. If it is worse, open Check or get care."
)
LONG = N_(
    "Nothing was logged for {days} days, so nothing can be said about how it goes."
    " Log today if you like; if something is worse, open Check."
)


@dataclass(frozen=True, slots=True)
class At:
    """Days without an entry."""

    after_amber: int = 3
    otherwise: int = 7


DEFAULTS = At()


def silent_days(log: Log, at: int) -> int | None:
    """Return days since the last one with anything logged, None where there is none."""
    return next((n for n in range(at + 1) if log.logged[at - n]), None)


def seen(log: Log, at: int) -> bool:
    """Need anything logged."""
    return log.logged[at]


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of days without an entry; whoever never logged is not reminded."""
    silent = silent_days(log, at)
    if silent is None:
        return None
    amber = log.amber_on
    # an amber is counted from its own day: there must have been time to answer it
    if amber is not None and silent >= limits.after_amber and at - amber >= limits.after_amber:
        return AFTER, {"days": silent}
    return (LONG, {"days": silent}) if silent >= limits.otherwise else None


RULE = TrendRule(
    id="TR-SILENT",
    area="logging",
    level="note",
    title=N_("Days without an entry"),
    source="evidence 5.3, TR-SILENT (expert)",
    defaults=DEFAULTS,
    span_days=3,
    least=1,
    seen=seen,
    fires=fires,
    safety=True,
)
