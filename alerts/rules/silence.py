"""TR-SILENT: nothing logged for three days after an alarm."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.trends.rules.silence import AFTER, DEFAULTS
from tracker.trends.tell import N_

AFTER_DAYS = DEFAULTS.after_amber
LATEST_DAYS = 14  # beyond this the scan was down, or nobody is there

TITLE = N_("How are you?")
TELL = N_("No entries for {days} days after an alarm.")


def judge(facts: Facts) -> Raised | None:
    """Speak once a silence: its day is the third one, whoever looks and whenever."""
    if facts.alarm_on is None or not AFTER_DAYS <= facts.silent_days <= LATEST_DAYS:
        return None
    if (facts.today - facts.alarm_on).days < AFTER_DAYS or facts.heard_within(AFTER_DAYS):
        return None  # the alarm, or the days themselves, came in too lately to call it silence
    days = {"days": facts.silent_days}
    return Raised(
        on=facts.ends_on + timedelta(AFTER_DAYS),
        message=(AFTER, dict(days)),
        tell=(TELL, dict(days)),
        because=(("days_not_logged", facts.silent_days),),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell who is silent after an alarm."""
    silent = (many.silent_days >= AFTER_DAYS) & (many.silent_days <= LATEST_DAYS)
    found: NDArray[np.bool_] = silent & (many.alarm_days >= AFTER_DAYS)
    return found


RULE = Rule(
    id="TR-SILENT",
    kind="silence",
    urgency="within_days",
    title=TITLE,
    lock_out_days=7,
    source="evidence 5.3, TR-SILENT; tracker/trends/METHOD.md, beside the detector",
    judge=judge,
    maybe=maybe,
    least_logged=0,
    limited=False,  # it belongs to the alarm it follows, once a silence
    of_silence=True,
)
