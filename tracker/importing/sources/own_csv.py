"""The export of ThighCare as CSV, one table a kind, or the zip of them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tracker.exporting.tables import HEAD, restored
from tracker.importing.choices import Choices
from tracker.importing.looks import Look, members, open_member
from tracker.importing.records import Found, Record, Trouble
from tracker.importing.sources import MB, Source
from tracker.importing.tables import open_table
from tracker.kinds import KINDS
from tracker.kinds.checks import takes

NAME = "own_csv"
MOST = 100 * MB
FIRST = ",".join(HEAD)


def claims(look: Look) -> bool:
    """Take the table by its first columns, the zip by the names in it."""
    if look.names:
        return {f"{kind}.csv" for kind in KINDS} & set(look.names) != set()
    return look.head.decode("utf-8", "replace").lstrip("\ufeff").startswith(FIRST)


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield every entry as it was."""
    file.seek(0)
    zipped = file.read(2) == b"PK"
    file.seek(0)
    if not zipped:
        yield from _table(file)
        return
    with members(file) as archive:
        for one in archive.infolist():
            if one.filename.endswith(".csv"):
                yield from _table(open_member(archive, one, MOST))


def _table(file: BinaryIO) -> Iterator[Found]:
    table = open_table(file)
    for line, cells in table.lines:
        if len(cells) != len(table.header):
            yield Trouble(line, None, "bad-row", "This row has too few or too many cells.")
            continue
        row = {name: restored(cell) for name, cell in zip(table.header, cells, strict=True) if cell}
        yield Record(line, _entry(row), {name: name for name in table.header}, own=True)


def _entry(row: dict[str, str]) -> dict[str, Any]:
    envelope: dict[str, Any] = {name: row[name] for name in HEAD if name in row}
    envelope["deleted"] = row.get("deleted") == "true"
    kind = row.get("kind", "")
    fields = {name: cell for name, cell in row.items() if name not in HEAD}
    return envelope | {name: _value(kind, name, cell) for name, cell in fields.items()}


def _value(kind: str, name: str, cell: str) -> Any:
    """What reads as JSON is that where the kind takes it so; everything else is text."""
    known = KINDS.get(kind)
    check = {**known.required, **known.optional}.get(name) if known else None
    try:
        meant = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return meant if check is not None and takes(check, meant) else cell


SOURCE = Source(name=NAME, rank=5, most_bytes=MOST, claims=claims, read=read)
