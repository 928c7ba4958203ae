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


def read_windows(*, after_id: int, limit: int, since: date) -> Windows:
    """Read the next athletes by id whose newest logged day is `since` or later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT athlete_id, ends_on, pain, load_au, hydration, logged FROM tracker_snapshot "
            "WHERE athlete_id > %s AND ends_on >= %s ORDER BY athlete_id LIMIT %s",
            [after_id, connection.ops.adapt_datefield_value(since), limit],
        )
        rows = cursor.fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    ends_on = np.fromiter(_ordinals(rows), np.int32, len(rows))
    return Windows(
        ids=ids,
        ends_on=ends_on,
        pain=_column(rows, 2, np.uint8),
        load_au=_column(rows, 3, np.uint16),
        hydration=_column(rows, 4, np.uint8),
        logged=_column(rows, 5, np.uint8),
    )


def _column(rows: Sequence[Sequence[Any]], at: int, kind: type[Any]) -> NDArray[Any]:
    held = np.frombuffer(b"".join([row[at] for row in rows]), np.dtype(kind).newbyteorder("<"))
    return held.reshape(len(rows), snapshot.DAYS)


def _ordinals(rows: Sequence[Sequence[Any]]) -> Iterable[int]:
    known: dict[Any, int] = {}
    for row in rows:
        day = row[1]
        if day not in known:
            known[day] = (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
        yield known[day]
