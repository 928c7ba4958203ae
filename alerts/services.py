"""The watch: what the rules say of days becomes alerts; over one athlete, some, or everyone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.old_checks import ask_where_old
from alerts.raising import new_id, raise_alerts
from alerts.rules import PainFacts, Raised, Rule, Text, all_rules
from tracker.queries import PainMatrix, WatchFacts, pain_matrix, unwatched_athletes, watch_facts
from tracker.services import mark_watched
from tracker.snapshot import values
from tracker.spells import due_spells, write_step
from tracker.trends import at_last_entries

RECENT = timedelta(days=3)  # an older last entry says nothing about today
CHUNK = 20_000  # athletes read at once
COMMIT_EVERY = 50  # athletes watched in one transaction
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
        if facts is None:
            return 0
        new = 0
        if facts.ends_on is not None and facts.ends_on >= now.date() - RECENT:
            new = raise_alerts(_judge(facts, facts.ends_on, now), now=now)
        ask_where_old(athlete_id=athlete_id, now=now)
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
    today = now.date()
    while True:
        matrix = pain_matrix(after_id=after, limit=chunk, since=today - RECENT)
        if not len(matrix.ids):
            break
        new += _watch_all(_with_news(matrix, today), now)
        athletes += len(matrix.ids)
        after = int(matrix.ids[-1])
    return ScanReport(athletes, new, time.perf_counter() - began)


def _watch_all(athlete_ids: list[int], now: datetime) -> int:
    """Watch many in few transactions: a commit costs more than the judgement."""
    new = 0
    for at in range(0, len(athlete_ids), COMMIT_EVERY):
        with transaction.atomic():
            some = athlete_ids[at : at + COMMIT_EVERY]
            new += sum(watch(athlete_id=athlete_id, now=now) for athlete_id in some)
    return new


def _with_news(matrix: PainMatrix, today: date) -> list[int]:
    """Return athletes for whom a rule may speak or a spell move on; the watch has the last word."""
    windows, _gaps = at_last_entries(matrix.pain)
    maybe = [(rule, rule.maybe(windows)) for rule in all_rules()]
    chosen = np.flatnonzero(np.any([found for _, found in maybe], axis=0))
    told = _told_lately(matrix.ids[chosen].tolist(), today)
    news = _moving(matrix, today)
    for at in chosen.tolist():
        athlete_id, on = int(matrix.ids[at]), date.fromordinal(int(matrix.ends_on[at]))
        if any(
            found[at]
            and told.get((athlete_id, rule.id), date.min) <= on - timedelta(rule.lock_out_days)
            for rule, found in maybe
        ):
            news.add(athlete_id)
    return sorted(news)


def _told_lately(ids: list[int], today: date) -> dict[tuple[int, str], date]:
    """Return when each rule last spoke to each athlete, as far back as a lock-out may reach."""
    longest = timedelta(max(rule.lock_out_days for rule in all_rules()))
    rows = Alert.objects.filter(athlete_id__in=ids, day__gte=today - longest - RECENT)
    told: dict[tuple[int, str], date] = {}
    for athlete_id, rule, day in rows.values_list("athlete_id", "rule", "day"):
        told[athlete_id, rule] = max(day, told.get((athlete_id, rule), day))
    return told


def _moving(matrix: PainMatrix, today: date) -> set[int]:
    """Return athletes whose open spell is due and has something to say, or is over."""
    first, last = int(matrix.ids[0]), int(matrix.ids[-1])
    spells = due_spells(first=first, last=last, today=today)
    place = {athlete_id: at for at, athlete_id in enumerate(matrix.ids.tolist())} if spells else {}
    return {
        athlete_id
        for athlete_id, spell in spells.items()
        if (at := place.get(athlete_id)) is not None
        and PainFacts.gather(
            ends_on=date.fromordinal(int(matrix.ends_on[at])),
            pain=values(matrix.pain[at].tobytes()),
            spell=spell,
        ).step.changed
    }
