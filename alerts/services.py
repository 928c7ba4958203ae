"""The watch: what the rules say of days becomes alerts; over one athlete, some, or everyone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.queries import athlete_zones
from alerts import unreached
from alerts.choosing import RECENT_DAYS
from alerts.facts import day_everywhere
from alerts.jobs import Chunk
from alerts.judging import judge
from alerts.models import Alert, ReminderPreference
from alerts.old_checks import ask_where_old
from alerts.prefilter import SILENT_DAYS, with_news
from alerts.raising import raise_alerts
from alerts.reminders import preferences_of
from tracker.queries import unwatched_athletes
from tracker.services import mark_watched
from tracker.watching import watch_facts_of
from tracker.windows import read_windows

RECENT = timedelta(days=RECENT_DAYS)
CHUNK = 100_000  # athletes read at once: 30 MB, and some hundred with news for each write
TOGETHER = 500  # athletes watched in one transaction
SWEEP_AFTER = timedelta(minutes=1)
SWEEP_MOST = 500


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
    return watch_together(athlete_ids=[athlete_id], now=now, silence=silence)


def watch_together(*, athlete_ids: Sequence[int], now: datetime, silence: bool = False) -> int:
    """Judge athletes' days in one transaction, as `watch` does; return how many alerts are new.

    Statements do not grow with the athletes, so a few hundred cost little more than one.
    """
    with transaction.atomic():
        held = watch_facts_of(athlete_ids=athlete_ids)
        oldest = date.min if silence else now.date() - RECENT
        recent = [one for one in held if one.ends_on is not None and one.ends_on >= oldest]
        wishes = preferences_of(athlete_ids=[one.athlete_id for one in recent])
        alerts = judge(
            recent, now=now, silent_on=day_everywhere(now) if silence else None,
            no_nudges={athlete for athlete, theirs in wishes.items() if not theirs.advice},
        )  # fmt: skip
        awake = _when_awake(wishes, alerts, now, silence=silence)
        new = raise_alerts(alerts, now=now, lesser_at=awake)
        if not silence:
            ask_where_old(athlete_ids=[one.athlete_id for one in held], now=now)
            mark_watched(up_to={one.athlete_id: one.revision for one in held})
    return new


def _when_awake(
    wishes: Mapping[int, ReminderPreference], alerts: list[Alert], now: datetime, *, silence: bool
) -> dict[int, datetime]:
    """Return whose push waits until when: safety goes at once, all else after the quiet hours."""
    at_once = set() if silence else {alert.athlete_id for alert in alerts if not alert.spent}
    waiting = {alert.athlete_id for alert in alerts} - at_once
    zones = athlete_zones(athlete_ids=waiting) if waiting else {}
    return {athlete: wishes[athlete].when_awake(now, zone=zone) for athlete, zone in zones.items()}


def sweep(*, now: datetime) -> int:
    """Watch athletes whose bell was lost, and tell of those nothing reached; return how many."""
    waiting = unwatched_athletes(before=now - SWEEP_AFTER, limit=SWEEP_MOST)
    for athlete_id in waiting:
        watch(athlete_id=athlete_id, now=now)
    unreached.tell_operators(now=now)
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
        news = with_news(windows, today=day_everywhere(now))
        raised = _watch_all(news.logged, now) + _watch_all(news.silent, now, silence=True)
        after = int(windows.ids[-1])
        athletes, new = athletes + len(windows.ids), new + raised
        on_chunk(Chunk(after, len(windows.ids), raised))
    return ScanReport(athletes, new, time.perf_counter() - began)


def _watch_all(athlete_ids: list[int], now: datetime, *, silence: bool = False) -> int:
    """Watch many in few transactions."""
    return sum(
        watch_together(athlete_ids=athlete_ids[at : at + TOGETHER], now=now, silence=silence)
        for at in range(0, len(athlete_ids), TOGETHER)
    )
