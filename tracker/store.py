"""The hot path's statements: the athlete's lock row, entries, days and snapshot.

Written out as SQL because a phone syncs after every check-in: the ORM builds the same statements
anew each time. Portable between SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from tracker import places
from tracker.merge import Edit, Standing
from tracker.models import Day, Snapshot
from tracker.screening import SIGN_KINDS
from tracker.snapshot import DAYS, Window

_json_in = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode
_ENTRY_COLUMNS = (
    "entry_id, kind, day, at, edited_at, edited_at_raw, deleted, content, digest, seen, revision"
)


def lock_snapshot(*, athlete_id: int) -> tuple[int, Window]:
    """Lock the athlete's row until the transaction ends; return its revision and window."""
    row = _select_snapshot(athlete_id)
    if row is None:
        Snapshot.objects.bulk_create([Snapshot(athlete_id=athlete_id)], ignore_conflicts=True)
        row = _select_snapshot(athlete_id)
        assert row is not None
    revision, ends_on, *buffers = row
    return revision, Window(ends_on and _date_out(ends_on), *(bytes(buffer) for buffer in buffers))


def _select_snapshot(athlete_id: int) -> Sequence[Any] | None:
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT revision, ends_on, pain, logged, load_au, sitting, hydration "
            f"FROM tracker_snapshot WHERE athlete_id = %s{lock}",
            [athlete_id],
        )
        return cursor.fetchone()


def hold_snapshots(*, athlete_ids: Iterable[int]) -> None:
    """Lock the athletes' rows, where there are any; SQLite's transactions are alone anyway.

    In the order of ids, so that two who want the same rows do not wait for each other.
    """
    if connection.vendor == "postgresql":
        rows = Snapshot.objects.select_for_update().filter(athlete_id__in=list(athlete_ids))
        list(rows.order_by("athlete_id").values_list("athlete_id", flat=True))


