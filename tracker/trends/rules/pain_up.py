"""TR-PAIN-UP: the open spell of the worsening detector, as one rule among the others."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

SAID = N_(
    "Your pain has risen and is not back down yet."
    " Go back one step in what you do and consider showing this to a physiotherapist or doctor."
)


@dataclass(frozen=True, slots=True)
class At:
    """None of its own: the detector has them (METHOD.md)."""


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak from the spell's first day until it is closed, whatever was logged since."""
    return (SAID, {}) if log.worse_since is not None and at >= log.worse_since else None


RULE = TrendRule(
    id="TR-PAIN-UP",
    area="pain",
    level="amber",
    title=N_("Pain getting worse"),
    source="evidence 5.3, TR-PAIN-UP (method of the detector)",
    defaults=At(),
    span_days=18,
    least=8,
    seen=seen,
    fires=fires,
    safety=True,
    action="check",
    beside=True,
)
