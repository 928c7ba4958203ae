"""The rows themselves, read and moved in time without the product: SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.house import House

WAIT_S = 20.0  # for somebody else's transaction


def database(house: House) -> Path:
    """Return the file of a house on SQLite."""
    return Path(house.environ["VAR_DIR"], "thighcare.sqlite3")


def ask(house: House, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement with `?` for values, commit, and return its rows, [] where it has none."""
    if url := house.environ.get("DATABASE_URL", ""):
        with psycopg.connect(url) as remote:
            done = remote.execute(statement.replace("?", "%s"), values)
            return done.fetchall() if done.description else []
    with closing(sqlite3.connect(database(house), timeout=WAIT_S)) as local, local:
        return local.execute(statement, values).fetchall()


def count(house: House, table: str) -> int:
    """Return how many rows a table has."""
    ((found,),) = ask(house, f"SELECT count(*) FROM {table}")
    return int(found)


def moment(value: Any) -> datetime:
    """Return a time as either database gives it."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def due_now(house: House, athlete_id: int) -> None:
    """Let what waits for a person, and is held by nobody, be due: a pause is over."""
    ask(
        house,
        "UPDATE alerts_delivery SET due_at = ? "
        "WHERE athlete_id = ? AND state = 'due' AND step = 1 AND leased_until IS NULL",
        _written(house, datetime.now(UTC)), athlete_id,
    )  # fmt: skip


def hold_back(house: House) -> None:
    """Put later pushes off by a day: a machine that is slow must not come to the next step."""
    ask(
        house,
        "UPDATE alerts_delivery SET due_at = ? "
        "WHERE state = 'due' AND step > 1 AND channel = 'push'",
        _written(house, datetime.now(UTC) + timedelta(days=1)),
    )


def grow_old(house: House, age: timedelta) -> None:
    """Let so much time have passed since the first alert; less than has is left as it is."""
    ((raised,),) = ask(house, "SELECT min(raised_at) FROM alerts_alert")
    missing = age - (datetime.now(UTC) - moment(raised))
    if missing > timedelta(0):
        let_pass(house, missing)


def let_pass(house: House, span: timedelta) -> None:
    """Move every alert and delivery back in time: as if so much time had passed since."""
    for table, columns in (
        ("alerts_alert", ("raised_at",)),
        ("alerts_delivery", ("due_at", "accepted_at")),
    ):
        names = ", ".join(columns)
        for key, *held in ask(house, f"SELECT id, {names} FROM {table}"):
            moved = [value and _written(house, moment(value) - span) for value in held]
            sets = ", ".join(f"{name} = ?" for name in columns)
            ask(house, f"UPDATE {table} SET {sets} WHERE id = ?", *moved, key)


def _written(house: House, when: datetime) -> Any:
    """Return a time as the database wants it: Django writes SQLite's in UTC without an offset."""
    if house.environ.get("DATABASE_URL"):
        return when
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