def write_snapshot(*, athlete_id: int, revision: int, window: Window) -> None:
    """Write the rolled window and the new revision."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tracker_snapshot SET revision = %s, ends_on = %s, pain = %s, logged = %s, "
            "load_au = %s, sitting = %s, hydration = %s WHERE athlete_id = %s",
            [revision, _date_in(window.ends_on), window.pain, window.logged, window.load_au,
             window.sitting, window.hydration, athlete_id],
        )  # fmt: skip


def load_standings(
    *,
    athlete_id: int,
    ids: Iterable[uuid.UUID] = (),
    days: Iterable[date] = (),
    signs_in: tuple[date, date] | None = None,
) -> dict[uuid.UUID, Standing]:
    """Return these entries, all of these days, and the signs of a span.

    One statement; one more where an entry stands on another day, which is returned whole.
    """
    wanted, around = list(ids), set(days)
    found, away = _select_standings(athlete_id, wanted, around, signs_in)
    away |= {found[one].edit.day for one in wanted if one in found}
    if away := away - around:
        found |= _select_standings(athlete_id, [], away, None)[0]
    return found


def _select_standings(
    athlete_id: int, ids: list[uuid.UUID], days: set[date], signs_in: tuple[date, date] | None
) -> tuple[dict[uuid.UUID, Standing], set[date]]:
    """Return what was found, and the days on which the places say that these ids stand."""
    entries = f"SELECT {_ENTRY_COLUMNS} FROM tracker_entry WHERE athlete_id = %s AND "
    by_month, parts, given = places.by_month(), [], []
    if days:
        parts.append(f"{entries}day IN ({places.marks(days)})")
        given += [athlete_id, *map(_date_in, days)]
    if signs_in is not None:
        parts.append(f"{entries}day BETWEEN %s AND %s AND kind IN (%s, %s)")
        given += [athlete_id, *map(_date_in, signs_in), *SIGN_KINDS]
    if ids:
        select = places.AS_ENTRIES if by_month else entries
        parts.append(f"{select}entry_id IN ({places.marks(ids)})")
        given += [athlete_id, *map(_uuid_in, ids)]
    if not parts:
        return {}, set()
    # A union, not an OR: each part has its index, whatever the planner knows of years of history.
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        rows = cursor.fetchall()
    if not by_month:
        return {one.edit.entry_id: one for one in map(_standing, rows)}, set()
    standings = map(_standing, (row for row in rows if row[1] is not None))
    return {one.edit.entry_id: one for one in standings}, {
        _date_out(row[2]) for row in rows if row[1] is None
    }


def changed_since(*, athlete_id: int, revision: int, limit: int) -> list[Standing]:
    """Return entries with a later revision, oldest change first."""
    among = ""
    given: list[Any] = [athlete_id, revision]
    if places.by_month():
        changed = places.changed_since(athlete_id=athlete_id, revision=revision, limit=limit)
        if not changed:
            return []
        among, given = f"AND day IN ({places.marks(changed)}) ", [*given, *changed]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_ENTRY_COLUMNS} FROM tracker_entry "
            f"WHERE athlete_id = %s AND revision > %s {among}ORDER BY revision LIMIT %s",
            [*given, limit],
        )
        return [_standing(row) for row in cursor.fetchall()]


def write_entries(
    *, athlete_id: int, standings: Sequence[Standing], left: Mapping[uuid.UUID, date]
) -> None:
    """Insert or replace entries in one statement; `left` names those that were on another day."""
    if not standings:
        return
    if by_month := places.by_month():
        places.leave(athlete_id=athlete_id, left=left)
    row_marks = "(" + ", ".join(["%s"] * 12) + ")"
    ops, native = connection.ops, connection.vendor == "postgresql"
    date_in, instant_in = ops.adapt_datefield_value, ops.adapt_datetimefield_value
    before, parameters = "", list[Any]()
    if by_month:
        before, parameters = places.written_first(athlete_id=athlete_id, standings=standings)
    for standing in standings:
        edit = standing.edit
        parameters += [
            athlete_id, edit.entry_id if native else edit.entry_id.hex, edit.kind,
            date_in(edit.day), instant_in(edit.at), instant_in(edit.edited_at),
            instant_in(edit.edited_at_raw), edit.deleted, _json_in(dict(edit.content)),
            edit.digest, standing.seen, standing.revision,
        ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            before + "INSERT INTO tracker_entry (athlete_id, entry_id, kind, day, at, edited_at, "
            "edited_at_raw, deleted, content, digest, seen, revision) VALUES "
            + ", ".join([row_marks] * len(standings))
            + f" ON CONFLICT (athlete_id, entry_id{', day' if by_month else ''}) "
            "DO UPDATE SET kind = excluded.kind, "
            "day = excluded.day, at = excluded.at, edited_at = excluded.edited_at, "
            "edited_at_raw = excluded.edited_at_raw, deleted = excluded.deleted, "
            "content = excluded.content, digest = excluded.digest, seen = excluded.seen, "
            "revision = excluded.revision",
            parameters,
        )


def write_days(
    *, athlete_id: int, days: Mapping[date, dict[str, Any] | None], revision: int, now: datetime
) -> None:
    """Write folded days in one statement; an emptied day stays as a row without fields."""
    if not days:
        return
    row_marks = "(" + ", ".join(["%s"] * 6) + ")"
    parameters: list[Any] = []
    for day, folded in days.items():
        parameters += [
            athlete_id, _date_in(day), _json_in(folded or {}), revision, False, _instant_in(now),
        ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tracker_day (athlete_id, day, folded, revision, watched, changed_at) "
            "VALUES " + ", ".join([row_marks] * len(days)) + " ON CONFLICT (athlete_id, day) "
            "DO UPDATE SET folded = excluded.folded, revision = excluded.revision, "
            "watched = excluded.watched, changed_at = excluded.changed_at",
            parameters,
        )


def latest_days(*, athlete_id: int) -> dict[date, dict[str, Any]]:
    """Return the newest logged days, as many as a window can hold."""
    rows = Day.objects.filter(athlete_id=athlete_id).exclude(folded={}).order_by("-day")
    return dict(rows.values_list("day", "folded")[:DAYS])


def _standing(row: Sequence[Any]) -> Standing:
    entry_id, kind, day, at, edited_at, raw, deleted, content, digest, seen, revision = row
    edit = Edit(
        entry_id if isinstance(entry_id, uuid.UUID) else uuid.UUID(entry_id),
        kind,
        _date_out(day),
        None if at is None else _instant_out(at),
        _instant_out(edited_at),
        _instant_out(raw),
        bool(deleted),
        json.loads(content) if isinstance(content, str) else content,
        bytes(digest),
    )
    return Standing(edit, bytes(seen), revision)


def _uuid_in(value: uuid.UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def _date_in(value: date | None) -> Any:
    return connection.ops.adapt_datefield_value(value)


def _instant_in(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _date_out(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant_out(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
