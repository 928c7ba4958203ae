"""Entries by month on PostgreSQL: months made ahead, old ones set apart (ADR 0080).

Each month of `tracker_entry` is a table of its own, `tracker_entry_2026_03`; days of no such month
land in `tracker_entry_other` until their month is made. SQLite has one table: all is done there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction

from kernel.errors import DomainError
from tracker.models import Entry

TABLE = "tracker_entry"
OTHER = "tracker_entry_other"
AHEAD = 3  # months made before they are needed
KEPT_MONTHS = 13  # a year's chart and its last edits stay where phones can reach them
_NAME = re.compile(rf"{TABLE}_(\d{{4}})_(\d{{2}})")


class TooYoung(DomainError):
    """A month that phones and charts still read."""

    code = "too-young"


def months_ahead(*, today: date, ahead: int = AHEAD) -> list[date]:
    """Make this month, those ahead, and those of entries that had none; return the new ones."""
    if connection.vendor != "postgresql":
        return []
    wanted = {_later(_first(today), months=number) for number in range(ahead + 1)}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT date_trunc('month', day)::date FROM {OTHER}")
        wanted |= {row[0] for row in cursor.fetchall()}
    # A month that was set apart stays so: what is imported for it waits with the other days.
    missing = sorted(wanted - set(attached_months()) - set(months_apart()))
    for month in missing:
        _make(month)
    return missing


def detach_before(*, month: date, today: date) -> list[date]:
    """Set apart all months before one; return them. Their tables stay until they are dropped.

    :raises TooYoung: for a month among the last 13.
    """
    youngest = _later(_first(today), months=-KEPT_MONTHS)
    if month > youngest:
        raise TooYoung(
            f"Months from {youngest:%Y-%m} on are in use: name this month or an earlier."
        )
    old = [one for one in attached_months() if one < month]
    for one in old:
        with transaction.atomic(), connection.cursor() as cursor:
            # Waiting for long readers would make every phone wait behind: better try again later.
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {_table(one)}")
            cursor.execute(
                "DELETE FROM tracker_entryplace WHERE day >= %s AND day < %s",
                [one, _later(one, months=1)],
            )
    return old


def attached_months() -> list[date]:
    """Return the months that are part of the table, oldest first; none on SQLite."""
    return sorted(
        _months(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid "
            f"WHERE inhparent = '{TABLE}'::regclass"
        )
    )


def months_apart() -> list[date]:
    """Return the months that were set apart and not dropped yet, oldest first."""
    return sorted(
        _months(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition "
            f"AND relname LIKE '{TABLE}_%' AND relnamespace = "
            f"(SELECT relnamespace FROM pg_class WHERE oid = '{TABLE}'::regclass)"
        )
    )


def kept_since() -> date | None:
    """Return the first day that no archive holds, or None where all entries stand in one table."""
    months = attached_months()
    return months[0] if months else None


def entries_apart(*, athlete_id: int) -> Iterator[Entry]:
    """Yield an athlete's entries of months that were set apart and not dropped yet, oldest first.

    One that stands in the table as well (brought in again since) is left out.
    """
    for month in months_apart():
        statement = (
            f"SELECT * FROM {_table(month)} AS apart WHERE athlete_id = %s AND NOT EXISTS "
            f"(SELECT 1 FROM {TABLE} AS held WHERE held.athlete_id = apart.athlete_id "
            "AND held.entry_id = apart.entry_id) ORDER BY day, id"
        )
        yield from Entry.objects.raw(statement, [athlete_id])


def erase_apart(*, athlete_id: int) -> None:
    """Remove an athlete's rows from months that were set apart: erasure leaves no trace."""
    for month in months_apart():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_table(month)} WHERE athlete_id = %s", [athlete_id])


def _months(statement: str) -> Iterator[date]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for (name,) in cursor.fetchall():
            if found := _NAME.fullmatch(name):
                yield date(int(found[1]), int(found[2]), 1)


def _make(month: date) -> None:
    """Make one month's table; what waited for it elsewhere moves into it."""
    table, after = _table(month), _later(month, months=1)
    span = f"day >= '{month}' AND day < '{after}'"
    with transaction.atomic(), connection.cursor() as cursor:
        # Two at once: the second waits here, then finds the table made.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TABLE])
        if month in attached_months():
            return
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(f"LOCK TABLE {OTHER} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TABLE {table} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING INDEXES)")
        cursor.execute(
            f"WITH moved AS (DELETE FROM {OTHER} WHERE {span} RETURNING *) "
            f"INSERT INTO {table} SELECT * FROM moved"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f"ALTER TABLE {TABLE} ATTACH PARTITION {table} "
            f"FOR VALUES FROM ('{month}') TO ('{after}')"
        )


def _table(month: date) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def _first(day: date) -> date:
    return day.replace(day=1)


def _later(month: date, *, months: int) -> date:
    years, rest = divmod(month.month - 1 + months, 12)
    return date(month.year + years, rest + 1, 1)
