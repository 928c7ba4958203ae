"""The work on an import: leased, in steps, gone on with after a kill by whoever comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from kernel.calendar import day_in_zone
from kernel.errors import DomainError
from tracker.import_models import WORKING
from tracker.importing import pieces
from tracker.importing.applying import BATCH, apply, split, take_back
from tracker.importing.choices import restore
from tracker.importing.reading_through import read_through, records
from tracker.importing.records import Record, Trouble
from tracker.importing.rest import bring_rest, take_rest_back
from tracker.importing.sources import all_sources
from tracker.models import Import, ImportState
from tracker.reading import OLDEST_DAYS

LEASE = timedelta(minutes=1)
RENEW_WITHIN = timedelta(seconds=45)  # of the lease left: about every quarter of a minute
MOST_ATTEMPTS = 5  # without progress: a file that kills its worker must not come back for ever
MOST_AT_ONCE = 20


class LeaseLost(Exception):
    """Another worker has taken over, or the person gave the import up; nothing is written."""


def work_on(*, import_id: UUID) -> bool:
    """Do what an import waits for; return whether there was anything that nobody else does."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = Import.objects.filter(free, pk=import_id, state__in=WORKING)
    if not waiting.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    job = Import.objects.get(pk=import_id)
    try:
        if job.attempts > MOST_ATTEMPTS:
            detail = "The file could not be read in several tries. Split it and try again."
            _fail(job, "gave-up", detail)
        else:
            _WORK[ImportState(job.state)](
                job, User.objects.select_related("profile").get(pk=job.athlete_id)
            )
    except DomainError as error:
        _fail(job, error.code, error.detail)
    except LeaseLost:
        return False
    Import.objects.filter(pk=import_id, leased_until=job.leased_until).update(leased_until=None)
    return True


def work_on_waiting() -> int:
    """Go on with every import whose worker is gone; throw away what nobody confirmed in time."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = Import.objects.filter(free, state__in=WORKING).order_by("created_at")
    done = 0
    for import_id in list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        done += work_on(import_id=import_id)
    stale = [ImportState.READY, ImportState.FAILED]
    Import.objects.filter(state__in=stale, confirmed_at=None, expires_at__lt=now).delete()
    return done


def _write(job: Import, **fields: Any) -> None:
    """Write progress and renew the lease, if it is still ours.

    :raises LeaseLost: if it is not; inside a transaction everything of the step is undone.
    """
    mine = Import.objects.filter(pk=job.pk, leased_until=job.leased_until)
    lease = timezone.now() + LEASE
    if not mine.update(leased_until=lease, **fields):
        raise LeaseLost
    job.leased_until = lease


def _opened(job: Import) -> BinaryIO:
    def keep_lease() -> None:
        if job.leased_until is not None and job.leased_until - timezone.now() < RENEW_WITHIN:
            _write(job)

    return pieces.opened(import_id=job.pk, size=job.size, on_piece=keep_lease)


def _check(job: Import, athlete: User) -> None:
    """Read through, anew if something else was chosen meanwhile."""
    while job.state == ImportState.CHECKING:
        choices, source = restore(job.choices), all_sources()[job.source]
        with _opened(job) as file:
            report = read_through(file, source, choices, table=job.table, now=timezone.now())
        _write(job, report=report.as_dict(), total=report.kinds.total(), attempts=0)
        read = Import.objects.filter(pk=job.pk, state=ImportState.CHECKING, chosen=job.chosen)
        if read.update(state=ImportState.READY):
            return
        job.refresh_from_db(fields=["state", "choices", "chosen"])


def _import(job: Import, athlete: User) -> None:
    assert job.confirmed_at is not None
    today = day_in_zone(job.confirmed_at, restore(job.choices).time_zone)
    with _opened(job) as file:
        old, recent = split(_usable(job, file), recent_from=today - timedelta(days=OLDEST_DAYS))
        for _safe_already in islice(old, job.done):
            pass
        while batch := list(islice(old, BATCH)):
            with transaction.atomic():
                _apply(job, athlete, batch)
                job.done += len(batch)
                _write(job, result=job.result, done=job.done, attempts=0)
        source = all_sources()[job.source]
        rest = source.rest(file) if source.rest else {}
    with transaction.atomic():  # the weeks that rules look at: all of them or none
        _apply(job, athlete, recent)
        if rest:
            _add(job, bring_rest(job, athlete, rest, now=timezone.now()))
        _write(job, result=job.result, done=F("total"), state=ImportState.DONE, attempts=0)
        pieces.throw_away(import_id=job.pk)


def _usable(job: Import, file: BinaryIO) -> Iterator[Record]:
    assert job.confirmed_at is not None
    choices, source = restore(job.choices), all_sources()[job.source]
    for found in records(file, source, choices, now=job.confirmed_at):
        if not isinstance(found, Trouble):
            yield found[0]


def _apply(job: Import, athlete: User, batch: list[Record]) -> None:
    job.result = apply(job, athlete, batch, now=timezone.now(), onto=job.result)


def _add(job: Import, counts: dict[str, int]) -> None:
    job.result = job.result | {name: job.result.get(name, 0) + n for name, n in counts.items()}


def _undo(job: Import, athlete: User) -> None:
    """Take entries back; those taken back already are passed over, so a kill costs nothing."""
    reached = kept = 0
    while some := list(job.entries.filter(pk__gt=reached).order_by("pk")[:BATCH]):
        with transaction.atomic():
            kept += take_back(job, athlete, some, now=timezone.now())
            kept += take_rest_back(job, athlete, some)
            reached = some[-1].pk
            _write(job, attempts=0)
    _write(job, state=ImportState.UNDONE, result=job.result | {"kept": kept})


def _fail(job: Import, code: str, detail: str) -> None:
    problem = {"code": code, "detail": detail}
    Import.objects.filter(pk=job.pk).update(state=ImportState.FAILED, problem=problem)
    pieces.throw_away(import_id=job.pk)


_WORK = {
    ImportState.CHECKING: _check,
    ImportState.IMPORTING: _import,
    ImportState.UNDOING: _undo,
}
