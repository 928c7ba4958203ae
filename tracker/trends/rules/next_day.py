"""TR-24H: the morning after a session hurts more than the one before it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text, rounded

ONCE = N_(
    "The morning after your session you logged pain of {now}."
    " Make the next session a rest day or an easy one."
)
AGAIN = N_(
    "Again the morning after a session hurt more: {now}, the second time in {days} days."
    " Go back one step in what you do."
)


@dataclass(frozen=True, slots=True)
class At:
    """Points of 0-10: above the morning before the session, or above this; a second time within."""

    rise: float = 2
    above: float = 5
    again_days: int = 7


def seen(log: Log, at: int) -> bool:
    """Need a morning's pain with a session on the day before."""
    return at > 0 and bool(log.load_au[at - 1]) and log.pain_morning[at] is not None


def hurt(log: Log, at: int, limits: At) -> float | None:
    """Return the morning's pain where it answers badly to the session of the day before."""
    now = log.pain_morning[at]
    if now is None or not seen(log, at):
        return None
    before = log.pain_morning[at - 1]
    rose = before is not None and now >= before + limits.rise
    return now if rose or now > limits.above else None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on the morning itself; a second time in a week says more."""
    now = hurt(log, at, limits)
    if now is None:
        return None
    earlier = range(max(1, at - limits.again_days + 1), at)
    if any(hurt(log, day, limits) is not None for day in earlier):
        return AGAIN, {"now": rounded(now), "days": limits.again_days}
    return ONCE, {"now": rounded(now)}


RULE = TrendRule(
    id="TR-24H",
    area="load",
    level="amber",
    title=N_("The morning after a session"),
    source="evidence 5.3, TR-24H (Thomee; Goom, 24-hour response)",
    defaults=At(),
    span_days=14,
    least=2,
    seen=seen,
    fires=fires,
    clear_days=2,  # mornings after a session that were calm: they are few
)
