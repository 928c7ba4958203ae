"""TR-PAIN-HIGH: worst pain of 7 or more on three of four days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.context import beside
from tracker.trends.matrix import NOT_LOGGED
from tracker.trends.tell import N_

HIGH = 7  # on the 0-10 scale
DAYS, LEAST = 4, 3

TITLE = N_("Your pain stays strong")
MESSAGE = N_(
    "You logged pain of {high} or more on {n} of the last {days} days."
    " Open Check and answer again, and have it checked in the next days;"
    " today if nothing eases it."
)
TELL = N_("Worst pain of {high} of 10 or more on {n} of the last {days} days.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day with pain logged."""
    last = facts.pain[-DAYS:]
    n = sum(1 for level in last if level is not None and level >= HIGH)
    if last[-1] is None or n < LEAST:
        return None
    numbers = {"high": HIGH, "n": n, "days": DAYS}
    return Raised(
        on=facts.on,
        message=(MESSAGE, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("days_high", n),),
        beside=beside(
            load_au=facts.load_au, sitting_h=facts.sitting_h, hydration_ml=facts.hydration_ml
        ),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows three of the last four days are high."""
    last = many.pain[:, -DAYS:]
    high = (last >= HIGH) & (last != NOT_LOGGED)
    found: NDArray[np.bool_] = (high.sum(axis=1) >= LEAST) & (last[:, -1] != NOT_LOGGED)
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
