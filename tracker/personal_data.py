"""What the tracker keeps of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from tracker import partitions
from tracker.models import Day, Entry, EntryPlace, Snapshot, WorseningSpell

COVERED = (Entry, EntryPlace, Day, Snapshot, WorseningSpell)


def export(user_id: int) -> dict[str, list[Any]]:
    """Return entries (deleted ones too, they are still kept), days and spells."""
    entries = Entry.objects.filter(athlete_id=user_id).order_by("day", "pk")
    days = Day.objects.filter(athlete_id=user_id).order_by("day")
    return {
        "entries": list(
            entries.values("entry_id", "kind", "day", "at", "edited_at", "deleted", "content")
        ),
        "days": list(days.values("day", "folded")),
        "spells": list(
            WorseningSpell.objects.filter(athlete_id=user_id).values(
                "opened_on", "closed_on", "before"
            )
        ),
    }


def erase(user_id: int) -> None:
    """Remove every row, those of months that were set apart too."""
    partitions.erase_apart(athlete_id=user_id)
    for model in COVERED:
        model.objects.filter(athlete_id=user_id).delete()
