"""TR-SESSION: a session hurts more than any plan allows."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.trends.log import Log
from tracker.trends.rules import TrendRule
from tracker.trends.tell import N_, Text, rounded

ONCE = N_(
    "During a session you logged pain of {now}."
    " Stop what hurts when it gets that far, and make the next session lighter."
)
AGAIN = N_(
    "Again a session hurt, {now} this time, the second one in {days} days."
    " Stop what hurts, and go back one step in what you do."
)
STRONG = N_(
    "During a session you logged pain of {now}."
    " Stop what hurts, and open Check and answer again before the next session."
)


@dataclass(frozen=True, slots=True)
class At:
    """Points of 0-10 during a session: too much, so much that a new check is due, and calm again.

    No plan is kept here that could tell its own limit, so the lowest red band of them all holds: 5
    in a strain plan. The tendon and the sitting plan would allow 5, and call 6 red.
    """

    red: float = 5
    check: float = 7  # re-triage rule
    calm_below: float = 3  # green is 0-2 in a strain plan; what lies between ends nothing
    again_days: int = 7


def seen(log: Log, at: int) -> bool:
    """Need what a session hurt, or that it did not."""
    return log.pain_session[at] is not None


def hurt(log: Log, at: int, limits: At) -> float | None:
    """Return the pain during the day's sessions where it was too much."""
    now = log.pain_session[at]
    return now if now is not None and now >= limits.red else None


def fires(log: Log, at: int, limits: At) -> Text | None:
    """Speak on the day of the session; a second time in a week says more."""
    now = hurt(log, at, limits)
    if now is None:
        return None
    if now >= limits.check:
        return STRONG, {"now": rounded(now)}
    earlier = range(max(0, at - limits.again_days + 1), at)
    if any(hurt(log, day, limits) is not None for day in earlier):
        return AGAIN, {"now": rounded(now), "days": limits.again_days}
    return ONCE, {"now": rounded(now)}


def eases(log: Log, at: int, limits: At, since: int) -> bool | None:
    """Calm after a session that hurt little; a day without one cannot tell."""
    now = log.pain_session[at]
    return None if now is None else now < limits.calm_below


RULE = TrendRule(
    id="TR-SESSION",
    area="load",
    level="amber",
    title=N_("Pain during a session"),
    source="evidence 5.3 and 6.1, TR-SESSION (bands after Hickey 2020; Thomee)",
    defaults=At(),
    span_days=14,
    least=2,
    seen=seen,
    fires=fires,
    eases=eases,
    clear_days=2,  # sessions in a row: they are few
)
