"""TR-LOAD-UP: this week's training load jumped against the three weeks before; no injury risk."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.context import LOAD_RATIO, LOAD_RISE_AU, load_jumped
from tracker.load import load_of
from tracker.trends.log import Log, back
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

DAYS = 28  # a week and the three before

SAID = N_(
    "Your training load jumped: {acute} in the last 7 days, about {chronic} a week in the three"
    " weeks before (minutes times effort). If the leg complains, take the next days easier."
)


@dataclass(frozen=True, slots=True)
class At:
    """This week over the mean of the three before, and AU more; below `over_below` it is over."""

    ratio: float = LOAD_RATIO
    rise_au: float = LOAD_RISE_AU
    over_below: float = 1.3


def seen(log: Log, at: int) -> bool:
    """Need load, or rest that was logged as rest."""
    return log.load_au[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with load logged."""
    if not log.load_au[at]:
        return None
    jump = load_jumped(back(log.load_au, at, DAYS), ratio=limits.ratio, rise_au=limits.rise_au)
    return None if jump is None else (SAID, {"acute": jump[0], "chronic": jump[1]})


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm once the week is no longer far above the ones before."""
    load = load_of(back(log.load_au, at, DAYS))
    if not seen(log, at) or load.acute is None or load.chronic is None:
        return None
    return load.acute <= limits.over_below * load.chronic


RULE = TrendRule(
    id="TR-LOAD-UP",
    area="load",
    level="note",
    title=N_("Training load"),
    source="evidence 5.3, TR-LOAD-UP (convention; Impellizzeri: no injury risk)",
    defaults=At(),
    span_days=DAYS,
    least=12,
    seen=seen,
    fires=fires,
    eases=eases,
)
