"""The weekly look at every open episode: has what is logged moved toward a nerve or a vessel?

An alert of its own: not a red flag and not a diagnosis, but a reason to check again and to show it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from alerts.bell import ring_later
from alerts.facts import MovedWeek
from alerts.jobs import Chunk
from alerts.judging import in_words, message_of
from alerts.models import Alert
from alerts.raising import new_id, raise_alerts
from alerts.reminders import when_awake
from alerts.rules.cause_drift import RULE, judge_week
from tracker.logged import logged_between
from tracker.screening import profile_answers
from tracker.trends.tell import N_
from triage.drifting import Due, Logged, Moved, due, keep_reading, open_athletes

CHUNK = 200  # people read at once; well within the lease of the job
WORDS = {True: N_("yes"), False: N_("no"), "unsure": N_("not sure")}


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What a weekly look did."""

    athletes: int
    alerts: int
    seconds: float


def look_at_everyone(
    *,
    now: datetime,
    chunk: int = CHUNK,
    after: int = 0,
    on_chunk: Callable[[Chunk], None] = lambda _: None,
) -> DriftReport:
    """Read the last whole week of everyone with an open episode; again is as good as once.

    `after` is the id of the last athlete read before; `on_chunk` hears of each part done.
    """
    began, athletes, alerts = time.perf_counter(), 0, 0
    while ids := open_athletes(after_id=after, limit=chunk):
        new = sum(look_at(athlete_id=athlete_id, now=now) for athlete_id in ids)
        athletes, alerts, after = athletes + len(ids), alerts + new, ids[-1]
        on_chunk(Chunk(after, len(ids), new))
    return DriftReport(athletes, alerts, time.perf_counter() - began)


def look_at(*, athlete_id: int, now: datetime) -> int:
    """Read one person's last whole week; return how many alerts are new."""
    found = due(athlete_id=athlete_id, now=now)
    if found is None:
        return 0
    with transaction.atomic():
        moved = _read(found, now)
        if moved is None:
            return 0
        awake = when_awake(athlete_id=athlete_id, now=now)  # the job's hour is anybody's night
        new = raise_alerts([_alert(found, moved, now)], now=now, lesser_at={athlete_id: awake})
        if new:
            transaction.on_commit(lambda: ring_later(athlete_id))
    return new


def _read(found: Due, now: datetime) -> Moved | None:
    athlete = User.objects.select_related("profile").get(pk=found.athlete_id)
    entries = logged_between(
        athlete_id=athlete.pk, first=found.first, last=found.last, told_after=found.since
    )
    return keep_reading(
        due=found,
        profile_answers=profile_answers(athlete, found.last),
        entries=[Logged(one.kind, one.day, one.told_at, one.fields) for one in entries],
        country=athlete.profile.country,
        now=now,
    )


def _alert(found: Due, moved: Moved, now: datetime) -> Alert:
    raised = judge_week(
        MovedWeek(
            ends_on=found.last,
            directions=moved.directions,
            because=tuple((said.finding, said.value) for said in moved.because),
            said=tuple(f"{said.words} ({_word(said.value)})" for said in moved.because),
            checked_on=moved.checked_on,
        )
    )
    assert raised is not None  # something moved
    return Alert(
        id=new_id(),
        athlete_id=found.athlete_id,
        kind=RULE.kind,
        rule=RULE.id,
        urgency=RULE.urgency,
        title=_(RULE.title),
        message=message_of(raised),
        tell_clinician=in_words(raised.tell),
        because=[{"finding": finding, "value": value} for finding, value in raised.because],
        knowledge_version=moved.knowledge_version,
        day=raised.on,
        raised_at=now,
    )


def _word(value: Any) -> str:
    known = isinstance(value, bool) or value == "unsure"
    return _(WORDS[value]) if known else str(value)
