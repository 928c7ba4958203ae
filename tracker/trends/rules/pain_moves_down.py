"""TR-PERIPH: pain reaches further down the leg than before, or newly below the knee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.trends.log import Log, Series, back, yes_or_unsure
from tracker.trends.pains import BELOW_KNEE
from tracker.trends.rules import safety_amber
from tracker.trends.tell import N_, Text

SIGN = "loc_below_knee"
BELOW = N_(
    "You logged pain below the knee, which is new."
    " Pause the exercises for the back of the thigh and open Check now to answer again."
)
FURTHER = N_(
    "You logged pain further down the leg than before, on {n} of the last {days} days."
    " Pause the exercises for the back of the thigh and open Check now to answer again."
)


@dataclass(frozen=True, slots=True)
class At:
    """Days: further down on so many of the last ones, against so many before, some of them told."""

    least: int = 2
    days: int = 3
    before_days: int = 14
    least_before: int = 3


DEFAULTS = At()


def below_knee_is_new(
    furthest: Series, signs: Sequence[Mapping[str, Any]], limits: At = DEFAULTS
) -> bool:
    """Tell whether the last day newly has pain below the knee, after days that said otherwise.

    A sign or a place of pain; both series end on the day judged. Without earlier places or an
    earlier no, nothing is known to be new.
    """
    earlier = range(2, min(limits.before_days + 1, len(furthest)) + 1)
    if any(_below(furthest[-n], signs[-n]) for n in earlier):
        return False
    said_no = any(signs[-n].get(SIGN) is False for n in earlier)
    known = len(_places_before(furthest, limits)) >= limits.least_before
    return (known or said_no) and _below(furthest[-1], signs[-1])


def days_further(furthest: Series, limits: At = DEFAULTS) -> tuple[int, ...]:
    """Return how many days back pain reached further down than before, () where it is no news."""
    known = _places_before(furthest, limits)
    if len(known) < limits.least_before:
        return ()
    newest_first = furthest[: -limits.days - 1 : -1]
    beyond = tuple(
        n for n, place in enumerate(newest_first) if place is not None and place > max(known)
    )
    return beyond if len(beyond) >= limits.least else ()


def _places_before(furthest: Series, limits: At) -> list[float]:
    before = furthest[-limits.days - limits.before_days : -limits.days]
    return [place for place in before if place is not None]


def _below(place: float | None, signs: Mapping[str, Any]) -> bool:
    return place == BELOW_KNEE or yes_or_unsure(signs.get(SIGN))


def seen(log: Log, at: int) -> bool:
    """Need a place of pain, or a day of no pain, or an answer on it."""
    return log.furthest[at] is not None or log.pain[at] == 0 or SIGN in log.signs[at]


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak of the newest place."""
    days = limits.days + limits.before_days
    furthest = back(log.furthest, at, days)
    if log.answers.get(SIGN) is not True and below_knee_is_new(
        furthest, back(log.signs, at, days), limits
    ):
        return BELOW, {}
    further = days_further(furthest, limits)
    if not further or further[0]:
        return None
    return FURTHER, {"n": len(further), "days": limits.days}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm on a day on which pain stays as high up as before it moved."""
    if not seen(log, at):
        return None
    known = _places_before(back(log.furthest, since, limits.days + limits.before_days), limits)
    if _below(log.furthest[at], log.signs[at]):
        return False
    place = log.furthest[at]
    return place is None or not known or place <= max(known)


RULE = safety_amber(
    id="TR-PERIPH",
    area="place",
    title=N_("Pain moving down the leg"),
    source="evidence 5.3, TR-PERIPH (expert)",
    defaults=DEFAULTS,
    span_days=7,
    least=3,
    seen=seen,
    fires=fires,
    eases=eases,
)
