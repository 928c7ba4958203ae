"""What the tracker keeps of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from tracker import partitions
from tracker.models import (
    Day,
    Entry,
    EntryPlace,
    Import,
    InstrumentSchedule,
    Reading,
    Snapshot,
    WorseningSpell,
)

COVERED = (
    Entry, EntryPlace, Day, Snapshot, WorseningSpell, Import, Reading, InstrumentSchedule,
)  # fmt: skip
NAMELESS = "a clinician"


def export(user_id: int) -> dict[str, list[Any]]:
    """Return entries (deleted ones too, they are still kept), days, spells and imports."""
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
        "imports": list(
            Import.objects.filter(athlete_id=user_id)
            .order_by("created_at")
            .values("source", "state", "created_at", "confirmed_at", "undone_at", "result")
        ),
        "readings": list(
            Reading.objects.filter(athlete_id=user_id)
            .order_by("day", "pk")
            .values(
                "uid",
                "instrument",
                "version",
                "answers",
                "score",
                "day",
                "zone",
                "window_on",
                "late",
                "taken_at",
                "received_at",
                "entered_by",
                "said_by",
            )
        ),
        "schedules": list(
            InstrumentSchedule.objects.filter(athlete_id=user_id).values(
                "instrument",
                "every_days",
                "starts_on",
                "opens",
                "closes",
                "open_days",
                "late_hours",
            )
        ),
    }


def erase(user_id: int) -> None:
    """Remove every row, those of months that were set apart too.

    Totals this person entered for others stay theirs, without the name.
    """
    Reading.objects.filter(entered_by_user_id=user_id).exclude(athlete_id=user_id).update(
        said_by=NAMELESS, entered_by_user=None
    )
    partitions.erase_apart(athlete_id=user_id)
    for model in COVERED:
        model.objects.filter(athlete_id=user_id).delete()
