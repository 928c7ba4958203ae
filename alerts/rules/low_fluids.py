"""TR-HYD: dark urine on two of three days, or little drunk in heat; silent where restricted."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

DAYS, LEAST = 3, 2
DARK = 5  # on the colour card, 1 pale to 8 dark
LITTLE_ML = 1500  # a day, in heat or with heavy sweating

TITLE = N_("A word on drinking")
DARK_SAID = N_(
    "You logged darker urine on {n} of the last {days} days. Drink when you are thirsty and with"
    " your meals; there is no need to force extra. If it is brown like cola, be seen today."
)
LITTLE_SAID = N_(
    "You logged little to drink on a hot or sweaty day. Drink when you are thirsty and with your"
    " meals; there is no need to force extra."
)
TELL_DARK = N_("Urine colour {dark} or darker of 8 on {n} of {days} days.")
TELL_LITTLE = N_("{ml} ml drunk on a day with heat or heavy sweating.")


def judge(facts: Facts) -> Raised | None:
    """Speak on the last logged day; silent where fluids are, or may be, restricted."""
    if facts.has_ever_said("fluid_restriction"):
        return None
    colours = facts.signs.urine_colour[-DAYS:]
    n = sum(1 for colour in colours if colour is not None and colour >= DARK)
    if colours[-1] is not None and colours[-1] >= DARK and n >= LEAST:
        return Raised(
            on=facts.ends_on,
            message=(DARK_SAID, {"n": n, "days": DAYS}),
            tell=(TELL_DARK, {"n": n, "days": DAYS, "dark": DARK}),
            because=(("urine_colour", colours[-1]),),
        )
    ml = facts.hydration_ml[-1]
    in_heat = facts.signs.findings[-1].get("heat_sweat") is True
    if not in_heat or ml is None or ml >= LITTLE_ML:
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
