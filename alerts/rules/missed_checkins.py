"""TR-MISSED: somebody who used to log has not for a week: a gentle word."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.trends.rules.silence import DEFAULTS, LONG
from tracker.trends.tell import N_

AFTER_DAYS = DEFAULTS.otherwise
LATEST_DAYS = 9  # room for a scan that did not run
USED_TO_DAYS, USED_TO = 14, 7  # days logged of the last ones before the silence

TITLE = N_("No recent data")
TELL = N_("No entries for {days} days.")


def judge(facts: Facts) -> Raised | None:
    """Speak once a silence: its day is the seventh one, whoever looks and whenever."""
    used_to = sum(bool(day) for day in facts.logged[-USED_TO_DAYS:])
    if used_to < USED_TO or not AFTER_DAYS <= facts.silent_days <= LATEST_DAYS:
        return None
    if facts.heard_within(AFTER_DAYS):
        return None  # old days were brought in since: whoever did that is not gone
    days = {"days": facts.silent_days}
    return Raised(
        on=facts.ends_on + timedelta(AFTER_DAYS),
        message=(LONG, dict(days)),
        tell=(TELL, dict(days)),
        because=(("days_not_logged", facts.silent_days),),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell who fell silent after having logged half of their days."""
    silent = (many.silent_days >= AFTER_DAYS) & (many.silent_days <= LATEST_DAYS)
    used_to = many.logged[:, -USED_TO_DAYS:].sum(axis=1, dtype=np.int32) >= USED_TO
    found: NDArray[np.bool_] = silent & used_to
    return found


RULE = Rule(
    id="TR-MISSED",
    kind="missed_checkins",
    urgency="self_care",
    title=TITLE,
    lock_out_days=28,
    source="evidence 5.3, TR-SILENT: 7 days otherwise",
    judge=judge,
    maybe=maybe,
    least_logged=0,
    quiet_after=("TR-SILENT",),
    of_silence=True,
)
