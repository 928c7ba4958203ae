"""What was logged over many days, entry by entry as it stands: for the weekly reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.models import Entry

KINDS = ("symptom", "pain", "sitting", "activity")


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One living entry: `told_at` sorts edits of one day, oldest first."""

    kind: str
    day: date
    told_at: tuple[datetime, str]
    fields: dict[str, Any]


def logged_between(
    *, athlete_id: int, first: date, last: date, told_after: datetime
) -> Iterator[LoggedEntry]:
    """Yield entries of these days that were written, or edited last, after a moment."""
    rows = Entry.objects.filter(
        athlete_id=athlete_id, day__gte=first, day__lte=last, kind__in=KINDS, deleted=False,
        edited_at__gt=told_after,
    )  # fmt: skip
    for kind, day, edited_at, entry_id, content in rows.values_list(
        "kind", "day", "edited_at", "entry_id", "content"
    ):
        yield LoggedEntry(kind, day, (edited_at, str(entry_id)), content)
