"""TR-SIT-DOSE: long sitting together with pain on three of five days: advice on comfort."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.rules.sitting_dose import DAYS, DEFAULTS, SAID, sat_long_in_pain
from tracker.trends.tell import N_

TITLE = N_("Long sitting and pain on the same days")
TELL = N_("{n} of {days} days with long sitting and pain of {sore} of 10 or more.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day that has both itself."""
    days = [_sat_long_in_pain(facts, back) for back in range(DAYS)]
    if not days[0] or sum(days) < DEFAULTS.least:
        return None
    numbers = {"n": sum(days), "days": DAYS, "sore": DEFAULTS.sore}
    return Raised(
        on=facts.ends_on,
        message=(SAID, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("days_sat_long", sum(days)),),
    )


def _sat_long_in_pain(facts: Facts, back: int) -> bool:
    return sat_long_in_pain(
        hours=facts.sitting_h[-1 - back],
        stretch=facts.signs.findings[-1 - back].get("longest_sit_min"),
        pain_sitting=facts.signs.sitting_pain[-1 - back],
        pain=facts.pain_to_end[-1 - back],
    )


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
