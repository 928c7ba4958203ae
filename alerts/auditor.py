"""The auditor: each minute, in a process of its own, it asks whether an alert could be lost.

It trusts no relay and no queue, only the rows. What it found is a row too, which `/healthz/alerts`
reads: an auditor that falls silent is as red as one that found something.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from alerts import invariants, jobs
from alerts.queries import oldest_due_age_s

logger = logging.getLogger(__name__)
JOB = "audit"
REACH = timedelta(hours=1)  # of assessments looked at; `manage.py invariants` looks at all
SILENT_AFTER = timedelta(minutes=3)
OVERDUE_AFTER_S = 30.0  # RELIABILITY: red when an urgent delivery waits longer
MOST_SAID = 20  # lines a minute


@dataclass(frozen=True, slots=True)
class Standing:
    """How alerts stand now; `word` is ok, late, inconsistent or unaudited."""

    word: str
    oldest_due_age_s: float | None  # of urgent deliveries, None = none is due
    audited_s: float | None  # since the last audit, None = there was none
    findings: int


def audit(*, now: datetime) -> int | None:
    """Look once and write down how many findings there were.

    None when another auditor has this minute. Findings are logged, ids only.
    """
    run = jobs.claim(job=JOB, period=jobs.minute_of(now), now=now)
    if run is None:
        return None
    began = time.perf_counter()
    found = list(islice(findings(now=now), MOST_SAID))
    for line in found:
        logger.error("audit: %s", line)
    took_s = time.perf_counter() - began
    jobs.keep(run=run, cursor=0, seen=0, made=len(found), seconds=took_s, now=timezone.now())
    jobs.finish(run=run, now=timezone.now())
    return len(found)


def findings(*, now: datetime) -> Iterator[str]:
    """Yield what a red flag could be lost by."""
    yield from invariants.unheard_flags(since=now - REACH)
    yield from invariants.unsent_alerts(urgent_only=True)
    yield from invariants.unheard_of(now=now)
    age_s = oldest_due_age_s(now=now, urgent=True)
    if age_s is not None and age_s > OVERDUE_AFTER_S:
        yield f"the oldest urgent delivery waits for {age_s:.0f} s"


def standing(*, now: datetime) -> Standing:
    """Return how alerts stand: late first, then what the last audit said, then its silence."""
    age_s = oldest_due_age_s(now=now, urgent=True)
    last = jobs.last_done(job=JOB)
    ended = last.done_at if last else None
    audited_s = (now - ended).total_seconds() if ended else None
    found = last.made if last else 0
    if age_s is not None and age_s > OVERDUE_AFTER_S:
        word = "late"
    elif audited_s is None or audited_s > SILENT_AFTER.total_seconds():
        word = "unaudited"
    else:
        word = "inconsistent" if found else "ok"
    return Standing(word, age_s, audited_s, found)
