"""Claiming work by the clock: one row a job and period, so two beats start it once.

A claim is a lease. A run that was killed keeps its row and its cursor; whoever is offered the
period next, once the lease has ended, goes on from there.
"""

from __future__ import annotations

import time as clock
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from alerts.models import JobRun

LEASE = timedelta(minutes=2)  # longer than any one chunk takes
MOST_ATTEMPTS = 8  # a run that kills its worker is not tried for ever
KEPT = timedelta(days=14)


class LostClaim(Exception):
    """Another process has gone on with this run: stop."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a job that is done for good: up to and with the athlete `last_id`."""

    last_id: int
    athletes: int
    alerts: int


def minute_of(now: datetime) -> str:
    """Return the period of a job that runs each minute."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def day_of(now: datetime, *, begins_at: time) -> str:
    """Return the period of a daily job that begins at a time of day (UTC)."""
    begun = datetime.combine(now.astimezone(UTC).date(), begins_at, UTC)
    return f"{(begun if now >= begun else begun - timedelta(days=1)):%Y-%m-%d}"


def week_of(now: datetime, *, begins_at: time) -> str:
    """Return the period of a weekly job that begins on Monday at a time of day (UTC)."""
    day = datetime.fromisoformat(day_of(now, begins_at=begins_at)).date()
    return f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"


def claim(*, job: str, period: str, now: datetime) -> JobRun | None:
    """Take a run that is new, or was left unfinished; None when it is done or somebody has it."""
    JobRun.objects.bulk_create(
        [JobRun(job=job, period=period, claimed_at=now)], ignore_conflicts=True
    )
    lease = uuid.uuid4()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    taken = JobRun.objects.filter(
        free, job=job, period=period, done_at=None, attempts__lt=MOST_ATTEMPTS
    ).update(lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1)
    return JobRun.objects.get(lease=lease) if taken else None


def keep(*, run: JobRun, cursor: int, seen: int, made: int, seconds: float, now: datetime) -> None:
    """Write down how far a run has come, and hold it for longer.

    :raises LostClaim: when its lease had ended and another process took it.
    """
    run.cursor, run.seen, run.made, run.seconds = (
        cursor, run.seen + seen, run.made + made, run.seconds + seconds,
    )  # fmt: skip
    _write(
        run, cursor=cursor, seen=run.seen, made=run.made, seconds=run.seconds,
        leased_until=now + LEASE,
    )  # fmt: skip


def keeper(run: JobRun) -> Callable[[Chunk], None]:
    """Write the cursor behind each chunk: at worst one chunk is done twice, which is harmless."""
    since = clock.perf_counter()

    def keep_chunk(done: Chunk) -> None:
        nonlocal since
        took_s, since = clock.perf_counter() - since, clock.perf_counter()
        keep(
            run=run, cursor=done.last_id, seen=done.athletes, made=done.alerts, seconds=took_s,
            now=timezone.now(),
        )  # fmt: skip

    return keep_chunk


def finish(*, run: JobRun, now: datetime) -> None:
    """Mark a run as done.

    :raises LostClaim: as above.
    """
    _write(run, done_at=now, leased_until=None)


def _write(run: JobRun, **fields: object) -> None:
    if not JobRun.objects.filter(pk=run.pk, lease=run.lease, done_at=None).update(**fields):
        raise LostClaim(f"{run.job} {run.period}")


def last_done(*, job: str) -> JobRun | None:
    """Return the run that ended last."""
    return JobRun.objects.filter(job=job, done_at__isnull=False).order_by("-done_at").first()


def forget_old(*, now: datetime) -> int:
    """Remove runs that nobody asks about any more."""
    deleted, _ = JobRun.objects.filter(claimed_at__lt=now - KEPT).delete()
    return deleted
