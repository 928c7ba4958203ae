"""One athlete's days lived through again: what the rules would have said on each. Pure.

Spells, lock-outs and the budget run as they would have, for all rules together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alerts.choosing import Choice, Told, choose
from alerts.facts import ALARM_BEFORE_DAYS, DAYS, FLAGGED_DAYS, Facts, Signs
from alerts.rules import all_rules
from tracker.trends import Spell


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that triage really raised: it is a fact of the story, not a part of the trial."""

    on: date
    findings: frozenset[str]


@dataclass(frozen=True, slots=True)
class History:
    """What was logged: folded days, the fields of pain entries, and red flags."""

    days: Mapping[date, Mapping[str, Any]]
    pains: Mapping[date, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    flags: Sequence[Flag] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Teller:
    """What was told so far, and the spell that is open."""

    told: list[Told] = field(default_factory=list)
    alarms: list[date] = field(default_factory=list)
    spell: Spell | None = None
    spoke_on: date | None = None

    def note(self, choice: Choice) -> None:
        rule, on = choice.rule, choice.raised.on
        self.told.append(Told(rule.id, on, choice.spends))
        if rule.urgency != "self_care" and not rule.of_silence:
            self.alarms.append(on)


def live_through(
    history: History, *, first: date, last: date, off: frozenset[str] = frozenset()
) -> Iterator[tuple[date, Choice]]:
    """Yield what would have been said from `first` to `last`, held or not, oldest first.

    Begins DAYS earlier, so that spells and lock-outs of before the first day are taken along.
    """
    teller = _Teller()
    newest: date | None = None
    day = first - timedelta(DAYS)
    while day <= last:
        newest = day if history.days.get(day) else newest
        if newest is not None:
            for choice in _said(history, teller, newest, day, off):
                if not choice.held:
                    teller.note(choice)
                if day >= first:
                    yield day, choice
        day += timedelta(1)


def _said(
    history: History, teller: _Teller, ends_on: date, today: date, off: frozenset[str]
) -> list[Choice]:
    silence = today > ends_on
    if silence and not any(
        rule.of_silence and rule.id not in {one.rule for one in teller.told if one.on > ends_on}
        for rule in all_rules()
    ):
        return []
    facts = _facts(history, teller, ends_on, today)
    if not silence and facts.step.changed:
        teller.spell = facts.step.spell
        teller.spoke_on = facts.on if facts.step.notice else teller.spoke_on
    return choose(facts, teller.told, silence=silence, off=off)


def _facts(history: History, teller: _Teller, ends_on: date, today: date) -> Facts:
    window = [history.days.get(ends_on - timedelta(back), {}) for back in range(DAYS - 1, -1, -1)]
    alarms = [*teller.alarms, *(flag.on for flag in history.flags if flag.on <= today)]
    flags = [f for f in history.flags if -1 < (ends_on - f.on).days < FLAGGED_DAYS]
    late = [on for on in alarms if on >= ends_on - timedelta(ALARM_BEFORE_DAYS)]
    return Facts.gather(
        ends_on=ends_on,
        pain=[fields.get("pain_worst") for fields in window],
        spell=teller.spell,
        last_notified_on=teller.spoke_on,
        today=today,
        load_au=[fields.get("load_au") for fields in window],
        sitting_h=[fields.get("sitting_h") for fields in window],
        hydration_ml=[fields.get("hydration_ml") for fields in window],
        logged=[bool(fields) for fields in window],
        signs=Signs.read(ends_on=ends_on, days=history.days, pains=history.pains),
        answers=history.answers,
        flagged=frozenset().union(*(flag.findings for flag in flags)),
        alarm_on=max(late, default=None),
    )
