"""TR-HYD-HIGH: more than five litres in a day: over-drinking can be dangerous."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text, rounded

SAID = N_(
    "You logged {litres} litres in one day. Drinking far beyond thirst can be dangerous: drink only"
    " when you are thirsty. With headache, vomiting, confusion, swollen hands or a fit, stop"
    " drinking and get emergency help. If the number is wrong, correct the entry."
)


@dataclass(frozen=True, slots=True)
class At:
    """Millilitres in a day. A session has no water of its own, so no hourly limit is judged."""

    much_ml: int = 5000


DEFAULTS = At()


def drank_much(ml: float | None, limits: At = DEFAULTS) -> bool:
    """Tell whether a day's drinking lies above the limit."""
    return ml is not None and ml > limits.much_ml


def seen(log: Log, at: int) -> bool:
    """Need what was drunk."""
    return log.hydration_ml[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of the day."""
    ml = log.hydration_ml[at]
    return (SAID, {"litres": rounded(ml / 1000)}) if ml and drank_much(ml, limits) else None


RULE = TrendRule(
    id="TR-HYD-HIGH",
    area="fluids",
    level="amber",
    title=N_("Drinking very much"),
    source="evidence 5.3, TR-HYD-HIGH (Miller 2015); hazard H-13",
    defaults=DEFAULTS,
    span_days=3,
    least=1,
    seen=seen,
    fires=fires,
    clear_days=2,
    safety=True,
)
