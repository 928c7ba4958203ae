"""TR-PAIN-UP: pain is getting worse: a spell opens, lasts two weeks, or rises further."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule, Text
from tracker.context import beside
from tracker.trends.matrix import judge_matrix
from tracker.trends.series import LOCK_OUT_DAYS
from tracker.trends.tell import FURTHER, N_, STILL, rounded, sentence

TITLE = N_("Your pain is getting worse")
TELL = N_(
    "Daily worst pain rose from about {before} to about {now} of 10;"
    " the usual day-to-day swing is about {noise}."
)


def judge(facts: Facts) -> Raised | None:
    """Say what the spell's step of this day is to be told with, or None."""
    step, spell = facts.step, facts.step.spell
    if step.notice is None or spell is None:
        return None
    now = spell.now_level if step.notice == "worsening" else step.level
    levels = {"before": rounded(spell.before), "now": rounded(now)}
    message: Text
    if step.notice == "worsening":
        told = sentence(facts.verdict)
        assert told is not None
        message = told
    elif step.notice == "reminder":
        message = (STILL, levels)
    else:
        message = (FURTHER, {"last": rounded(step.last_level), "now": levels["now"]})
    return Raised(
        on=facts.on,
        message=message,
        tell=(TELL, {**levels, "noise": rounded(spell.noise)}),
        because=(("pain_before", levels["before"]), ("pain_now", levels["now"])),
        beside=beside(
            load_au=facts.load_au, sitting_h=facts.sitting_h, hydration_ml=facts.hydration_ml
        ),
        pressing=step.notice == "further_rise",  # told once and rising still: no false alarm
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows the detector raises an alarm."""
    return judge_matrix(many.pain)


RULE = Rule(
    id="TR-PAIN-UP",
    kind="worsening",
    urgency="within_days",
    title=TITLE,
    lock_out_days=LOCK_OUT_DAYS,
    source="tracker/trends/METHOD.md",
    judge=judge,
    maybe=maybe,
    heard_by="pain",
    least_logged=1,  # the detector has a minimum of its own: 5 entries before, 3 after
)
