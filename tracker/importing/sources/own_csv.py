"""The export of ThighCare as CSV, one table a kind, or the zip of them all.

A table comes back too where a spreadsheet has saved it in its own way: other separators, days as
in 18.11.2026, numbers with a comma, TRUE or WAHR, empty cells at the end left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from tracker.exporting.tables import HEAD, restored
from tracker.importing.cells import BadCell, read_day, read_number
from tracker.importing.choices import Choices
from tracker.importing.guess import written
from tracker.importing.looks import Look, members, open_member, unpacked
from tracker.importing.records import Found, Record, Trouble
from tracker.importing.sources import MB, Source, Suggestion
from tracker.importing.tables import first_names, open_table, sample_of
from tracker.kinds import KINDS
from tracker.kinds.checks import takes

NAME = "own_csv"
MOST = 100 * MB
# How spreadsheets write what stands as true or false in the export.
_TRUE = {"true", "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar"}
_FALSE = {"false", "falsch", "faux", "falso", "onwaar"}


def claims(look: Look) -> bool:
    """Take the table by its columns, the zip by the names in it."""
    if look.names:
        return {f"{kind}.csv" for kind in KINDS} & set(look.names) != set()
    return set(HEAD) <= set(first_names(look.head))


def suggest(file: BinaryIO, time_zone: str) -> Suggestion:
    """Guess how a table writes days and numbers; the zip is as it was made."""
    if _is_zip(file):
        return Suggestion(Choices(time_zone))
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        rows, days = sample_of(table), table.header.index("day")
    return Suggestion(written(rows, days=days, separator=table.separator, time_zone=time_zone))


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield every entry as it was."""
    if not _is_zip(file):
        with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
            yield from _table(inner, choices)
        return
    with members(file) as archive:
        for one in archive.infolist():
            if one.filename.endswith(".csv"):
                yield from _table(open_member(archive, one, MOST), choices)


def _is_zip(file: BinaryIO) -> bool:
    file.seek(0)
    mark = file.read(2)
    file.seek(0)
    return mark == b"PK"


def _table(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    table = open_table(file)
    columns = {name: name for name in table.header}
    for found in table.lines:
        if isinstance(found, Trouble):
            yield found
            continue
        line, cells = found
        if any(cells[len(columns) :]):
            yield Trouble(line, None, "bad-row", "This row has too many cells.")
            continue
        row = {name: restored(cell) for name, cell in zip(table.header, cells, strict=False)}
        try:
            entry = _entry({name: cell for name, cell in row.items() if cell}, choices)
        except BadCell as bad:
            yield Trouble(line, "day", bad.code, bad.detail)
        else:
            yield Record(line, entry, columns, own=True)


def _entry(row: dict[str, str], choices: Choices) -> dict[str, Any]:
    envelope: dict[str, Any] = {name: row[name] for name in HEAD if name in row}
    if "day" in row:
        day, _rest = read_day(row["day"], choices.date_order)
        envelope["day"] = day.isoformat()
    deleted = row.get("deleted", "false")
    truth = _truth(deleted)
    envelope["deleted"] = deleted if truth is None else truth
    kind = row.get("kind", "")
    fields = {name: cell for name, cell in row.items() if name not in HEAD}
    return envelope | {
        name: _value(kind, name, cell, choices.decimal) for name, cell in fields.items()
    }


def _value(kind: str, name: str, cell: str, decimal: str) -> Any:
    """What reads as a number, a truth or JSON is that where the kind takes it so; else text."""
    known = KINDS.get(kind)
    check = {**known.required, **known.optional}.get(name) if known else None
    if check is None:
        return cell
    meant: list[Any] = [_truth(cell)]
    if decimal == ",":
        meant.append(read_number(cell, decimal))
    with suppress(ValueError, RecursionError):
        meant.append(json.loads(cell))
    return next((one for one in meant if one is not None and takes(check, one)), cell)


def _truth(cell: str) -> bool | None:
    word = cell.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


SOURCE = Source(
    name=NAME,
    rank=5,
    most_bytes=MOST,
    claims=claims,
    read=read,
    suggest=suggest,
    asks=("date_order", "decimal"),
)
