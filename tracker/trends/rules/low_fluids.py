"""TR-HYD: dark urine on two of three days, or little drunk in heat; silent where restricted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.trends.log import Log, Series, back
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

DARK_SAID = N_(
    "You logged darker urine on {n} of the last {days} days. Drink when you are thirsty and with"
    " your meals; there is no need to force extra. If it is brown like cola, be seen today."
)
LITTLE_SAID = N_(
    "You logged little to drink on a hot or sweaty day. Drink when you are thirsty and with your"
    " meals; there is no need to force extra."
)


@dataclass(frozen=True, slots=True)
class At:
    """Urine colour (1 pale to 8 dark) on so many of so many days; millilitres a day in heat."""

    dark: int = 5
    least: int = 2
    days: int = 3
    little_ml: float = 1500


DEFAULTS = At()


def days_dark(colours: Series, limits: At = DEFAULTS) -> int | None:
    """Return on how many of the last days urine was dark, None where that is no news.

    `colours` ends on the day judged, which must be dark itself.
    """
    last = colours[-limits.days :]
    dark = [colour is not None and colour >= limits.dark for colour in last]
    return sum(dark) if dark and dark[-1] and sum(dark) >= limits.least else None


def drank_little(ml: float | None, heat_sweat: Any, limits: At = DEFAULTS) -> bool:
    """Tell whether little was drunk on a day with heat or heavy sweating."""
    return heat_sweat is True and ml is not None and ml < limits.little_ml


def seen(log: Log, at: int) -> bool:
    """Need a colour, or what was drunk."""
    return log.urine_colour[at] is not None or log.hydration_ml[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of the day; never where fluids are, or may be, restricted."""
    if log.has_ever_said("fluid_restriction"):
        return None
    n = days_dark(back(log.urine_colour, at, limits.days), limits)
    if n is not None:
        return DARK_SAID, {"n": n, "days": limits.days}
    little = drank_little(log.hydration_ml[at], log.signs[at].get("heat_sweat"), limits)
    return (LITTLE_SAID, {}) if little else None


RULE = TrendRule(
    id="TR-HYD",
    area="fluids",
    level="note",
    title=N_("Drinking little"),
    source="evidence 5.3, TR-HYD; evidence 7: thirst, never litres",
    defaults=DEFAULTS,
    span_days=3,
    least=2,
    seen=seen,
    fires=fires,
    clear_days=2,
)
