"""The watch: what the rules say of days becomes alerts; over one athlete, some, or everyone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.raising import new_id, raise_alerts
from alerts.rules import PainFacts, Raised, Rule, Text, all_rules
from tracker.queries import (
    PainMatrix,
    WatchFacts,
    athletes_in_spell,
    pain_matrix,
    unwatched_athletes,
    watch_facts,
)
from tracker.services import mark_watched
from tracker.snapshot import values
from tracker.spells import open_spells, write_step
from tracker.trends import Spell, judge_matrix

RECENT = timedelta(days=3)  # an older last entry says nothing about today
CHUNK = 20_000  # athletes read at once
SEVERE = 8  # 0-10: what the immediate rule looks at
SWEEP_AFTER = timedelta(minutes=1)
SWEEP_MOST = 500


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did."""

    athletes: int
    alerts: int
    seconds: float


def watch(*, athlete_id: int, now: datetime) -> int:
    """Judge one athlete's days; return how many alerts are new. Twice is as good as once."""
    with transaction.atomic():
        facts = watch_facts(athlete_id=athlete_id)
        if facts is None or facts.ends_on is None:
            return 0
        new = 0
        if facts.ends_on >= now.date() - RECENT:
            new = raise_alerts(_judge(facts, facts.ends_on, now), now=now)
        mark_watched(athlete_id=athlete_id, up_to_revision=facts.revision)
    return new


def _judge(facts: WatchFacts, ends_on: date, now: datetime) -> list[Alert]:
    pain = PainFacts.gather(
        ends_on=ends_on, pain=facts.pain, spell=facts.spell, last_notified_on=facts.last_notified_on
    )
    spoken = {rule.id: raised for rule in all_rules() if (raised := rule.judge(pain))}
    stepped = not pain.step.changed or write_step(
        athlete_id=facts.athlete_id, step=pain.step, on=pain.on
    )
    made = []
    for rule in all_rules():
        raised = spoken.get(rule.id)
        if raised is None or (rule.kind == "worsening" and not stepped):
            continue
        if rule.kind != "worsening" and _locked_out(facts.athlete_id, rule, pain.on):
            continue
        made.append(_alert(facts.athlete_id, rule, raised, pain.on, now))
    return made


def _locked_out(athlete_id: int, rule: Rule, on: date) -> bool:
    since = on - timedelta(days=rule.lock_out_days)
    return Alert.objects.filter(athlete_id=athlete_id, rule=rule.id, day__gt=since).exists()


def _alert(athlete_id: int, rule: Rule, raised: Raised, on: date, now: datetime) -> Alert:
    return Alert(
        id=new_id(),
        athlete_id=athlete_id,
        kind=rule.kind,
        rule=rule.id,
        urgency=rule.urgency,
        title=_(rule.title),
        message=_told(raised.message),
        tell_clinician=_told(raised.tell),
        because=[{"finding": name, "value": value} for name, value in raised.because],
        day=on,
        raised_at=now,
    )


def _told(text: Text) -> str:
    message, numbers = text
    return _(message).format(**numbers)


def sweep(*, now: datetime) -> int:
    """Watch athletes whose bell was lost; return how many."""
    waiting = unwatched_athletes(before=now - SWEEP_AFTER, limit=SWEEP_MOST)
    for athlete_id in waiting:
        watch(athlete_id=athlete_id, now=now)
    return len(waiting)


def scan(*, now: datetime, chunk: int = CHUNK) -> ScanReport:
    """Judge everyone who logged in the last days; only those with something new cost statements."""
    began, after, athletes, new = time.perf_counter(), 0, 0, 0
    since = now.date() - RECENT
    while True:
        matrix = pain_matrix(after_id=after, limit=chunk, since=since)
        if not len(matrix.ids):
            break
        for athlete_id in _with_news(matrix):
            new += watch(athlete_id=athlete_id, now=now)
        athletes += len(matrix.ids)
        after = int(matrix.ids[-1])
    return ScanReport(athletes, new, time.perf_counter() - began)


def _with_news(matrix: PainMatrix) -> list[int]:
    """Return athletes for whom a rule may speak or a spell may move on."""
    first, last = int(matrix.ids[0]), int(matrix.ids[-1])
    week = matrix.pain[:, -7:]
    severe = ((week >= SEVERE) & (week <= 10)).any(axis=1)
    in_spell = np.isin(matrix.ids, athletes_in_spell(first=first, last=last))
    chosen = [int(at) for at in np.flatnonzero(judge_matrix(matrix.pain) | severe | in_spell)]
    ids = [int(matrix.ids[at]) for at in chosen]
    spells, told = open_spells(athlete_ids=ids), _told_lately(ids, matrix)
    return [
        athlete_id
        for at, athlete_id in zip(chosen, ids, strict=True)
        if _has_news(matrix, at, spells.get(athlete_id), told.get(athlete_id, {}))
    ]


def _told_lately(ids: list[int], matrix: PainMatrix) -> dict[int, dict[str, date]]:
    """Return, for each athlete, when each rule last spoke within its lock-out."""
    longest = timedelta(days=max(rule.lock_out_days for rule in all_rules()))
    since = date.fromordinal(int(np.min(matrix.ends_on))) - longest - RECENT
    rows = Alert.objects.filter(athlete_id__in=ids, day__gte=since).values_list(
        "athlete_id", "rule", "day"
    )
    told: dict[int, dict[str, date]] = {}
    for athlete_id, rule, day in rows:
        held = told.setdefault(athlete_id, {})
        held[rule] = max(day, held.get(rule, day))
    return told


def _has_news(matrix: PainMatrix, at: int, spell: Spell | None, told: dict[str, date]) -> bool:
    """Judge as the watch would, without a statement; the watch itself has the last word."""
    pain = PainFacts.gather(
        ends_on=date.fromordinal(int(matrix.ends_on[at])),
        pain=values(matrix.pain[at].tobytes()),
        spell=spell,
    )
    for rule in all_rules():
        if rule.judge(pain) is None:
            continue
        last = told.get(rule.id)
        if last is None or last <= pain.on - timedelta(days=rule.lock_out_days):
            return True
    return pain.step.closed is not None
