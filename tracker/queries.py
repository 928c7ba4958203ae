"""Questions other rooms ask: the board's rows, logged days, who waits for the watch."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tracker import snapshot
from tracker.availability import availability_of
from tracker.load import Load, load_of
from tracker.models import Day, Snapshot
from tracker.spells import open_spells
from tracker.trends import trend_of

ADHERENCE_DAYS = 28


@dataclass(frozen=True, slots=True)
class BoardRow:
    """What the board could show of one athlete if consent allowed everything.

    `sparkline` is the 56 days ending today, oldest first, None = not logged; pain on 0-10;
    `adherence_28d` is the share of the last 28 days with anything logged, 0-1.
    """

    athlete_id: int
    last_logged: date | None
    pain_today: float | None
    pain_mean_7d: float | None
    sparkline: list[float | None]
    trend: str
    load: Load
    adherence_28d: float
    availability: str


def board_rows(*, athlete_ids: Iterable[int], today: date) -> dict[int, BoardRow]:
    """Return a row for each athlete who has one, in two statements."""
    ids = list(athlete_ids)
    spells = open_spells(athlete_ids=ids, today=today)
    rows = Snapshot.objects.filter(athlete_id__in=ids)
    return {row.athlete_id: _board_row(row, row.athlete_id in spells, today) for row in rows}


def _board_row(row: Snapshot, spell_open: bool, today: date) -> BoardRow:
    ends_on = row.ends_on or today
    pain = snapshot.shifted(snapshot.values(bytes(row.pain)), ends_on=ends_on, today=today)
    logged = snapshot.shifted(list(bytes(row.logged)), ends_on=ends_on, today=today)
    load = snapshot.shifted(snapshot.words(bytes(row.load_au)), ends_on=ends_on, today=today)
    return BoardRow(
        athlete_id=row.athlete_id,
        last_logged=row.ends_on,
        pain_today=pain[-1],
        pain_mean_7d=mean_of(pain[-7:]),
        sparkline=pain,
        trend=trend_of(pain, spell_open=spell_open),
        load=load_of(load),
        adherence_28d=round(sum(1 for day in logged[-ADHERENCE_DAYS:] if day) / ADHERENCE_DAYS, 2),
        availability=availability_of(load),
    )


def mean_of(values: Iterable[float | None]) -> float | None:
    """Return the mean of what was logged, or None when nothing was."""
    held = [value for value in values if value is not None]
    return round(sum(held) / len(held), 1) if held else None


def unwatched_athletes(*, before: datetime, limit: int) -> list[int]:
    """Return athletes with days changed before a moment that no rule has seen."""
    return list(
        Day.objects.filter(watched=False, changed_at__lt=before)
        .values_list("athlete_id", flat=True)
        .distinct()[:limit]
    )


def days_between(*, athlete_id: int, first: date, last: date) -> list[dict[str, Any]]:
    """Return one object a logged day, oldest first, with its folded fields."""
    as_sent = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:  # written out: every start of the phone reads this
        cursor.execute(
            "SELECT day, folded FROM tracker_day WHERE athlete_id = %s AND day >= %s AND day <= %s "
            "ORDER BY day",
            [athlete_id, as_sent(first), as_sent(last)],
        )
        rows = [(str(day), _object(folded)) for day, folded in cursor.fetchall()]
    return [{"day": day, **folded} for day, folded in rows if folded]


def _object(folded: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(folded) if isinstance(folded, str) else folded
    return made


def logged_days(*, athlete_id: int, up_to: date) -> list[date]:
    """Return every day with something logged, newest first."""
    rows = Day.objects.filter(athlete_id=athlete_id, day__lte=up_to).exclude(folded={})
    return list(rows.order_by("-day").values_list("day", flat=True))


def last_logged_of(*, athlete_ids: Iterable[int]) -> dict[int, date]:
    """Return the newest logged day of each athlete who ever logged, in one statement."""
    rows = Snapshot.objects.filter(athlete_id__in=list(athlete_ids))
    return {athlete: day for athlete, day in rows.values_list("athlete_id", "ends_on") if day}
