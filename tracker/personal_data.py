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
    ReadingVersion,
    Snapshot,
    WorseningSpell,
)

COVERED = (
    Entry, EntryPlace, Day, Snapshot, WorseningSpell, Import, Reading, InstrumentSchedule,
)  # fmt: skip
NAMELESS = "a clinician"
ENTRY = ("entry_id", "kind", "day", "at", "edited_at", "deleted", "content")
VERSION = ("version", "answers", "score", "said_by", "deleted", "edited_at", "received_at")
READING = (
    "uid", "instrument", "day", "zone", "window_on", "late", "taken_at", "entered_by",
    "edited_at_raw", *VERSION,
)  # fmt: skip


def export(user_id: int) -> dict[str, list[Any]]:
    """Return entries (deleted ones too, they are still kept), days, spells and imports."""
    apart = partitions.entries_apart(athlete_id=user_id)
    entries = Entry.objects.filter(athlete_id=user_id).order_by("day", "pk")
    days = Day.objects.filter(athlete_id=user_id).order_by("day")
    return {
        "entries": [
            *({name: getattr(row, name) for name in ENTRY} for row in apart),
            *entries.values(*ENTRY),
        ],
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
        "readings": _readings(user_id),
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


def _readings(user_id: int) -> list[dict[str, Any]]:
    """Return readings, deleted ones too, each with every version that an edit left behind."""
    readings = Reading.objects.filter(athlete_id=user_id).order_by("day", "pk")
    versions: dict[int, list[dict[str, Any]]] = {}
    edits = ReadingVersion.objects.filter(reading__athlete_id=user_id).order_by("edited_at", "pk")
    for row in edits.values("reading_id", *VERSION):
        versions.setdefault(row.pop("reading_id"), []).append(row)
    rows = list(readings.values("pk", *READING))
    for row in rows:
        row["versions"] = versions.get(row.pop("pk"), [])
    return rows


def erase(user_id: int) -> None:
    """Remove every row, those of months that were set apart too.

    Totals this person entered for others stay theirs, without the name.
    """
    for_others = Reading.objects.filter(entered_by_user_id=user_id).exclude(athlete_id=user_id)
    ReadingVersion.objects.filter(reading__in=for_others).update(said_by=NAMELESS)
    for_others.update(said_by=NAMELESS, entered_by_user=None)
    partitions.erase_apart(athlete_id=user_id)
    for model in COVERED:
        model.objects.filter(athlete_id=user_id).delete()
