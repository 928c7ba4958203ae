"""Bringing records into the log: old history in steps that survive a kill, the last weeks at once.

What stands already is never overruled: an entry that was imported before, edited or deleted by hand
since, stays as it is. Only an entry that undoing an import had deleted comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from kernel.calendar import format_instant
from tracker.importing.records import Record
from tracker.models import Entry, Import, ImportedEntry
from tracker.services import record_entries
from tracker.store import lock_snapshot

BATCH = 200  # entries in one statement


@dataclass(slots=True)
class Applied:
    """What became of records; `made` are the entries that were not there before."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("applied", "unchanged", "updated", "refused"), 0)
    )
    made: list[tuple[str, datetime]] = field(default_factory=list)


def apply(
    job: Import, athlete: User, records: Sequence[Record], *, now: datetime, onto: dict[str, int]
) -> dict[str, int]:
    """Record entries and who made them; return the counts with these added. In one transaction."""
    done = Applied(dict(onto) or Applied().counts)
    with transaction.atomic():
        for at in range(0, len(records), BATCH):
            _apply_some(job, athlete, records[at : at + BATCH], now, done)
        ImportedEntry.objects.bulk_create(
            [
                ImportedEntry(made_by=job, entry_id=entry_id, edited_at=edited_at)
                for entry_id, edited_at in done.made
            ],
            ignore_conflicts=True,
        )
    return done.counts


def _apply_some(
    job: Import, athlete: User, records: Sequence[Record], now: datetime, done: Applied
) -> None:
    revision, _window = lock_snapshot(athlete_id=athlete.pk)
    held = _held(athlete.pk, [record.entry["id"] for record in records])
    taken_back = _taken_back(athlete.pk, held)
    assert job.confirmed_at is not None
    sent: list[dict[str, Any]] = []
    for record in records:
        entry_id = UUID(record.entry["id"])
        if entry_id in taken_back:
            sent.append(record.entry | {"edited_at": format_instant(job.confirmed_at)})
        elif entry_id in held and not record.own:
            done.counts["unchanged"] += 1
        else:
            sent.append(record.entry)
    outcome = record_entries(
        athlete=athlete, entries=sent, cursor=str(revision), now=now, allow_history=True
    )
    for entry, result in zip(sent, outcome.results, strict=True):
        _count(entry, result.status, known=UUID(entry["id"]) in held - taken_back, done=done)


def _count(entry: dict[str, Any], status: str, *, known: bool, done: Applied) -> None:
    if status == "invalid":
        done.counts["refused"] += 1
    elif status != "applied":
        done.counts["unchanged"] += 1
    elif known:
        done.counts["updated"] += 1
    else:
        done.counts["applied"] += 1
        if not entry.get("deleted"):
            done.made.append((entry["id"], datetime.fromisoformat(entry["edited_at"])))


def _held(athlete_id: int, ids: Sequence[str]) -> set[UUID]:
    rows = Entry.objects.filter(athlete_id=athlete_id, entry_id__in=ids)
    return set(rows.values_list("entry_id", flat=True))


def _taken_back(athlete_id: int, ids: set[UUID]) -> set[UUID]:
    """Return those that an undone import deleted and nobody has touched since."""
    undone: dict[UUID, set[datetime]] = {}
    rows = ImportedEntry.objects.filter(
        made_by__athlete_id=athlete_id, made_by__undone_at__isnull=False, entry_id__in=ids
    )
    for entry_id, at in rows.values_list("entry_id", "made_by__undone_at"):
        if at is not None:
            undone.setdefault(entry_id, set()).add(at)
    deleted = Entry.objects.filter(athlete_id=athlete_id, entry_id__in=undone, deleted=True)
    return {
        entry_id
        for entry_id, edited_at in deleted.values_list("entry_id", "edited_at_raw")
        if edited_at in undone[entry_id]
    }


def take_back(job: Import, athlete: User, some: Sequence[ImportedEntry], *, now: datetime) -> int:
    """Delete entries that still stand as the import made them, as edits; return how many stay."""
    assert job.undone_at is not None
    made = {one.entry_id: one.edited_at for one in some}
    standing = Entry.objects.filter(athlete_id=athlete.pk, entry_id__in=made, deleted=False)
    mine = [row for row in standing if row.edited_at_raw == made[row.entry_id]]
    gone = [
        {
            "id": str(row.entry_id), "kind": row.kind, "day": row.day.isoformat(),
            "edited_at": format_instant(job.undone_at), "deleted": True,
        }
        for row in mine
    ]  # fmt: skip
    revision, _window = lock_snapshot(athlete_id=athlete.pk)
    record_entries(athlete=athlete, entries=gone, cursor=str(revision), now=now, allow_history=True)
    return len(standing) - len(mine)


def split(records: Iterator[Record], *, recent_from: date) -> tuple[Iterator[Record], list[Record]]:
    """Return old history as a stream and a list that fills with the last weeks as it is read."""
    recent: list[Record] = []

    def old() -> Iterator[Record]:
        for record in records:
            if record.entry["day"] < recent_from.isoformat():
                yield record
            else:
                recent.append(record)

    return old(), recent
