"""TR-HYD-HIGH: more than five litres in a day: over-drinking can be dangerous."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.snapshot import HYDRATION_STEP_ML, NONE_BYTE
from tracker.trends.rules.high_fluids import DEFAULTS, SAID, drank_much
from tracker.trends.tell import N_, rounded

TITLE = N_("That is a lot to drink")
TELL = N_("{litres} litres logged as drunk in one day.")


def judge(facts: Facts) -> Raised | None:
    """Speak of the last logged day."""
    ml = facts.hydration_ml[-1]
    if ml is None or not drank_much(ml):
        return None
    litres = {"litres": rounded(ml / 1000)}
    return Raised(
        on=facts.ends_on,
        message=(SAID, dict(litres)),
        tell=(TELL, dict(litres)),
        because=(("hydration_ml", ml),),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows the last day is above the limit, in steps of the snapshot."""
    last = many.hydration[:, -1]
    found: NDArray[np.bool_] = (last != NONE_BYTE) & (last > DEFAULTS.much_ml // HYDRATION_STEP_ML)
    return found


RULE = Rule(
    id="TR-HYD-HIGH",
    kind="high_fluids",
    urgency="within_days",
    title=TITLE,
    lock_out_days=7,
    source="evidence 5.3, TR-HYD-HIGH (Miller 2015); hazard H-13",
    judge=judge,
    maybe=maybe,
    least_logged=1,
    limited=False,
)
