"""The statements of a check-in and of a read, written out, with nothing decided between them."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connection

COLUMNS = (
    "entry_id, kind, day, at, edited_at, edited_at_raw, deleted, content, digest, seen, revision"
)
ENTRY_INSERT = (
    f"INSERT INTO tracker_entry (athlete_id, {COLUMNS}) VALUES {{rows}} "
    "ON CONFLICT (athlete_id, entry_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])
)
ENTRY_ROW = "(" + ", ".join(["%s"] * 12) + ")"
DAY_INSERT = (
    "INSERT INTO tracker_day (athlete_id, day, folded, revision, watched, changed_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (athlete_id, day) DO UPDATE SET "
    "folded = excluded.folded, revision = excluded.revision, watched = excluded.watched, "
    "changed_at = excluded.changed_at"
)
BUFFERS = "pain, logged, load_au, sitting, hydration"
SNAPSHOT_UPDATE = (
    "UPDATE tracker_snapshot SET revision = %s, ends_on = %s, pain = %s, logged = %s, "
    "load_au = %s, sitting = %s, hydration = %s WHERE athlete_id = %s"
)
ALERTS = "SELECT * FROM alerts_alert WHERE athlete_id = %s AND state = 'open'"
CALLER = (
    "SELECT t.*, u.*, p.* FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id "
    "JOIN accounts_athleteprofile p ON p.user_id = u.id WHERE t.digest = %s"
)
FOLDED = json.dumps({"pain_worst": 4, "pain_mean": 4.0, "sitting_h": 6, "hydration_ml": 1500})


def write_check_in(athlete_id: int, entries: list[dict[str, Any]]) -> int:
    """Lock, look, write entries, day and snapshot as they come; return the new revision."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    ids, day = [key(entry["id"]) for entry in entries], entries[0]["day"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT revision, ends_on, {BUFFERS} FROM tracker_snapshot "
            f"WHERE athlete_id = %s{lock}",
            [athlete_id],
        )
        revision, ends_on, *buffers = cursor.fetchone()
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(
            f"SELECT {COLUMNS} FROM tracker_entry WHERE athlete_id = %s "
            f"AND (entry_id IN ({marks}) OR day IN (%s))",
            [athlete_id, *ids, day],
        )
        cursor.fetchall()
        parameters: list[Any] = []
        for place, entry in enumerate(entries, 1):
            edited_at = entry["edited_at"]
            content = json.dumps({k: v for k, v in entry.items() if k not in ENVELOPE})
            parameters += [
                athlete_id, ids[place - 1], entry["kind"], day, None, edited_at, edited_at, False,
                content, b"0" * 16, b"0" * 8, revision + place,
            ]  # fmt: skip
        cursor.execute(ENTRY_INSERT.format(rows=", ".join([ENTRY_ROW] * len(entries))), parameters)
        revision += len(entries)
        edited_at = entries[0]["edited_at"]
        cursor.execute(DAY_INSERT, [athlete_id, day, FOLDED, revision, False, edited_at])
        cursor.execute(SNAPSHOT_UPDATE, [revision, ends_on or day, *buffers, athlete_id])
    return revision


ENVELOPE = {"id", "kind", "day", "edited_at"}


def key(entry_id: str) -> Any:
    """Return an id as the database keeps it."""
    return entry_id if connection.vendor == "postgresql" else uuid.UUID(entry_id).hex


def read_alerts(athlete_id: int) -> list[Any]:
    """Read what is open."""
    with connection.cursor() as cursor:
        cursor.execute(ALERTS, [athlete_id])
        return cursor.fetchall()


def read_caller(digest: str) -> tuple[Any, ...]:
    """Read token, account and profile; the athlete's id comes first behind the token's columns."""
    with connection.cursor() as cursor:
        cursor.execute(CALLER, [digest])
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
    return row[names.index("user_id")], row


def read_days(athlete_id: int, today: date, days: int) -> list[dict[str, Any]]:
    """Read folded days as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, folded FROM tracker_day WHERE athlete_id = %s AND day >= %s AND day <= %s "
            "ORDER BY day",
            [athlete_id, (today - timedelta(days=days - 1)).isoformat(), today.isoformat()],
        )
        return [
            {"day": str(day), **(json.loads(folded) if isinstance(folded, str) else folded)}
            for day, folded in cursor.fetchall()
        ]
