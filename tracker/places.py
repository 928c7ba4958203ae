"""Where each entry stands, so that only its month is asked (ADR 0080): PostgreSQL alone.

Statements for `tracker.store`; the athlete's lock is held around all of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from tracker.merge import Standing

# Shaped as an entry without a kind, to stand last in a union with entries.
AS_ENTRIES = (
    "SELECT entry_id, NULL, day, NULL, NULL, NULL, NULL, NULL, NULL, NULL, revision "
    "FROM tracker_entryplace WHERE athlete_id = %s AND "
)


def by_month() -> bool:
    """Say whether this database keeps entries in one table a month."""
    return connection.vendor == "postgresql"


def marks(values: Collection[object]) -> str:
    """Return a placeholder for each value."""
    return ", ".join(["%s"] * len(values))


def changed_since(*, athlete_id: int, revision: int, limit: int) -> set[date]:
    """Return the days of the entries that changed next after a revision."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day FROM tracker_entryplace WHERE athlete_id = %s AND revision > %s "
            "ORDER BY revision LIMIT %s",
            [athlete_id, revision, limit],
        )
        return {day for (day,) in cursor.fetchall()}


def leave(*, athlete_id: int, left: Mapping[uuid.UUID, date]) -> None:
    """Remove entries from the days they leave: the key there lets an id stand on two days.

    Nobody sees an entry on neither: who could is kept out by the athlete's lock.
    """
    if not left:
        return
    days = set(left.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM tracker_entry WHERE athlete_id = %s AND entry_id IN ({marks(left)}) "
            f"AND day IN ({marks(days)})",
            [athlete_id, *left, *days],
        )


def written_first(*, athlete_id: int, standings: Sequence[Standing]) -> tuple[str, list[Any]]:
    """Return what goes before the statement that writes these entries: their places, with it."""
    parameters: list[Any] = []
    for standing in standings:
        edit = standing.edit
        parameters += [athlete_id, edit.entry_id, edit.day, standing.revision]
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(standings))
    return (
        "WITH placed AS (INSERT INTO tracker_entryplace (athlete_id, entry_id, day, revision) "
        f"VALUES {rows} ON CONFLICT (athlete_id, entry_id) DO UPDATE SET day = excluded.day, "
        "revision = excluded.revision) ",
        parameters,
    )
