"""From an athlete's rows to alerts: gather the facts once, let the rules choose, fill the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from alerts import budget
from alerts.choosing import RECENT_DAYS, Choice, Told, choose
from alerts.facts import ALARM_BEFORE_DAYS, FLAGGED_DAYS, Facts, Signs
from alerts.models import Alert, State, Urgency
from alerts.raising import new_id
from alerts.rules import Raised, Text, all_rules
from alerts.switches import switched_off
from tracker.services import hold_athlete
from tracker.spells import write_step
from tracker.watching import WatchFacts
from triage.queries import latest_answers

ALARMS = (Urgency.WITHIN_DAYS, Urgency.SAME_DAY, Urgency.EMERGENCY_NOW)


@dataclass(slots=True)
class History:
    """What an athlete was told lately, and what of it is not closed."""

    told: list[Told] = field(default_factory=list)
    alarm_on: date | None = None
    flagged: set[str] = field(default_factory=set)


def history_of(*, athlete_id: int, ends_on: date) -> History:
    """Read, in one statement, as far back as the budget reaches."""
    rows = Alert.objects.filter(
        athlete_id=athlete_id, day__gte=ends_on - timedelta(budget.DAYS)
    ).values_list("rule", "day", "spent", "kind", "urgency", "state", "because")
    silent_rules = {rule.id for rule in all_rules() if rule.of_silence}
    history = History()
    for rule, day, spent, kind, urgency, state, because in rows:
        history.told.append(Told(rule, day, spent))
        if kind == "red_flag" and day > ends_on - timedelta(FLAGGED_DAYS):
            history.flagged.update(one["finding"] for one in because)
        alarms = urgency in ALARMS and state != State.RESOLVED and rule not in silent_rules
        if alarms and day >= ends_on - timedelta(ALARM_BEFORE_DAYS):
            history.alarm_on = max(day, history.alarm_on or day)
    return history


def facts_of(held: WatchFacts, ends_on: date, history: History, *, today: date) -> Facts:
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
        answers=latest_answers(athlete_id=held.athlete_id),
        flagged=frozenset(history.flagged),
        alarm_on=history.alarm_on,
    )


def judge(
    held: WatchFacts, ends_on: date, *, today: date, now: datetime, silence: bool, nudges: bool
) -> list[Alert]:
    """Return the alerts an athlete's days are worth, and write down what they did to a spell.

    A worsening spell is kept whatever the budget says: it is what the trend is made of.
    """
    history = history_of(athlete_id=held.athlete_id, ends_on=ends_on)
    facts = facts_of(held, ends_on, history, today=today)
    off = switched_off()
    chosen = choose(facts, history.told, silence=silence, nudges=nudges, off=off)
    if any(choice.spends and not choice.held for choice in chosen):
        # Two watches at once would both see room in the budget: ask again, alone.
        hold_athlete(athlete_id=held.athlete_id)
        told = history_of(athlete_id=held.athlete_id, ends_on=ends_on).told
        chosen = choose(facts, told, silence=silence, nudges=nudges, off=off)
    stepped = False
    if facts.step.changed and not silence and facts.silent_days <= RECENT_DAYS:
        stepped = write_step(athlete_id=held.athlete_id, step=facts.step, on=facts.on)
    return [
        alert_of(held.athlete_id, choice, now)
        for choice in chosen
        if not choice.held and (choice.rule.kind != "worsening" or stepped)
    ]


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
        message=_message(raised),
        tell_clinician=_told(raised.tell),
        because=[{"finding": name, "value": value} for name, value in raised.because],
        day=raised.on,
        raised_at=now,
        spent=choice.spends,
    )


def _message(raised: Raised) -> str:
    said: Sequence[Text] = (raised.message, *raised.beside)
    return " ".join(_told(text) for text in said)


def _told(text: Text) -> str:
    message, numbers = text
    return _(message).format(**numbers)
