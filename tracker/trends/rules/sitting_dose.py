"""TR-SIT-DOSE: long sitting together with pain on three of five days: advice on comfort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text

DAYS = 5

SAID = N_(
    "On {n} of the last {days} days you sat for long and logged pain of {sore} or more."
    " Try to stand up every half hour and to stand or walk for ten minutes an hour."
    " It may be more comfortable; it is no treatment."
)


@dataclass(frozen=True, slots=True)
class At:
    """Hours of sitting a day, minutes without getting up, pain (0-10), days of the last five."""

    long_h: float = 8
    stretch_min: float = 90
    sore: int = 3
    least: int = 3


DEFAULTS = At()


def sat_long_in_pain(
    *,
    hours: float | None,
    stretch: Any,
    pain_sitting: float | None,
    pain: float | None,
    limits: At = DEFAULTS,
) -> bool:
    """Tell whether a day had both; the day's worst pain stands in where sitting was not asked."""
    long = (hours is not None and hours >= limits.long_h) or (
        stretch is not None and stretch >= limits.stretch_min
    )
    felt = pain if pain_sitting is None else pain_sitting
    return long and felt is not None and felt >= limits.sore


def seen(log: Log, at: int) -> bool:
    """Need how long was sat, and pain."""
    sat = log.sitting_h[at] is not None or log.signs[at].get("longest_sit_min") is not None
    return sat and (log.pain[at] is not None or log.pain_sitting[at] is not None)


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day that has both itself."""
    days = [_both(log, day, limits) for day in range(at - DAYS + 1, at + 1)]
    if not days[-1] or sum(days) < limits.least:
        return None
    return SAID, {"n": sum(days), "days": DAYS, "sore": limits.sore}


def _both(log: Log, at: int, limits: At) -> bool:
    return sat_long_in_pain(
        hours=log.sitting_h[at],
        stretch=log.signs[at].get("longest_sit_min"),
        pain_sitting=log.pain_sitting[at],
        pain=log.pain[at],
        limits=limits,
    )


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a day that lacks one of them."""
    return not _both(log, at, limits) if seen(log, at) else None


RULE = TrendRule(
    id="TR-SIT-DOSE",
    area="sitting",
    level="note",
    title=N_("Long sitting with pain"),
    source="evidence 5.3, TR-SIT-DOSE: comfort advice only (Danquah 2017)",
    defaults=DEFAULTS,
    span_days=DAYS,
    least=3,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=3,
)
