"""TR-NIGHT: newly woken by pain on three nights of seven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.trends.log import Log, back, yes_or_unsure
from tracker.trends.rules import safety_amber
from tracker.trends.tell import N_, Text

WAKES = ("agg_night_lying", "night_pain_constant")
NIGHTS = 7

SAID = N_(
    "Pain woke you on {n} of the last {days} nights, which is new."
    " Open Check and answer again, and have it checked in the next days."
)


@dataclass(frozen=True, slots=True)
class At:
    """Nights of the last seven, and how many days before must be free of it for it to be new."""

    least: int = 3
    new_days: int = 14


DEFAULTS = At()
Signs = Sequence[Mapping[str, Any]]


def newly_woken(signs: Signs, limits: At = DEFAULTS) -> int | None:
    """Return on how many of the last seven nights pain woke, None where that is no news.

    `signs` are each day's findings; the last is the day judged, which must say so itself.
    """
    woke = [_woken(day) for day in signs[-NIGHTS:]]
    before = signs[-NIGHTS - limits.new_days : -NIGHTS]
    if not woke or not woke[-1] or sum(woke) < limits.least or any(map(_woken, before)):
        return None
    return sum(woke)


def _woken(day: Mapping[str, Any]) -> bool:
    """Tell whether pain woke the person; unsure counts like yes."""
    return any(yes_or_unsure(day.get(finding)) for finding in WAKES)


def seen(log: Log, at: int) -> bool:
    """Need an answer about the night: no answer is no quiet night."""
    return log.answered(WAKES, at)


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on a day that says so itself."""
    n = newly_woken(back(log.signs, at, NIGHTS + limits.new_days), limits)
    return None if n is None else (SAID, {"n": n, "days": NIGHTS})


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a night that was answered with no."""
    return not _woken(log.signs[at]) if seen(log, at) else None


RULE = safety_amber(
    id="TR-NIGHT",
    area="night",
    title=N_("Pain at night"),
    source="evidence 5.3, TR-NIGHT (NHS 111 list)",
    defaults=DEFAULTS,
    span_days=NIGHTS,
    least=4,
    seen=seen,
    fires=fires,
    eases=eases,
)
