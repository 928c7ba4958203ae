"""From an athlete's rows to alerts: gather the facts once, let the rules choose, fill the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from alerts import budget
from alerts.choosing import RECENT_DAYS, Choice, Told, choose
from alerts.facts import ALARM_BEFORE_DAYS, FLAGGED_DAYS, Facts, Signs, day_everywhere
from alerts.models import Alert, State, Urgency
from alerts.raising import new_id
from alerts.rules import Raised, Text, all_rules
from alerts.switches import switched_off
from tracker.services import hold_athletes
from tracker.spells import write_steps
from tracker.watching import WatchFacts
from triage.queries import latest_answers_of

ALARMS = (Urgency.WITHIN_DAYS, Urgency.SAME_DAY, Urgency.EMERGENCY_NOW)


@dataclass(slots=True)
class History:
    """What an athlete was told lately, and when the newest of it that is not closed was heard."""

    told: list[Told] = field(default_factory=list)
    alarm_on: date | None = None
    flagged: set[str] = field(default_factory=set)


def histories(ends: Mapping[int, date]) -> dict[int, History]:
    """Read, in one statement, as far back as the budget reaches; `ends`: each one's last day."""
    rows = Alert.objects.filter(
        athlete_id__in=list(ends),
        day__gte=min(ends.values(), default=date.max) - timedelta(budget.DAYS),
    ).values_list(
        "athlete_id", "rule", "day", "spent", "kind", "urgency", "state", "because", "raised_at"
    )
    silent_rules = {rule.id for rule in all_rules() if rule.of_silence}
    found = {athlete: History() for athlete in ends}
    for athlete, rule, day, spent, kind, urgency, state, because, raised_at in rows:
        history, ends_on = found[athlete], ends[athlete]
        if day < ends_on - timedelta(budget.DAYS):
            continue
        history.told.append(Told(rule, day, spent))
        if kind == "red_flag" and day > ends_on - timedelta(FLAGGED_DAYS):
            history.flagged.update(one["finding"] for one in because)
        alarms = urgency in ALARMS and state != State.RESOLVED and rule not in silent_rules
        if alarms and day >= ends_on - timedelta(ALARM_BEFORE_DAYS):
            heard = max(day, day_everywhere(raised_at))  # of an old day it may be heard today
            history.alarm_on = max(heard, history.alarm_on or heard)
    return found


def facts_of(
    held: WatchFacts, ends_on: date, history: History, answers: Mapping[str, Any], *, today: date
) -> Facts:
    """Bring rows into the shape the rules know."""
    return Facts.gather(
        ends_on=ends_on,
        pain=held.pain,
        spell=held.spell,
        last_notified_on=held.last_notified_on,
        today=max(today, ends_on),
        load_au=held.load_au,
        sitting_h=held.sitting_h,
        hydration_ml=held.hydration_ml,
        logged=held.logged,
        signs=Signs.read(ends_on=ends_on, days=held.days, pains=held.pains),
        answers=answers,
        flagged=frozenset(history.flagged),
        alarm_on=history.alarm_on,
        heard_on=day_everywhere(held.heard_at) if held.heard_at else None,
    )


def judge(
    many: Iterable[WatchFacts], *, now: datetime, silent_on: date | None, no_nudges: Set[int]
) -> list[Alert]:
    """Return the alerts that athletes' days are worth, and write down what they did to spells.

    `silent_on`: judge the silence up to this day; None = the last logged day of each.
    `no_nudges`: who wants no advice. Statements do not grow with the athletes.
    A worsening spell is kept whatever the budget says: it is what the trend is made of.
    """
    held = {one.athlete_id: (one, one.ends_on) for one in many if one.ends_on is not None}
    ends = {athlete: ends_on for athlete, (_one, ends_on) in held.items()}
    told, answers = histories(ends), latest_answers_of(athlete_ids=ends)
    facts = {
        athlete: facts_of(
            one, ends_on, told[athlete], answers.get(athlete, {}), today=silent_on or ends_on
        )
        for athlete, (one, ends_on) in held.items()
    }
    chosen = _choose(facts, told, silence=silent_on is not None, no_nudges=no_nudges)
    stepped = set() if silent_on is not None else _write_steps(facts)
    return [
        alert_of(athlete, choice, now)
        for athlete, choices in chosen.items()
        for choice in choices
        if not choice.held and (choice.rule.kind != "worsening" or athlete in stepped)
    ]


def _choose(
    facts: Mapping[int, Facts], told: Mapping[int, History], *, silence: bool, no_nudges: Set[int]
) -> dict[int, list[Choice]]:
    """Let the rules choose; where the budget is to pay, again with nobody else at it."""
    off = switched_off()

    def choices(athlete: int, history: History) -> list[Choice]:
        return choose(
            facts[athlete], history.told, silence=silence, nudges=athlete not in no_nudges, off=off
        )

    chosen = {athlete: choices(athlete, told[athlete]) for athlete in facts}
    spending = [
        athlete
        for athlete, theirs in chosen.items()
        if any(choice.spends and not choice.held for choice in theirs)
    ]
    if spending:
        # Two watches at once would both see room in the budget: ask again, alone.
        hold_athletes(athlete_ids=spending)
        again = histories({athlete: facts[athlete].ends_on for athlete in spending})
        chosen |= {athlete: choices(athlete, again[athlete]) for athlete in spending}
    return chosen


def _write_steps(facts: Mapping[int, Facts]) -> set[int]:
    return write_steps(
        {
            athlete: (one.step, one.on)
            for athlete, one in facts.items()
            if one.step.changed and one.silent_days <= RECENT_DAYS
        }
    )


def alert_of(athlete_id: int, choice: Choice, now: datetime) -> Alert:
    """Return the alert of what a rule says, its texts filled."""
    rule, raised = choice.rule, choice.raised
    return Alert(
        id=new_id(),
        athlete_id=athlete_id,
        kind=rule.kind,
        rule=rule.id,
        urgency=rule.urgency,
        title=_(rule.title),
        message=message_of(raised),
        tell_clinician=in_words(raised.tell),
        because=[{"finding": name, "value": value} for name, value in raised.because],
        day=raised.on,
        raised_at=now,
        spent=choice.spends,
    )


def message_of(raised: Raised) -> str:
    """Return what the athlete reads: the message, then what was beside it."""
    said: Sequence[Text] = (raised.message, *raised.beside)
    return " ".join(in_words(text) for text in said)


def in_words(text: Text) -> str:
    """Translate a text, then fill it."""
    message, numbers = text
    return _(message).format(**numbers)
