"""A CSV table of any spreadsheet: columns guessed, then chosen; a row may hold several kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from tracker.importing.cells import BadCell, candidates, read_clock, read_day
from tracker.importing.choices import Choices
from tracker.importing.guess import guess
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import Found, Namer, Record, Trouble
from tracker.importing.sources import MB, Source, Suggestion
from tracker.importing.tables import open_table, sample_of
from tracker.importing.units import LEAST, expected
from tracker.kinds import KINDS
from tracker.kinds.checks import takes

NAME = "spreadsheet"
MOST = 50 * MB
Wrong = tuple[str, str, str]  # field, code, remedy


def claims(look: Look) -> bool:
    """Take whatever is text; whether it is a table shows when it is opened."""
    if not look.head or len(look.names) > 1 or look.head[:1] in b"{<":
        return False
    return b"\0\0" not in look.head


def suggest(file: BinaryIO, time_zone: str) -> Suggestion:
    """Guess what the columns are."""
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        rows = sample_of(table)
    choices = guess(table.header, rows, separator=table.separator, time_zone=time_zone)
    return Suggestion(choices, table.header, tuple(rows))


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield a record for each kind that a row tells of."""
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        names, namer = dict(enumerate(table.header)), Namer(NAME)
        chosen = {column.field: column for column in choices.columns if column.field}
        if "day" not in chosen:
            yield Trouble(1, None, "no-day", "Say which column holds the day.")
            return
        for row in table.lines:
            if isinstance(row, Trouble):
                yield row
            else:
                yield from _row(*row, chosen, names, choices, namer)


def _row(
    line: int,
    cells: Sequence[str],
    chosen: Mapping[str, Any],
    names: Mapping[int, str],
    choices: Choices,
    namer: Namer,
) -> Iterator[Found]:
    def cell(field: str) -> str:
        place = chosen[field].column
        return cells[place] if place < len(cells) else ""

    field = "day"
    try:
        day, rest = read_day(cell("day"), choices.date_order)
        field = "time" if "time" in chosen else "day"
        clock = read_clock(cell("time") if "time" in chosen else rest or "")
        at = datetime.combine(day, clock, choices.zone_on(day)) if clock else None
    except BadCell as bad:
        yield Trouble(line, names[chosen[field].column], bad.code, bad.detail)
        return
    for kind in KINDS:
        given = {
            name.partition(".")[2]: column
            for name, column in chosen.items()
            if name.startswith(f"{kind}.") and cell(name).strip()
        }
        if given:
            columns = {name: names[column.column] for name, column in given.items()}
            fields = _fields(kind, given, cell, choices)
            trouble = (
                _no_number(kind, fields, given)
                or _stand_in(kind, fields, choices)
                or _doubt(kind, fields, given)
            )
            if trouble is None:
                yield Record(line, namer.entry(kind, day, fields, at=at), columns)
            else:
                name, code, detail = trouble
                yield Trouble(line, columns.get(name), code, detail)


def _fields(kind: str, given: Mapping[str, Any], cell: Any, choices: Choices) -> dict[str, Any]:
    checks = {**KINDS[kind].required, **KINDS[kind].optional}
    made: dict[str, Any] = {}
    for name, column in given.items():
        full = f"{kind}.{name}"
        meant = candidates(cell(full), full, column.unit, choices.decimal)
        made[name] = next((one for one in meant if takes(checks[name], one)), meant[0])
    return made


def _no_number(kind: str, fields: Mapping[str, Any], given: Mapping[str, Any]) -> Wrong | None:
    """Say what is expected where a cell holds words in a column of numbers."""
    for name, column in given.items():
        detail = expected(f"{kind}.{name}", column.unit)
        if detail is not None and isinstance(fields[name], str):
            return name, "not-a-number", detail
    return None


def _stand_in(kind: str, fields: dict[str, Any], choices: Choices) -> Wrong | None:
    """A session needs sport and effort: what the row leaves open is what was chosen for all."""
    if kind != "activity":
        return None
    if fields.get("sport") == "rest":
        fields.setdefault("minutes", 0)
        fields.setdefault("rpe", 0)
    fields.setdefault("sport", "other")
    if choices.effort is not None:
        fields.setdefault("rpe", choices.effort)
    if "minutes" not in fields:
        return "sport", "no-minutes", "Say how many minutes it took."
    if "rpe" not in fields:
        detail = "No effort is told. Choose one for all sessions, or the column that holds it."
        return "rpe", "effort-missing", detail
    return None


def _doubt(kind: str, fields: Mapping[str, Any], given: Mapping[str, Any]) -> Wrong | None:
    """Refuse a cell that can only be in another unit than its column."""
    for name in given:
        value, least = fields[name], LEAST.get(f"{kind}.{name}")
        if least is not None and isinstance(value, int | float) and 0 < value < least:
            detail = "This is too little in the chosen unit. Correct the cell, or choose the unit."
            return name, "unit-doubtful", detail
    return None


SOURCE = Source(
    name=NAME,
    rank=90,
    most_bytes=MOST,
    claims=claims,
    read=read,
    suggest=suggest,
    asks=("columns", "date_order", "decimal", "effort", "time_zone"),
)
