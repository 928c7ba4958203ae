"""TR-PAIN-HIGH: worst pain of 7 or more on three of four days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.context import beside
from tracker.trends.matrix import NOT_LOGGED
from tracker.trends.rules.pain_high import DEFAULTS, SAID, days_high
from tracker.trends.tell import N_

TITLE = N_("Your pain stays strong")
TELL = N_("Worst pain of {high} of 10 or more on {n} of the last {days} days.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day with pain logged."""
    n = days_high(facts.pain)
    if n is None:
        return None
    numbers = {"high": DEFAULTS.high, "n": n, "days": DEFAULTS.days}
    return Raised(
        on=facts.on,
        message=(SAID, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("days_high", n),),
        beside=beside(
            load_au=facts.load_au, sitting_h=facts.sitting_h, hydration_ml=facts.hydration_ml
        ),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows three of the last four days are high."""
    last = many.pain[:, -DEFAULTS.days :]
    high = (last >= DEFAULTS.high) & (last != NOT_LOGGED)
    found: NDArray[np.bool_] = (high.sum(axis=1) >= DEFAULTS.least) & (last[:, -1] != NOT_LOGGED)
    return found


RULE = Rule(
    id="TR-PAIN-HIGH",
    kind="high_pain",
    urgency="within_days",
    title=TITLE,
    lock_out_days=14,
    source="evidence 5.3, TR-PAIN-HIGH",
    judge=judge,
    maybe=maybe,
    heard_by="pain",
    least_logged=1,
    limited=False,
    quiet_after=("TR-PAIN-8",),
)
