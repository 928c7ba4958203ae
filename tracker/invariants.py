"""What must always hold of entries, days and snapshots, asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker import partitions
from tracker.fold import Fact, fold
from tracker.models import Day, Entry, Snapshot
from tracker.snapshot import Window, roll
from tracker.store import latest_days


def broken() -> Iterator[str]:
    """Yield one line for each athlete's row that does not follow from the entries; ids only."""
    since = partitions.kept_since()
    ids = Snapshot.objects.order_by("pk").values_list("pk", flat=True)
    for athlete_id in ids.iterator():
        yield from _of(athlete_id, since)
    lost = Entry.objects.exclude(athlete_id__in=Snapshot.objects.values("pk"))
    for athlete_id in lost.values_list("athlete_id", flat=True).distinct():
        yield f"athlete {athlete_id}: entries, but no snapshot"


def _of(athlete_id: int, since: date | None) -> Iterator[str]:
    """`since`: entries of earlier days may be archived, while their days are kept."""
    row = Snapshot.objects.get(pk=athlete_id)
    facts, newest = _facts(athlete_id)
    days = dict(Day.objects.filter(athlete_id=athlete_id).values_list("day", "folded"))
    archived = {day for day in days if since is not None and day < since}
    if newest > row.revision or (newest < row.revision and not archived):
        yield f"snapshot {athlete_id}: revision {row.revision}, but the entries reach {newest}"
    for day in sorted({*facts, *days} - archived):
        if days.get(day, {}) != (fold(facts[day]) if day in facts else {}):
            yield f"athlete {athlete_id} day {day.isoformat()}: not what its entries fold to"
    if Day.objects.filter(athlete_id=athlete_id, revision__gt=row.revision).exists():
        yield f"snapshot {athlete_id}: a day is ahead of it"
    if _window(row) != roll(Window(), latest_days(athlete_id=athlete_id)):
        yield f"snapshot {athlete_id}: not what the days make"


def _facts(athlete_id: int) -> tuple[dict[date, list[Fact]], int]:
    """Return the living entries by day, and the greatest revision of any entry."""
    facts: dict[date, list[Fact]] = {}
    newest = 0
    for entry in Entry.objects.filter(athlete_id=athlete_id).iterator():
        newest = max(newest, entry.revision)
        if not entry.deleted:
            fact = Fact(entry.kind, entry.content, entry.edited_at, str(entry.entry_id))
            facts.setdefault(entry.day, []).append(fact)
    return facts, newest


def _window(row: Snapshot) -> Window:
    buffers: list[Any] = [row.pain, row.logged, row.load_au, row.sitting, row.hydration]
    return Window(row.ends_on, *(bytes(buffer) for buffer in buffers))
