"""Which sets of answers a changed sign asks us to judge, and which flags it raises; no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from triage.engine.judge import judge, touched_by
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag

WINDOW = timedelta(days=6)  # a day and the six before it
_WORST = {True: 2, "unsure": 1, False: 0}


@dataclass(frozen=True, slots=True)
class SignFact:
    """One sign as logged: `recorded_at` is any key that sorts edits of one day, oldest first.

    `told_at` is when the person told it; without it a sign is judged but asks for no new check.
    `counts_from`: an answer to an alert given before this moment did not know of this sign.
    """

    finding: str
    value: Any
    day: date
    recorded_at: Any
    changed: bool
    told_at: datetime | None = None
    counts_from: datetime | None = None


@dataclass(slots=True)
class DayRaised:
    """What the facts of one day raised: flags by rule, and the sets of answers behind them.

    `counts_from`: the newest moment from which a changed sign of each flag counts, where known.
    """

    flags: dict[str, Flag] = field(default_factory=dict)
    counts_from: dict[str, datetime] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)


def raised_by_day(
    knowledge: Knowledge,
    *,
    base: Mapping[str, Any],
    signs: Sequence[SignFact],
    today: date,
    country: str,
) -> dict[date, DayRaised]:
    """Judge every window that a changed sign lies in; `base` are the answers below the signs.

    A flag is raised where a changed sign had a hand in it, and belongs to that sign's day.
    """
    raised: dict[date, DayRaised] = {}
    for facts in readings(signs, today=today):
        answers = dict(base) | {name: fact.value for name, fact in facts.items()}
        flags = judge(knowledge, answers, country=country).raised
        touched = touched_by(knowledge, answers, [flag.rule for flag in flags])
        for flag in flags:
            told = [facts[name] for name in touched[flag.rule] if _is_changed(facts, name)]
            if told:
                day = raised.setdefault(max(fact.day for fact in told), DayRaised())
                _keep(day, flag, answers, knowledge)
                _keep_newest(day, flag.rule, told)
    return raised


def readings(signs: Sequence[SignFact], *, today: date) -> Iterator[dict[str, SignFact]]:
    """Yield, for each window with a changed sign, the fact that counts for each finding.

    First the latest of each; then, where a changed value of the day was superseded, the worst, so
    that a danger sign which was set and unset again is not lost.
    """
    days = {sign.day for sign in signs if sign.changed}
    seen: list[dict[str, SignFact]] = []
    for day in sorted(days | ({today} if days else set())):
        window = [sign for sign in signs if day - WINDOW <= sign.day <= day]
        latest: dict[str, SignFact] = {}
        for sign in sorted(window, key=lambda sign: (sign.day, sign.recorded_at)):
            latest[sign.finding] = sign
        worst = latest | _worst_changed(latest, window, day)
        for facts in (latest, worst):
            if facts not in seen and any(fact.changed for fact in facts.values()):
                seen.append(facts)
                yield facts


def _worst_changed(
    latest: Mapping[str, SignFact], window: Iterable[SignFact], day: date
) -> dict[str, SignFact]:
    worst: dict[str, SignFact] = {}
    for sign in window:
        if sign.changed and sign.day == day:
            held = worst.get(sign.finding, latest[sign.finding])
            if severity(sign.value) > severity(held.value):
                worst[sign.finding] = sign
    return worst


def severity(value: Any) -> float:
    """Return how grave a value is among those of its finding: no, unsure, yes; or the number."""
    if isinstance(value, bool) or value == "unsure":
        return _WORST[value]
    return value if isinstance(value, int | float) else -1


def _is_changed(facts: Mapping[str, SignFact], name: str) -> bool:
    return name in facts and facts[name].changed


def _keep(day: DayRaised, flag: Flag, answers: dict[str, Any], knowledge: Knowledge) -> None:
    rank = knowledge.levels.index
    held = day.flags.get(flag.rule)
    if held is None or rank(flag.urgency) > rank(held.urgency):
        day.flags[flag.rule] = flag
        if answers not in day.answers:
            day.answers.append(answers)


def _keep_newest(day: DayRaised, rule: str, told: Iterable[SignFact]) -> None:
    moments = [fact.counts_from for fact in told if fact.counts_from is not None]
    if rule in day.counts_from:
        moments.append(day.counts_from[rule])
    if moments:
        day.counts_from[rule] = max(moments)
