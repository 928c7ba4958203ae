"""How each rule stands today: its days are gone through one by one, so that amber has a memory.

Pure, and a function of the log alone: the same log gives the same standing on every machine, and a
late entry repairs what it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from tracker.trends.log import (
    BASELINE_DAYS,
    DAYS,
    FIRST_JUDGED,
    SILENT_RESET_DAYS,
    Log,
    has_baseline,
    logged_lately,
)
from tracker.trends.rules import TrendRule, all_rules
from tracker.trends.tell import COLLECTING, N_, Text

State = Literal["unknown", "collecting", "quiet", "note", "amber", "good"]

OLD = N_("Too long ago to say: nothing of this kind was logged in the last {days} days.")
UNKNOWN = N_("Too little logged to say: {n} of the last {days} days.")
QUIET = N_("Nothing of this kind in what you logged on {n} of the last {days} days.")


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule today. `since` is the day it began to speak; `n` of `days` days had its data."""

    rule: TrendRule
    state: State
    since: date | None
    n: int
    days: int
    said: Text


def stand_all(log: Log, *, thresholds: Mapping[str, Any] | None = None) -> tuple[Standing, ...]:
    """Return how every rule stands, ordered by id; `thresholds` replaces defaults by rule id."""
    given = thresholds or {}
    rules = all_rules()
    found = {rule.id: stand(rule, log, given.get(rule.id)) for rule in rules}
    ambers = [one.since for one in found.values() if one.state == "amber" and one.since]
    if ambers:  # silence after an amber is asked about sooner
        log = replace(log, amber_on=DAYS - 1 - (log.today - min(ambers)).days)
        for rule in rules:
            if rule.area == "logging":
                found[rule.id] = stand(rule, log, given.get(rule.id))
    return tuple(found[rule.id] for rule in rules)


def stand(rule: TrendRule, log: Log, thresholds: Any = None) -> Standing:
    """Return how one rule stands on the last day."""
    at = thresholds if thresholds is not None else rule.defaults
    today = DAYS - 1
    *_, (since, said) = walk(rule, log, at)
    seen = sum(rule.seen(log, day) for day in range(today - rule.span_days + 1, today + 1))
    numbers: dict[str, int | float] = {"n": seen, "days": rule.span_days}
    if since is not None and said is not None:
        return Standing(rule, rule.level, log.day(since), seen, rule.span_days, said)
    if not has_baseline(log, today):
        n = logged_lately(log, today)
        if not n:
            return Standing(rule, "unknown", None, seen, rule.span_days, (UNKNOWN, numbers))
        return Standing(rule, "collecting", None, n, BASELINE_DAYS, (COLLECTING, {"n": n}))
    if not _is_fresh(rule, log, today) and any(rule.seen(log, day) for day in range(DAYS)):
        said = (OLD, {"days": SILENT_RESET_DAYS})
        return Standing(rule, "unknown", None, seen, rule.span_days, said)
    if seen < rule.least:
        return Standing(rule, "unknown", None, seen, rule.span_days, (UNKNOWN, numbers))
    return Standing(rule, "quiet", None, seen, rule.span_days, (QUIET, numbers))


def walk(rule: TrendRule, log: Log, at: Any) -> Iterator[tuple[int | None, Text | None]]:
    """Yield, day by day, since when a rule speaks and its last words.

    Silence never ends what may be serious; advice ends with the data that it stands on.
    """
    since: int | None = None
    said: Text | None = None
    calm = 0
    for day in range(FIRST_JUDGED if rule.each_day else DAYS - 1, DAYS):
        told = rule.fires(log, day, at) if rule.safety or has_baseline(log, day) else None
        if not rule.outlives_silence and not (has_baseline(log, day) and _is_fresh(rule, log, day)):
            since, said, calm = None, None, 0
        elif told is not None:
            since, said, calm = (day if since is None else since), told, 0
        elif since is not None:
            calm = _calm_days(rule, log, day, at, since, calm)
            if calm >= rule.clear_days or (day in log.rechecks and day > since):
                since, said, calm = None, None, 0
        yield since, said


def _is_fresh(rule: TrendRule, log: Log, at: int) -> bool:
    """Tell whether a rule's own data was logged since a silence that ends a baseline."""
    return any(rule.seen(log, day) for day in range(at - SILENT_RESET_DAYS + 1, at + 1))


def _calm_days(rule: TrendRule, log: Log, day: int, at: Any, since: int, calm: int) -> int:
    if rule.eases is None:
        return calm + 1 if rule.seen(log, day) else calm
    eased = rule.eases(log, day, at, since)
    return calm if eased is None else calm + 1 if eased else 0


@dataclass(frozen=True, slots=True)
class Together:
    """Two ambers of different areas that began within a week: to be seen in the next days."""

    since: date
    rules: tuple[str, ...]


SHOW = N_(
    "Two different things in your log changed in the same week."
    " Have it checked in the next days, and open Check if anything is new."
)
TOGETHER_DAYS = 7  # Source: evidence 5.3, combine


def together(standings: Sequence[Standing]) -> Together | None:
    """Return the newest two ambers that belong together, None where there are none."""
    ambers = sorted(
        ((one.since, one.rule) for one in standings if one.state == "amber" and one.since),
        key=lambda found: (found[0], found[1].id),
        reverse=True,
    )
    for place, (since, rule) in enumerate(ambers):
        for earlier, other in ambers[place + 1 :]:
            if other.area != rule.area and (since - earlier).days < TOGETHER_DAYS:
                return Together(since, tuple(sorted((rule.id, other.id))))
    return None
