"""TR-PAIN-LONG: pain averaged 6 or more for two weeks, without a trend."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.context import beside
from tracker.trends.matrix import NOT_LOGGED
from tracker.trends.tell import N_, rounded

DAYS = 14
LEAST_LOGGED = 7  # of these days; the mean of fewer says little
MEAN = 6  # on the 0-10 scale

TITLE = N_("Your pain is not easing")
MESSAGE = N_(
    "Your pain averaged {mean} over the last {days} days (you logged {n} of them)."
    " Consider showing this to a physiotherapist or doctor in the next days."
)
TELL = N_("Daily worst pain averaged {mean} of 10 over {days} days, {n} of them logged; no trend.")


def judge(facts: Facts) -> Raised | None:
    """Speak where no rise is told: a rise has a rule of its own."""
    levels = [level for level in facts.pain[-DAYS:] if level is not None]
    if facts.pain[-1] is None or len(levels) < LEAST_LOGGED or sum(levels) < MEAN * len(levels):
        return None
    if facts.verdict.alarm or facts.step.spell is not None:
        return None
    numbers = {"mean": rounded(sum(levels) / len(levels)), "days": DAYS, "n": len(levels)}
    return Raised(
        on=facts.on,
        message=(MESSAGE, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("pain_mean_14d", numbers["mean"]),),
        beside=beside(
            load_au=facts.load_au, sitting_h=facts.sitting_h, hydration_ml=facts.hydration_ml
        ),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows enough was logged and the mean is high; a rise is left to the judge."""
    last = many.pain[:, -DAYS:]
    logged = last != NOT_LOGGED
    n = logged.sum(axis=1)
    total = (last * logged).sum(axis=1, dtype=np.int32)
    found: NDArray[np.bool_] = (n >= LEAST_LOGGED) & (total >= MEAN * n) & logged[:, -1]
    return found


RULE = Rule(
    id="TR-PAIN-LONG",
    kind="persistent_pain",
    urgency="within_days",
    title=TITLE,
    lock_out_days=28,
    source="tracker/trends/METHOD.md, beside the detector",
    judge=judge,
    maybe=maybe,
    heard_by="pain",
    quiet_after=("TR-PAIN-8", "TR-PAIN-HIGH", "TR-PAIN-UP"),
)
