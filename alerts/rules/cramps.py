"""TR-CRAMP: cramps on three days of fourteen, in many muscles, or together with dark urine."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

DAYS, LEAST = 14, 3
CRAMPS = ("cramps_now", "q_cramp", "cramp_lasting")
DARK = 5  # on the colour card, 1 pale to 8 dark

TITLE = N_("Your cramps deserve a check-up")
OFTEN = N_("You logged cramps on {n} of the last {days} days. Have it checked in the next days.")
MANY = N_("You logged cramps in several muscles. Have it checked in the next days.")
WITH_DARK = N_(
    "You logged cramps together with dark urine. Have it checked in the next days;"
    " today if the urine is brown like cola, or if muscles are weak or swollen."
)
TELL_OFTEN = N_("Cramps logged on {n} of {days} days.")
TELL_MANY = N_("Cramps in several muscles.")
TELL_DARK = N_("Cramps and dark urine on the same day.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a day with cramps; unsure counts like yes."""
    days = [_cramps(facts, back) for back in range(DAYS)]
    many = facts.says("cramps_many_muscles")
    if not (days[0] or many):
        return None
    colour = facts.signs.urine_colour[-1]
    brown = facts.says("dark_urine")
    if brown or (colour is not None and colour >= DARK):
        because = (("dark_urine", True) if brown else ("urine_colour", colour or DARK),)
        return Raised(
            on=facts.ends_on, message=(WITH_DARK, {}), tell=(TELL_DARK, {}), because=because,
            pressing=brown,  # muscle may be breaking down; a colour on the card is mostly thirst
        )  # fmt: skip
    if sum(days) >= LEAST:
        numbers = {"n": sum(days), "days": DAYS}
        return Raised(
            on=facts.ends_on,
            message=(OFTEN, dict(numbers)),
            tell=(TELL_OFTEN, dict(numbers)),
            because=(("cramp_days", sum(days)),),
        )
    if many:
        because_many = (("cramps_many_muscles", True),)
        return Raised(
            on=facts.ends_on, message=(MANY, {}), tell=(TELL_MANY, {}), because=because_many
        )
    return None


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
