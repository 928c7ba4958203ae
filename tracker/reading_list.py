"""Readings as the wire shows them, newest day first, in pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.http import BadCursor
from kernel.calendar import BadTime, format_instant, parse_day
from tracker.reading_models import EnteredBy, Reading, ReadingVersion


def readings_page(
    *,
    athlete_id: int,
    instruments: Collection[str] | None,
    first: date | None,
    last: date | None,
    after: list[Any] | None,
    limit: int,
    reader_id: int | None = None,
) -> tuple[list[dict[str, Any]], tuple[str, int] | None]:
    """Return up to `limit` readings and, if there are more, the place of the last one.

    Deleted ones are left out; `instruments` None = of any. Each tells `reader_id`, somebody else
    than the athlete, whether it is a total of theirs.

    :raises BadCursor: for a place that is none of ours.
    """
    rows = Reading.objects.filter(athlete_id=athlete_id, deleted=False)
    if instruments is not None:
        rows = rows.filter(instrument__in=instruments)
    if first is not None:
        rows = rows.filter(day__gte=first)
    if last is not None:
        rows = rows.filter(day__lte=last)
    if after is not None:
        day, row_id = _place(after)
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=row_id))
    found = list(rows.order_by("-day", "-pk")[: limit + 1])
    shown = found[:limit]
    place = (shown[-1].day.isoformat(), shown[-1].pk) if len(found) > limit else None
    if reader_id is None:
        return [reading_as_dict(row) for row in shown], place
    return [reading_as_dict(row) | {"mine": is_total_of(row, reader_id)} for row in shown], place


def _place(after: list[Any]) -> tuple[date, int]:
    day_text, row_id = after
    if isinstance(row_id, bool) or not isinstance(row_id, int) or not 0 <= row_id < 2**63:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor")
    try:
        return parse_day(day_text), row_id
    except BadTime:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor") from None


def is_total_of(row: Reading, person_id: int) -> bool:
    """Say whether this physio entered it, and so may put it right."""
    return row.entered_by == EnteredBy.PHYSIO and row.entered_by_user_id == person_id


def reading_as_dict(row: Reading) -> dict[str, Any]:
    """Return a reading as the wire shows it."""
    return {
        "id": str(row.uid),
        "instrument": row.instrument,
        "version": row.version,
        "answers": row.answers,
        "score": row.score,
        "day": row.day.isoformat(),
        "zone": row.zone,
        "window": row.window_on.isoformat() if row.window_on else None,
        "late": row.late,
        "taken_at": format_instant(row.taken_at),
        "entered_by": row.entered_by,
        "said_by": row.said_by,
        "edited_at": format_instant(row.edited_at),
        "deleted": row.deleted,
    }


def version_as_dict(one: ReadingVersion) -> dict[str, Any]:
    """Return what a reading once said, as the wire shows it."""
    return {
        "edited_at": format_instant(one.edited_at),
        "received_at": format_instant(one.received_at),
        "version": one.version,
        "answers": one.answers,
        "score": one.score,
        "said_by": one.said_by,
        "deleted": one.deleted,
    }
