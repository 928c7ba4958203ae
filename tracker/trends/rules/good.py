"""TR-GOOD: pain is clearly lower than it was; the one rule that says something pleasant."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log, back
from tracker.trends.rules import TrendRule
from tracker.trends.standing import is_improving
from tracker.trends.tell import N_, Text
from tracker.trends.window import WINDOW

KEPT_DAYS = 3  # so long good news outlives its entry: it is not kept for want of data

SAID = N_("Your pain is lower than it was. Keep the steps as they are and keep logging.")


@dataclass(frozen=True, slots=True)
class At:
    """None of its own: `tracker.trends.standing` has them, for the trend shown to a coach too."""


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with pain logged, never while pain is getting worse."""
    if not seen(log, at) or (log.worse_since is not None and at >= log.worse_since):
        return None
    held = back(log.pain, at, WINDOW)
    window = (None,) * (WINDOW - len(held)) + tuple(held)
    return (SAID, {}) if is_improving(window) else None


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Over with the first entry that says otherwise, and after days without one."""
    lately = any(seen(log, day) for day in range(at - KEPT_DAYS + 1, at + 1))
    return True if seen(log, at) or not lately else None


RULE = TrendRule(
    id="TR-GOOD",
    area="pain",
    level="good",
    title=N_("Pain improving"),
    source="evidence 5.3, TR-GOOD (Farrar 2001)",
    defaults=At(),
    span_days=18,
    least=8,
    seen=seen,
    fires=fires,
    eases=eases,
)
