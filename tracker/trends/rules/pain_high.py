"""TR-PAIN-HIGH: worst pain of 7 or more on three of four days."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log, Series, back
from tracker.trends.rules import safety_amber
from tracker.trends.tell import N_, Text

SAID = N_(
    "You logged pain of {high} or more on {n} of the last {days} days."
    " Open Check and answer again, and have it checked in the next days;"
    " today if nothing eases it."
)


@dataclass(frozen=True, slots=True)
class At:
    """High pain on 0-10; on so many of so many days; and the level below which a day is calm."""

    high: int = 7
    least: int = 3
    days: int = 4
    calm_below: int = 6  # a point below high (expert)


DEFAULTS = At()


def days_high(pain: Series, limits: At = DEFAULTS) -> int | None:
    """Return on how many of the last days pain was high, None where that is not worth a word.

    `pain` ends on the day judged, which must be logged.
    """
    last = pain[-limits.days :]
    n = sum(1 for level in last if level is not None and level >= limits.high)
    return n if last and last[-1] is not None and n >= limits.least else None


def seen(log: Log, at: int) -> bool:
    """Need the day's pain."""
    return log.pain[at] is not None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day with pain logged."""
    n = days_high(back(log.pain, at, limits.days), limits)
    return None if n is None else (SAID, {"high": limits.high, "n": n, "days": limits.days})


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a day a point below high."""
    level = log.pain[at]
    return None if level is None else level < limits.calm_below


RULE = safety_amber(
    id="TR-PAIN-HIGH",
    area="pain",
    title=N_("Strong pain for days"),
    source="evidence 5.3, TR-PAIN-HIGH (expert)",
    defaults=DEFAULTS,
    span_days=4,
    least=3,
    seen=seen,
    fires=fires,
    eases=eases,
    beside=True,
)
