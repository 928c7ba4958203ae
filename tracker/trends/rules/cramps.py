"""TR-CRAMP: cramps on three days of fourteen, in many muscles, or together with dark urine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.trends.log import Log
from tracker.trends.rules import safety_amber
from tracker.trends.tell import N_, Text

CRAMPS = ("cramps_now", "q_cramp", "cramp_lasting")
MANY_SIGN, BROWN_SIGN = "cramps_many_muscles", "dark_urine"
DAYS = 14

OFTEN = N_("You logged cramps on {n} of the last {days} days. Have it checked in the next days.")
MANY = N_("You logged cramps in several muscles. Have it checked in the next days.")
WITH_DARK = N_(
    "You logged cramps together with dark urine. Have it checked in the next days;"
    " today if the urine is brown like cola, or if muscles are weak or swollen."
)


@dataclass(frozen=True, slots=True)
class At:
    """Days with cramps of the last fourteen; urine colour (1 pale to 8 dark)."""

    least: int = 3
    dark: int = 5


DEFAULTS = At()
Found = Literal["brown", "dark", "often", "many"]


def judge_cramps(
    days: Sequence[bool],
    *,
    many: bool,
    brown: bool,
    colour: float | None,
    limits: At = DEFAULTS,
) -> Found | None:
    """Return what makes the last day's cramps worth a word, the most pressing first.

    `days` are the last fourteen, the day judged last: cramps or not.
    """
    if not (days[-1] or many):
        return None
    if brown:
        return "brown"
    if colour is not None and colour >= limits.dark:
        return "dark"
    if sum(days) >= limits.least:
        return "often"
    return "many" if many else None


def cramped(log: Log, at: int) -> bool:
    """Tell whether a day had cramps; unsure counts like yes."""
    return any(log.says(finding, at) for finding in CRAMPS)


def seen(log: Log, at: int) -> bool:
    """Need an answer about cramps: no answer is no day without."""
    return log.answered((*CRAMPS, MANY_SIGN), at)


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with cramps."""
    days = [cramped(log, day) for day in range(at - DAYS + 1, at + 1)]
    found = judge_cramps(
        days,
        many=log.says(MANY_SIGN, at),
        brown=log.says(BROWN_SIGN, at),
        colour=log.urine_colour[at],
        limits=limits,
    )
    if found is None:
        return None
    if found == "often":
        return OFTEN, {"n": sum(days), "days": DAYS}
    return (MANY if found == "many" else WITH_DARK), {}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a day that was answered with no."""
    if not seen(log, at):
        return None
    return not (cramped(log, at) or log.says(MANY_SIGN, at))


RULE = safety_amber(
    id="TR-CRAMP",
    area="fluids",
    title=N_("Cramps"),
    source="evidence 5.3, TR-CRAMP (Miller 2022)",
    defaults=DEFAULTS,
    span_days=DAYS,
    least=7,
    seen=seen,
    fires=fires,
    eases=eases,
)
