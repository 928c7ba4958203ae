"""TR-HYD: dark urine on two of three days, or little drunk in heat; silent where restricted."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.rules.low_fluids import (
    DARK_SAID,
    DEFAULTS,
    LITTLE_SAID,
    days_dark,
    drank_little,
)
from tracker.trends.tell import N_

TITLE = N_("A word on drinking")
TELL_DARK = N_("Urine colour {dark} or darker of 8 on {n} of {days} days.")
TELL_LITTLE = N_("{ml} ml drunk on a day with heat or heavy sweating.")


def judge(facts: Facts) -> Raised | None:
    """Speak on the last logged day; silent where fluids are, or may be, restricted."""
    if facts.has_ever_said("fluid_restriction"):
        return None
    colours = facts.signs.urine_colour
    n = days_dark(colours)
    if n is not None:
        numbers = {"n": n, "days": DEFAULTS.days}
        return Raised(
            on=facts.ends_on,
            message=(DARK_SAID, dict(numbers)),
            tell=(TELL_DARK, {**numbers, "dark": DEFAULTS.dark}),
            because=(("urine_colour", colours[-1] or DEFAULTS.dark),),
        )
    ml = facts.hydration_ml[-1]
    if ml is None or not drank_little(ml, facts.signs.findings[-1].get("heat_sweat")):
        return None
    return Raised(
        on=facts.ends_on,
        message=(LITTLE_SAID, {}),
        tell=(TELL_LITTLE, {"ml": ml}),
        because=(("heat_sweat", True), ("hydration_ml", ml)),
    )


RULE = Rule(
    id="TR-HYD",
    kind="low_fluids",
    urgency="self_care",
    title=TITLE,
    lock_out_days=28,
    source="evidence 5.3, TR-HYD; evidence 7: thirst, never litres",
    judge=judge,
    maybe=None,
)
