"""Entries as they stand, page by page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.http import BadCursor
from kernel.calendar import format_instant
from tracker.models import Entry

Place = tuple[str, int]


def entries_page(
    *, athlete_id: int, day: date | None, kind: str | None, after: list[Any] | None, limit: int
) -> tuple[list[dict[str, Any]], Place | None]:
    """Return living entries, newest day first, and the place to go on from, or None at the end."""
    rows = Entry.objects.filter(athlete_id=athlete_id, deleted=False).order_by("-day", "-pk")
    if day is not None:
        rows = rows.filter(day=day)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if after is not None:
        last_day, last_id = _place(after)
        rows = rows.filter(day__lte=last_day)  # said by itself, it spares the months behind it
        rows = rows.filter(Q(day__lt=last_day) | Q(pk__lt=last_id))
    found = list(rows[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    place = (more.day.isoformat(), more.pk) if more else None
    return [_as_dict(row) for row in found[:limit]], place


def _place(after: list[Any]) -> tuple[date, int]:
    day, last_id = after
    if isinstance(day, str) and isinstance(last_id, int) and 0 <= last_id < 2**63:
        try:
            return date.fromisoformat(day), last_id
        except ValueError:
            pass
    raise BadCursor("Begin again without a cursor.", pointer="/cursor")


def _as_dict(row: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"id": str(row.entry_id), "kind": row.kind, "day": row.day.isoformat()}
    if row.at is not None:
        made["at"] = format_instant(row.at)
    made |= {"edited_at": format_instant(row.edited_at), "deleted": False}
    made.update(row.content)
    return made
