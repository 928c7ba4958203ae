"""TR-PERIPH: pain reaches further down the leg than before, or newly below the knee."""

from __future__ import annotations

from datetime import timedelta

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.rules.pain_moves_down import (
    BELOW,
    DEFAULTS,
    FURTHER,
    SIGN,
    below_knee_is_new,
    days_further,
)
from tracker.trends.tell import N_

TITLE = N_("Your pain has moved down the leg")
TELL_BELOW = N_("Pain newly reaches below the knee.")
TELL_FURTHER = N_("Pain reaches further down the leg than in the two weeks before.")


def judge(facts: Facts) -> Raised | None:
    """Speak of the newest place; without earlier places nothing can have moved."""
    if _below_knee_is_new(facts):
        return Raised(
            on=facts.ends_on,
            message=(BELOW, {}),
            tell=(TELL_BELOW, {}),
            because=((SIGN, True),),
        )
    further = days_further(facts.signs.furthest)
    if not further:
        return None
    return Raised(
        on=facts.ends_on - timedelta(further[0]),
        message=(FURTHER, {"n": len(further), "days": DEFAULTS.days}),
        tell=(TELL_FURTHER, {}),
        because=(("days_further_down", len(further)),),
    )


def _below_knee_is_new(facts: Facts) -> bool:
    """Silent where the latest triage or a red flag of late named it already."""
    if SIGN in facts.flagged or facts.answers.get(SIGN) is True:
        return False
    return below_knee_is_new(facts.signs.furthest, facts.signs.findings)


RULE = Rule(
    id="TR-PERIPH",
    kind="pain_moves_down",
    urgency="within_days",
    title=TITLE,
    lock_out_days=14,
    source="evidence 5.3, TR-PERIPH",
    judge=judge,
    maybe=None,
    heard_by="red_flag_contact",
    least_logged=1,
    limited=False,
)
