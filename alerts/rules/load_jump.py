"""TR-LOAD-UP: this week's training load jumped against the three weeks before; no injury risk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.context import LOAD_RISE_AU, load_jumped
from tracker.load import LEAST_LOGGED, WEEK, WEEKS_BEFORE
from tracker.snapshot import NONE_WORD
from tracker.trends.rules.load_up import SAID
from tracker.trends.tell import N_

TITLE = N_("Your training load jumped")
TELL = N_("Session load of the last 7 days {acute} AU, mean of the three weeks before {chronic}.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day with load logged."""
    jump = load_jumped(facts.load_au) if facts.load_au[-1] else None
    if jump is None:
        return None
    numbers = {"acute": jump[0], "chronic": jump[1]}
    return Raised(
        on=facts.ends_on,
        message=(SAID, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("load_acute", jump[0]), ("load_chronic", jump[1])),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows load was logged last and this week lies that far above the ones before."""
    found = (many.load_au[:, -1] != NONE_WORD) & (many.load_au[:, -1] > 0)
    rows = np.flatnonzero(found)
    month = many.load_au[rows, -(WEEKS_BEFORE + 1) * WEEK :].reshape(
        len(rows), WEEKS_BEFORE + 1, WEEK
    )
    logged = month != NONE_WORD
    sums = (month * logged).sum(axis=2, dtype=np.int64)
    told = logged[:, :-1].sum(axis=2) >= LEAST_LOGGED
    n = told.sum(axis=1)
    mean = (sums[:, :-1] * told).sum(axis=1) / np.maximum(n, 1)
    # one AU of slack: the judge rounds both
    found[rows] = (n >= 2) & (sums[:, -1] - mean > LOAD_RISE_AU - 1)
    return found


RULE = Rule(
    id="TR-LOAD-UP",
    kind="load_spike",
    urgency="self_care",
    title=TITLE,
    lock_out_days=28,
    source="evidence 5.3, TR-LOAD-UP",
    judge=judge,
    maybe=maybe,
    heard_by="load",
)
