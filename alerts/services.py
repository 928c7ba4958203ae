"""The watch: what the rules say of days becomes alerts; over one athlete, some, or everyone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.queries import athlete_zone
from alerts.choosing import RECENT_DAYS
from alerts.jobs import Chunk
from alerts.judging import judge
from alerts.models import Alert, ReminderPreference
from alerts.old_checks import ask_where_old
from alerts.prefilter import SILENT_DAYS, with_news
from alerts.raising import raise_alerts
from alerts.reminders import preference_of
from tracker.queries import unwatched_athletes
from tracker.services import mark_watched
from tracker.watching import watch_facts
from tracker.windows import read_windows

RECENT = timedelta(days=RECENT_DAYS)
CHUNK = 20_000  # athletes read at once
COMMIT_EVERY = 50  # athletes watched in one transaction
SWEEP_AFTER = timedelta(minutes=1)
SWEEP_MOST = 500
LAST_ZONE_BEHIND = timedelta(hours=-11)


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did."""

    athletes: int
    alerts: int
    seconds: float


def watch(*, athlete_id: int, now: datetime, silence: bool = False) -> int:
    """Judge one athlete's days; return how many alerts are new. Twice is as good as once.

    `silence`: judge the days without an entry instead, which only the scan may do: whoever has
    just logged something is not silent, however old the day it was logged for.
    """
    with transaction.atomic():
        facts = watch_facts(athlete_id=athlete_id)
        if facts is None:
            return 0
        new = 0
        if facts.ends_on is not None and (silence or facts.ends_on >= now.date() - RECENT):
            wishes = preference_of(athlete_id=athlete_id)
            alerts = judge(
                facts, facts.ends_on, today=_day_everywhere(now) if silence else facts.ends_on,
                now=now, silence=silence, nudges=wishes.advice,
            )  # fmt: skip
            awake = _when_awake(wishes, alerts, now, silence=silence)
            new = raise_alerts(alerts, now=now, lesser_at=awake)
        if not silence:
            ask_where_old(athlete_id=athlete_id, now=now)
            mark_watched(athlete_id=athlete_id, up_to_revision=facts.revision)
    return new


def _when_awake(
    wishes: ReminderPreference, alerts: list[Alert], now: datetime, *, silence: bool
) -> datetime:
    """Return when the push may go: safety at once, everything else after the quiet hours."""
    if not alerts or not (silence or all(alert.spent for alert in alerts)):
        return now
    return wishes.when_awake(now, zone=athlete_zone(athlete_id=wishes.pk))


def _day_everywhere(now: datetime) -> date:
    """Return the newest day that has begun in every place people live: nobody is early silent."""
    return (now + LAST_ZONE_BEHIND).date()


def sweep(*, now: datetime) -> int:
    """Watch athletes whose bell was lost; return how many."""
    waiting = unwatched_athletes(before=now - SWEEP_AFTER, limit=SWEEP_MOST)
    for athlete_id in waiting:
        watch(athlete_id=athlete_id, now=now)
    return len(waiting)


def scan(
    *,
    now: datetime,
    chunk: int = CHUNK,
    after: int = 0,
    on_chunk: Callable[[Chunk], None] = lambda _: None,
) -> ScanReport:
    """Judge everyone who logged in the last weeks; only who has something new costs statements.

    `after` is the id of the last athlete judged before; `on_chunk` hears of each part done.
    """
    began, athletes, new = time.perf_counter(), 0, 0
    since = now.date() - timedelta(SILENT_DAYS)
    while True:
        windows = read_windows(after_id=after, limit=chunk, since=since)
        if not len(windows.ids):
            break
        news = with_news(windows, today=_day_everywhere(now))
        raised = _watch_all(news.logged, now) + _watch_all(news.silent, now, silence=True)
        after = int(windows.ids[-1])
        athletes, new = athletes + len(windows.ids), new + raised
        on_chunk(Chunk(after, len(windows.ids), raised))
    return ScanReport(athletes, new, time.perf_counter() - began)


def _watch_all(athlete_ids: list[int], now: datetime, *, silence: bool = False) -> int:
    """Watch many in few transactions: a commit costs more than the judgement."""
    new = 0
    for at in range(0, len(athlete_ids), COMMIT_EVERY):
        with transaction.atomic():
            some = athlete_ids[at : at + COMMIT_EVERY]
            new += sum(watch(athlete_id=one, now=now, silence=silence) for one in some)
    return new
