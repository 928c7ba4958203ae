"""What a rule would have raised on days gone by; reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alerts.rules import PainFacts, Rule, all_rules
from kernel.errors import DomainError
from tracker.queries import days_between, pain_matrix
from tracker.trends import Spell

WINDOW = 56  # days a rule looks at
CHUNK = 1_000


class UnknownRule(DomainError):
    """A rule that there is not."""

    code = "unknown-rule"


@dataclass(frozen=True, slots=True)
class WouldRaise:
    """One alert that would have been raised."""

    athlete_id: int
    on: date


def backtest(*, rule_id: str, days: int, today: date) -> Iterator[WouldRaise]:
    """Yield what a rule would have raised in the last `days` days, athlete by athlete.

    Lock-outs and spells run as they would have; what was really raised plays no part.

    :raises UnknownRule: naming those that there are.
    """
    rules = {rule.id: rule for rule in all_rules()}
    if rule_id not in rules:
        raise UnknownRule("Choose one of: " + ", ".join(rules) + ".")
    return _over_everyone(rules[rule_id], today - timedelta(days=days - 1), today)


def _over_everyone(rule: Rule, first: date, last: date) -> Iterator[WouldRaise]:
    after = 0
    while len((matrix := pain_matrix(after_id=after, limit=CHUNK, since=first)).ids):
        for athlete_id in matrix.ids.tolist():
            for on in _days_raised(rule, athlete_id, first, last):
                yield WouldRaise(athlete_id, on)
        after = int(matrix.ids[-1])


def _days_raised(rule: Rule, athlete_id: int, first: date, last: date) -> Iterator[date]:
    # Spells that began before the first day are taken along, so the story starts 56 days earlier.
    begin = first - timedelta(days=WINDOW)
    logged = _pain_by_day(athlete_id, begin - timedelta(days=WINDOW), last)
    spell: Spell | None = None
    told: date | None = None
    spoke: date | None = None
    for on in sorted(day for day in logged if day >= begin):
        window = [logged.get(on - timedelta(days=back)) for back in range(WINDOW - 1, -1, -1)]
        facts = PainFacts.gather(ends_on=on, pain=window, spell=spell, last_notified_on=told)
        spell = facts.step.spell
        told = on if facts.step.notice else told
        if rule.judge(facts) is None:
            continue
        if spoke is not None and on - spoke < timedelta(days=rule.lock_out_days):
            continue
        spoke = on
        if on >= first:
            yield on


def _pain_by_day(athlete_id: int, first: date, last: date) -> dict[date, float]:
    rows = days_between(athlete_id=athlete_id, first=first, last=last)
    return {
        date.fromisoformat(row["day"]): row["pain_worst"]
        for row in rows
        if row.get("pain_worst") is not None
    }
