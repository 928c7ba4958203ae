"""Very many simulated athletes, written in bulk, most of them told of what there is to tell.

Days and windows are drawn; whoever a rule of the nightly scan could speak to has an alert of that
rule (and a spell, where pain gets worse), as the watch would have left it. A few were told nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from accounts.models import AthleteProfile, User
from alerts.facts import ManyFacts
from alerts.models import Alert, State
from alerts.rules import Rule, all_rules
from tracker.models import Day, Snapshot, WorseningSpell
from tracker.snapshot import NONE_BYTE, NONE_WORD
from tracker.trends import at_last_entries

PIECE = 50_000  # athletes drawn at once
SEED = 20_260_101
LATEST = 14  # days of silence that anybody keeps
SILENT_SHARE, BRIEFLY_SHARE = 0.02, 0.08  # silent for 4 to LATEST days, and for 1 to 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Some athletes: windows that end `silent_days` ago, a row each, as in `tracker.windows`."""

    ids: np.ndarray
    silent_days: np.ndarray
    pain: np.ndarray
    load_au: np.ndarray
    hydration: np.ndarray
    logged: np.ndarray


def fill(*, athletes: int, untold: int, sample: int, now: datetime) -> list[int]:
    """Write athletes 1 to `athletes`; return the about `untold` of whom nobody was told yet.

    They and the first `sample` athletes have rows for their days too. `now`: after 11 o'clock
    (UTC), when the day has begun everywhere.
    """
    chance = np.random.default_rng(SEED)
    today, new = now.date(), list[int]()
    for first in range(1, athletes + 1, PIECE):
        piece = draw(first, min(PIECE, athletes + 1 - first), chance)
        with transaction.atomic():
            _write_people(piece, today, now)
            new += _tell(piece, today, now, chance, most=untold * len(piece.ids) / athletes)
            _write_days(piece, {*new, *range(1, sample + 1)}, today, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return new


def draw(first: int, n: int, chance: np.random.Generator) -> Piece:
    """Return athletes with their own level and swing, some memory, gaps; 5 % with a late rise."""
    noise = chance.normal(size=(n, 56))
    for day in range(1, 56):
        noise[:, day] = 0.4 * noise[:, day - 1] + np.sqrt(1 - 0.4**2) * noise[:, day]
    pain = chance.uniform(0, 6, (n, 1)) + chance.uniform(0.5, 1.7, (n, 1)) * noise
    onset = chance.integers(35, 56, (n, 1))
    pain += 2.5 * ((chance.random((n, 1)) < 0.05) & (np.arange(56) >= onset))
    levels = np.clip(np.rint(pain), 0, 10).astype(np.uint8)
    gap = chance.random((n, 56)) < chance.uniform(0, 0.5, (n, 1))
    gap[:, -1] = False  # a window ends on a logged day
    trains = (chance.random((n, 56)) < 0.5) & ~gap & (chance.random((n, 1)) < 0.6)
    drinks = (chance.random((n, 56)) < 0.8) & ~gap & (chance.random((n, 1)) < 0.4)
    load, drunk = chance.integers(100, 400, (n, 56)), chance.integers(20, 60, (n, 56))
    silent = np.where(chance.random(n) < BRIEFLY_SHARE, chance.integers(1, 4, n), 0)
    silent = np.where(chance.random(n) < SILENT_SHARE, chance.integers(4, LATEST, n), silent)
    return Piece(
        ids=np.arange(first, first + n),
        silent_days=silent.astype(np.int32),
        pain=np.where(gap, NONE_BYTE, levels).astype(np.uint8),
        load_au=np.where(trains, load, NONE_WORD).astype("<u2"),
        hydration=np.where(drinks, drunk, NONE_BYTE).astype(np.uint8),
        logged=(~gap).astype(np.uint8),
    )


def _write_people(piece: Piece, today: date, now: datetime) -> None:
    ids = piece.ids.tolist()
    write(User, (
        {"id": n, "email": f"athlete{n}@benchmark.test", "password": "!", "date_joined": now}
        for n in ids
    ))  # fmt: skip
    write(AthleteProfile, ({"user_id": n} for n in ids))
    write(Snapshot, (
        {
            "athlete_id": n, "ends_on": today - timedelta(silent),
            "pain": piece.pain[at].tobytes(), "logged": piece.logged[at].tobytes(),
            "load_au": piece.load_au[at].tobytes(), "hydration": piece.hydration[at].tobytes(),
        }
        for at, (n, silent) in enumerate(zip(ids, piece.silent_days.tolist(), strict=True))
    ))  # fmt: skip


def _tell(
    piece: Piece, today: date, now: datetime, chance: np.random.Generator, *, most: float
) -> list[int]:
    """Write what those were told whom a rule could speak to; return some who are left out."""
    many = ManyFacts(
        pain=at_last_entries(piece.pain)[0], load_au=piece.load_au, hydration=piece.hydration,
        logged=piece.logged, silent_days=piece.silent_days,
        alarm_days=np.full(len(piece.ids), -1, np.int32),
    )  # fmt: skip
    said = [(rule, rule.maybe(many)) for rule in all_rules() if rule.maybe is not None]
    anybody = np.flatnonzero(np.any([found for _, found in said], axis=0))
    left = chance.random(len(anybody)) < most / max(1, len(anybody))
    told, untold = anybody[~left], piece.ids[anybody[left]].tolist()
    rows = [(rule, at) for rule, found in said for at in told[found[told]].tolist()]
    write(Alert, (_alert(rule, piece, at, today, now) for rule, at in rows))
    write(WorseningSpell, (
        {
            "athlete_id": int(piece.ids[at]), "before": 2.0, "now_level": 6.0, "noise": 1.0,
            "opened_on": today - timedelta(int(piece.silent_days[at])),
            "last_notified_on": today - timedelta(int(piece.silent_days[at])),
            "last_notified_level": 6.0,
        }
        for rule, at in rows
        if rule.kind == "worsening"
    ))  # fmt: skip
    return untold


def _alert(rule: Rule, piece: Piece, at: int, today: date, now: datetime) -> dict[str, Any]:
    silent = int(piece.silent_days[at])
    return {
        "id": uuid.uuid4(), "athlete_id": int(piece.ids[at]), "kind": rule.kind, "rule": rule.id,
        "urgency": rule.urgency, "title": "x", "message": "x", "because": "[]",
        "day": today - timedelta(0 if rule.of_silence else silent), "raised_at": now,
        "spent": rule.limited, "resolved_at": now if silent else None,
        "acknowledged_at": now if silent else None,
        # an open alarm would make silence news
        "state": State.RESOLVED if silent else State.OPEN,
    }  # fmt: skip


def _write_days(piece: Piece, whose: set[int], today: date, now: datetime) -> None:
    first = int(piece.ids[0])
    wanted = sorted(n - first for n in whose if 0 <= n - first < len(piece.ids))
    write(Day, (
        {
            "athlete_id": first + at, "revision": 1, "watched": True,
            "changed_at": now - timedelta(int(piece.silent_days[at])),
            "day": today - timedelta(55 - place + int(piece.silent_days[at])),
            "folded": f'{{"pain_worst": {level}, "pain_mean": {level}, "sitting_h": 6.0}}',
        }
        for at in wanted
        for place, level in enumerate(piece.pain[at].tolist())
        if level != NONE_BYTE
    ))  # fmt: skip


def write(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows: by COPY on PostgreSQL, by one prepared statement on SQLite.

    What a row does not name has the field's default.
    """
    fields = [field for field in model._meta.concrete_fields if not _is_counted(field)]
    columns = [field.column for field in fields]
    usual = {field.column: field.get_default() for field in fields}
    every = ([{**usual, **row}[column] for column in columns] for row in rows)
    names = ", ".join(f'"{column}"' for column in columns)
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for values in every:
                    copy.write_row(values)
            _count_on(cursor, model)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", _for_sqlite(fields, every)
            )


def _is_counted(field: models.Field[Any, Any]) -> bool:
    """Tell whether the database counts the field up by itself; people have numbers of their own."""
    return isinstance(field, models.AutoField) and field.model is not User


def _count_on(cursor: Any, model: type[models.Model]) -> None:
    if model is User:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), max(id)) "
            "FROM accounts_user"
        )


def _for_sqlite(
    fields: Sequence[models.Field[Any, Any]], rows: Iterable[Sequence[Any]]
) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            value if isinstance(field, models.JSONField) and isinstance(value, str)
            else field.get_db_prep_value(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]  # fmt: skip
