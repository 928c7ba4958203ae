"""What a person does with an import: begin, choose, confirm, take back, give up."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from kombu.exceptions import KombuError

from accounts.models import User
from accounts.zones import history_of
from kernel.errors import DomainError, NotFound
from tracker.import_models import OPEN
from tracker.importing import pieces
from tracker.importing.choices import changed, restore
from tracker.importing.jobs import LEASE
from tracker.importing.records import BadFile
from tracker.importing.sources import Suggestion, source_of
from tracker.models import Import, ImportState
from tracker.tasks import work_on_import

MOST_BYTES = 400_000_000  # of an upload
MOST_OPEN = 5  # imports of one person that are not done yet
KEPT_FOR = timedelta(days=7)  # an unconfirmed file
LONGEST_CELL = 200  # characters shown of a cell
Choose = dict[str, object]


class ImportTooLarge(DomainError):
    """More than one upload may hold."""

    status, code, title = 413, "file-too-large", "Too much at once"


class NotNow(DomainError):
    """What was asked does not fit the state of the import."""

    status, code, title = 409, "not-now", "This import is past that"


def start(*, by: User, file: BinaryIO, now: datetime) -> Import:
    """Keep a file and have it read through; nothing is imported until it is confirmed.

    :raises BadFile: for a file that no source knows.
    :raises ImportTooLarge: over 400 MB.
    :raises NotNow: while five are open.
    """
    size = file.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise ImportTooLarge(f"A file may have at most {MOST_BYTES // 1_000_000} MB.")
    if not size:
        raise BadFile("The file is empty. Choose another one.", code="empty-file")
    if Import.objects.filter(athlete=by, state__in=OPEN).count() >= MOST_OPEN:
        raise NotNow(f"{MOST_OPEN} imports are open. Confirm or give up one.", code="too-many-open")
    source = source_of(file)
    suggestion = source.suggest(file, by.profile.time_zone)
    choices = replace(suggestion.choices, stays=history_of(user_id=by.pk).stays)
    job = Import.objects.create(
        athlete=by, source=source.name, state=ImportState.CHECKING, size=size,
        choices=choices.as_dict(), table=_table(suggestion),
        leased_until=now + LEASE,  # until the file is whole
        created_at=now, expires_at=now + KEPT_FOR,
    )  # fmt: skip
    pieces.keep(import_id=job.pk, file=file)
    Import.objects.filter(pk=job.pk).update(leased_until=None)
    _ring(job.pk)
    return of(by=by, import_id=job.pk)


def _table(suggestion: Suggestion) -> dict[str, object]:
    if not suggestion.header:
        return {}
    # Shown, never stored as an entry: a sign that no database keeps is left out here.
    short = [[cell.replace("\0", "")[:LONGEST_CELL] for cell in row] for row in suggestion.sample]
    return {"header": [name[:LONGEST_CELL] for name in suggestion.header], "sample": short}


def of(*, by: User, import_id: UUID) -> Import:
    """Return one of a person's own imports.

    :raises NotFound: for anybody else's too.
    """
    job = Import.objects.filter(athlete=by, pk=import_id).first()
    if job is None:
        raise NotFound()
    return job


def choose(*, by: User, import_id: UUID, sent: Choose) -> Import:
    """Change what was guessed and have the file read through again.

    :raises BadChoice: naming the choice that cannot be so.
    """
    with transaction.atomic():
        job = of(by=by, import_id=import_id)
        lived = history_of(user_id=by.pk)
        held = restore(job.choices)
        choices = changed(held, sent, home=lived.now, stays=lived.stays).as_dict()
        editable = Q(state__in=[ImportState.CHECKING, ImportState.READY])
        _move(job, editable, state=ImportState.CHECKING, choices=choices, chosen=F("chosen") + 1)
    _ring(job.pk)
    return of(by=by, import_id=import_id)


def confirm(*, by: User, import_id: UUID, now: datetime) -> Import:
    """Bring the readable entries in; what could not be read stays out. Twice is as good as once."""
    job = of(by=by, import_id=import_id)
    if job.state in {ImportState.IMPORTING, ImportState.DONE}:
        return job
    if job.state == ImportState.READY and not job.total:
        raise NotNow("The file holds nothing that can be brought in.", code="nothing-usable")
    ready = Q(state=ImportState.READY, chosen=job.chosen)
    _move(job, ready, state=ImportState.IMPORTING, confirmed_at=now, done=0, attempts=0)
    _ring(job.pk)
    return of(by=by, import_id=import_id)


def undo(*, by: User, import_id: UUID, now: datetime) -> Import:
    """Delete the entries it made, those left as they came. Twice is as good as once."""
    job = of(by=by, import_id=import_id)
    if job.state in {ImportState.UNDOING, ImportState.UNDONE}:
        return job
    ended = Q(state__in=[ImportState.DONE, ImportState.FAILED], confirmed_at__isnull=False)
    _move(job, ended, state=ImportState.UNDOING, undone_at=now, attempts=0)
    _ring(job.pk)
    return of(by=by, import_id=import_id)


def give_up(*, by: User, import_id: UUID) -> None:
    """Throw an import away that was not confirmed, with its file."""
    job = of(by=by, import_id=import_id)
    if job.confirmed_at is not None:
        raise NotNow("It was brought in already. Take it back instead.")
    Import.objects.filter(pk=job.pk, confirmed_at=None).delete()


def _move(job: Import, only: Q, **fields: object) -> None:
    if not Import.objects.filter(only, pk=job.pk).update(**fields):
        raise NotNow("This import is in another state by now. Look at it again.")


def _ring(import_id: UUID) -> None:
    """Have it worked on soon; where the queue takes nothing, the timetable comes by."""
    try:
        work_on_import.apply_async((str(import_id),), retry=False, ignore_result=True)
    except (KombuError, OSError):
        return
