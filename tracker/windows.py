"""Everyone's windows as arrays, read in keyset chunks: what the nightly scan looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from tracker import snapshot


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of many athletes, one row each, 56 days ending on `ends_on` (an ordinal).

    255 (65535 for `load_au`) = not logged; units as in `tracker.models.Snapshot`.
    """

    ids: NDArray[np.int64]
    ends_on: NDArray[np.int32]
    pain: NDArray[np.uint8]
    load_au: NDArray[np.uint16]
    hydration: NDArray[np.uint8]
    logged: NDArray[np.uint8]


# Of the next athletes by id, whose newest logged day is not too old.
SOME = (
    "SELECT athlete_id, ends_on, pain, load_au, hydration, logged FROM tracker_snapshot "
    "WHERE athlete_id > %s AND ends_on >= %s ORDER BY athlete_id LIMIT %s"
)
# PostgreSQL joins each column on its own side: six values come over the wire, not six a row.
JOINED = (
    "COPY (SELECT string_agg(int8send(athlete_id), ''), "  # noqa: S608  (a constant)
    "string_agg(int4send(ends_on - date '0001-01-01' + 1), ''), string_agg(pain, ''), "
    "string_agg(load_au, ''), string_agg(hydration, ''), string_agg(logged, '') "
    f"FROM ({SOME}) AS chosen) TO STDOUT (FORMAT BINARY)"
)
COLUMNS = (">i8", ">i4", "u1", "<u2", "u1", "u1")


def read_windows(*, after_id: int, limit: int, since: date) -> Windows:
    """Read the next athletes by id whose newest logged day is `since` or later."""
    asked = [after_id, connection.ops.adapt_datefield_value(since), limit]
    read = _joined if connection.vendor == "postgresql" else _row_by_row
    ids, ends_on, *buffers = (
        np.frombuffer(joined, kind) for joined, kind in zip(read(asked), COLUMNS, strict=True)
    )
    pain, load_au, hydration, logged = (held.reshape(len(ids), snapshot.DAYS) for held in buffers)
    return Windows(
        ids=ids.astype(np.int64), ends_on=ends_on.astype(np.int32), pain=pain, load_au=load_au,
        hydration=hydration, logged=logged,
    )  # fmt: skip


def _joined(asked: Sequence[Any]) -> list[bytes]:
    # Past Django's wrapper, which in debug knows no COPY with parameters.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.cursor.copy(JOINED, asked) as copy:
            copy.set_types(["bytea"] * len(COLUMNS))
            (row,) = copy.rows()
        return [column or b"" for column in row]


def _row_by_row(asked: Sequence[Any]) -> list[bytes]:
    """Return the same columns from SQLite, which joins no bytes but answers in this process."""
    with connection.cursor() as cursor:
        cursor.execute(SOME, asked)
        rows = cursor.fetchall()
    ids = np.fromiter((row[0] for row in rows), ">i8", len(rows))
    ends_on = np.fromiter(_ordinals(rows), ">i4", len(rows))
    return [
        ids.tobytes(),
        ends_on.tobytes(),
        *(b"".join([row[at] for row in rows]) for at in range(2, 6)),
    ]


def _ordinals(rows: Sequence[Sequence[Any]]) -> Iterable[int]:
    """Yield the days as ordinals; few differ, so each is read once."""
    known: dict[Any, int] = {}
    for row in rows:
        day = row[1]
        if day not in known:
            known[day] = (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
        yield known[day]
