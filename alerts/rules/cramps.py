"""TR-CRAMP: cramps on three days of fourteen, in many muscles, or together with dark urine."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.rules.cramps import (
    BROWN_SIGN,
    CRAMPS,
    DAYS,
    DEFAULTS,
    MANY,
    MANY_SIGN,
    OFTEN,
    WITH_DARK,
    judge_cramps,
)
from tracker.trends.tell import N_

TITLE = N_("Your cramps deserve a check-up")
TELL_OFTEN = N_("Cramps logged on {n} of {days} days.")
TELL_MANY = N_("Cramps in several muscles.")
TELL_DARK = N_("Cramps and dark urine on the same day.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day with cramps; unsure counts like yes."""
    days = [_cramps(facts, back) for back in reversed(range(DAYS))]
    colour, on = facts.signs.urine_colour[-1], facts.ends_on
    found = judge_cramps(
        days, many=facts.says(MANY_SIGN), brown=facts.says(BROWN_SIGN), colour=colour
    )
    if found is None:
        return None
    if found == "often":
        numbers = {"n": sum(days), "days": DAYS}
        return Raised(
            on=on,
            message=(OFTEN, dict(numbers)),
            tell=(TELL_OFTEN, dict(numbers)),
            because=(("cramp_days", sum(days)),),
        )
    if found == "many":
        because_many = ((MANY_SIGN, True),)
        return Raised(on=on, message=(MANY, {}), tell=(TELL_MANY, {}), because=because_many)
    brown = found == "brown"
    because = ((BROWN_SIGN, True) if brown else ("urine_colour", colour or DEFAULTS.dark),)
    return Raised(
        on=on, message=(WITH_DARK, {}), tell=(TELL_DARK, {}), because=because,
        pressing=brown,  # muscle may be breaking down; a colour on the card is mostly thirst
    )  # fmt: skip


def _cramps(facts: Facts, back: int) -> bool:
    return any(facts.says(finding, back=back) for finding in CRAMPS)


RULE = Rule(
    id="TR-CRAMP",
    kind="cramps",
    urgency="within_days",
    title=TITLE,
    lock_out_days=28,
    source="evidence 5.3, TR-CRAMP",
    judge=judge,
    maybe=None,
    least_logged=1,
)
