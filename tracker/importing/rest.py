"""What an export holds beside its entries: readings, episodes and how somebody is asked.

Readings and episodes go again when the import is undone; being asked is ended by the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.zones import history_of
from tracker.models import Import, ImportedEntry, Reading
from tracker.reading_edits import Correction, correct_reading
from tracker.reading_restore import restore_readings
from tracker.schedule_restore import restore_schedules
from triage.restoring import forget_restored, restore_episodes

Rooms = Mapping[str, Any]


def bring_rest(job: Import, athlete: User, rooms: Rooms, *, now: datetime) -> dict[str, int]:
    """Keep what the other rooms of an export hold; return the counts. In one transaction."""
    readings, refused = restore_readings(
        athlete_id=athlete.pk, rows=_rows(rooms, "tracker", "readings"), now=now,
        taken_back=_undone(athlete.pk),
    )  # fmt: skip
    episodes = restore_episodes(
        athlete_id=athlete.pk, rows=_rows(rooms, "triage", "episodes"), now=now
    )
    made = [(one.uid, one.edited_at_raw) for one in readings if not one.deleted]
    ImportedEntry.objects.bulk_create(
        [
            ImportedEntry(made_by=job, entry_id=uid, edited_at=at)
            for uid, at in (*made, *((uid, now) for uid in episodes))
        ],
        ignore_conflicts=True,
    )
    asked, not_asked = restore_schedules(
        athlete_id=athlete.pk, rows=_rows(rooms, "tracker", "schedules"),
        today=history_of(user_id=athlete.pk).day_of(now),
    )  # fmt: skip
    return {
        "readings": len(made), "episodes": len(episodes), "schedules": asked,
        "refused": refused + not_asked,
    }  # fmt: skip


def take_rest_back(job: Import, athlete: User, some: Sequence[ImportedEntry]) -> int:
    """Delete readings that still stand as the import made them, and untouched episodes.

    Return how many readings stay.
    """
    assert job.undone_at is not None
    made = {one.entry_id: one.edited_at for one in some}
    standing = list(Reading.objects.filter(athlete=athlete, uid__in=made, deleted=False))
    mine = [one for one in standing if one.edited_at_raw == made[one.uid]]
    for one in mine:
        correct_reading(
            athlete_id=athlete.pk, uid=one.uid, sent=Correction(job.undone_at), now=job.undone_at
        )
    forget_restored(athlete_id=athlete.pk, ids=made)
    return len(standing) - len(mine)


def _rows(rooms: Rooms, room: str, table: str) -> Iterable[Mapping[str, Any]]:
    """Return the rows of a table as far as they are rows: the file may have been edited by hand."""
    held = rooms.get(room)
    rows = held.get(table) if isinstance(held, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _undone(athlete_id: int) -> dict[UUID, datetime]:
    """Return what undone imports had made, with when the last of them was undone."""
    rows = ImportedEntry.objects.filter(
        made_by__athlete_id=athlete_id, made_by__undone_at__isnull=False
    ).order_by("made_by__undone_at")
    return {uid: at for uid, at in rows.values_list("entry_id", "made_by__undone_at") if at}
