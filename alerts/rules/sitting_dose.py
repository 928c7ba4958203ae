"""TR-SIT-DOSE: long sitting together with pain on three of five days: advice on comfort."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

DAYS, LEAST = 5, 3
LONG_H = 8  # hours a day
LONG_STRETCH_MIN = 90  # without getting up
SORE = 3  # on the 0-10 scale

TITLE = N_("Long sitting and pain on the same days")
MESSAGE = N_(
    "On {n} of the last {days} days you sat for long and logged pain of {sore} or more."
    " Try to stand up every half hour and to stand or walk for ten minutes an hour."
    " It may be more comfortable; it is no treatment."
)
TELL = N_("{n} of {days} days with long sitting and pain of {sore} of 10 or more.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day that has both itself."""
    days = [_sat_long_in_pain(facts, back) for back in range(DAYS)]
    if not days[0] or sum(days) < LEAST:
        return None
    numbers = {"n": sum(days), "days": DAYS, "sore": SORE}
    return Raised(
        on=facts.ends_on,
        message=(MESSAGE, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("days_sat_long", sum(days)),),
    )


def _sat_long_in_pain(facts: Facts, back: int) -> bool:
    hours = facts.sitting_h[-1 - back]
    stretch = facts.signs.findings[-1 - back].get("longest_sit_min")
    long = (hours is not None and hours >= LONG_H) or (
        stretch is not None and stretch >= LONG_STRETCH_MIN
    )
    pain = facts.signs.sitting_pain[-1 - back]
    if pain is None:  # not asked of sitting: the day's worst then, and no more is claimed
        worst = facts.pain_to_end[-1 - back]
        return long and worst is not None and worst >= SORE
    return long and pain >= SORE


RULE = Rule(
    id="TR-SIT-DOSE",
    kind="sitting",
    urgency="self_care",
    title=TITLE,
    lock_out_days=28,
    source="evidence 5.3, TR-SIT-DOSE: comfort advice only",
    judge=judge,
    maybe=None,
)
