"""The wellness table that intervals.icu exports: sleep, feelings from 1 to 4, litres drunk.

Source: the wellness fields of the intervals.icu API (sleepSecs in seconds, hydrationVolume in
litres; sleepQuality, soreness, fatigue and stress from 1, best, to 4, worst).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from tracker.importing.cells import BadCell, read_day, read_number
from tracker.importing.choices import Choices
from tracker.importing.guess import written
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import Found, Namer, Record, Trouble
from tracker.importing.sources import MB, Source, Suggestion
from tracker.importing.tables import first_names, open_table, sample_of
from tracker.importing.units import into_own

NAME = "intervals"
MOST = 50 * MB
DAYS = ("date", "id")
# Their column -> field of ours, unit of theirs.
COLUMNS = {
    "sleepsecs": ("wellness.sleep_h", "s"),
    "sleepquality": ("wellness.sleep_quality", "1-4"),
    "fatigue": ("wellness.fatigue", "1-4"),
    "soreness": ("wellness.soreness", "1-4"),
    "stress": ("wellness.stress", "1-4"),
    "hydrationvolume": ("hydration.ml", "l"),
}
NOTE = "comments"
NUMBER = "Write a number, for example 3, and nothing else."
THEIRS = {"sleepsecs", "restinghr", "hydrationvolume", "kcalconsumed", "ctl", "atl", "ramprate"}


def claims(look: Look) -> bool:
    """Take a table that has a day and at least two columns that only intervals.icu names so."""
    names = {name.lower() for name in first_names(look.head)}
    return bool(names & set(DAYS)) and len(names & THEIRS) >= 2


def suggest(file: BinaryIO, time_zone: str) -> Suggestion:
    """Guess how days and numbers are written: a spreadsheet may have saved it in its own way."""
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        rows = sample_of(table)
    days = next(at for at, name in enumerate(table.header) if name.lower() in DAYS)
    return Suggestion(written(rows, days=days, separator=table.separator, time_zone=time_zone))


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield wellness, water and note of each day; 0 and empty cells are "not logged"."""
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        places = {name.lower(): place for place, name in reversed(list(enumerate(table.header)))}
        day_name = next(name for name in DAYS if name in places)
        namer = Namer(NAME)
        for found in table.lines:
            if isinstance(found, Trouble):
                yield found
                continue
            line, cells = found
            row = {name: cells[at] for name, at in places.items() if at < len(cells)}
            try:
                day, _rest = read_day(row.get(day_name, ""), choices.date_order)
            except BadCell as bad:
                yield Trouble(line, table.header[places[day_name]], bad.code, bad.detail)
                continue
            made: dict[str, dict[str, Any]] = {}
            columns: dict[str, dict[str, str]] = {}
            told = (row, table.header, places, line, choices.decimal)
            yield from _fill(*told, made, columns)
            for kind, fields in made.items():
                yield Record(line, namer.entry(kind, day, fields), columns[kind])


def _fill(
    row: Mapping[str, str],
    header: tuple[str, ...],
    places: Mapping[str, int],
    line: int,
    decimal: str,
    made: dict[str, dict[str, Any]],
    columns: dict[str, dict[str, str]],
) -> Iterator[Trouble]:
    for name, (field, unit) in COLUMNS.items():
        text = row.get(name, "").strip()
        if not text:
            continue
        value = read_number(text, decimal)
        if value is None:
            yield Trouble(line, header[places[name]], "not-a-number", NUMBER)
        elif value:
            kind, _, own = field.partition(".")
            exact = round(into_own(field, unit, value), 2)
            made.setdefault(kind, {})[own] = int(exact) if exact == int(exact) else exact
            columns.setdefault(kind, {})[own] = header[places[name]]
    if text := row.get(NOTE, "").strip():
        made["note"], columns["note"] = {"text": text}, {"text": header[places[NOTE]]}


SOURCE = Source(
    name=NAME,
    rank=20,
    most_bytes=MOST,
    claims=claims,
    read=read,
    suggest=suggest,
    asks=("date_order", "decimal"),
)
