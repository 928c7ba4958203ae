"""The wellness table that intervals.icu exports: sleep, feelings from 1 to 4, litres drunk.

Source: the wellness fields of the intervals.icu API (sleepSecs in seconds, hydrationVolume in
litres; sleepQuality, soreness, fatigue and stress from 1, best, to 4, worst).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from tracker.importing.cells import BadCell, read_day, read_number
from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import Found, Namer, Record, Trouble
from tracker.importing.sources import MB, Source
from tracker.importing.tables import open_table
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
THEIRS = {"sleepsecs", "restinghr", "hydrationvolume", "kcalconsumed", "ctl", "atl", "ramprate"}


def claims(look: Look) -> bool:
    """Take a table that has a day and at least two columns that only intervals.icu names so."""
    first = look.head.decode("utf-8", "replace").lstrip("\ufeff").split("\n", 1)[0].lower()
    names = {name.strip().strip('"') for name in first.split(",")}
    return bool(names & set(DAYS)) and len(names & THEIRS) >= 2


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield wellness, water and note of each day; 0 and empty cells are "not logged"."""
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        table = open_table(inner)
        places = {name.lower(): place for place, name in reversed(list(enumerate(table.header)))}
        day_name = next(name for name in DAYS if name in places)
        namer = Namer(NAME)
        for line, cells in table.lines:
            row = {name: cells[at] for name, at in places.items() if at < len(cells)}
            try:
                day, _rest = read_day(row.get(day_name, ""), choices.date_order)
            except BadCell as bad:
                yield Trouble(line, table.header[places[day_name]], bad.code, bad.detail)
                continue
            made: dict[str, dict[str, Any]] = {}
            columns: dict[str, dict[str, str]] = {}
            yield from _fill(row, table.header, places, line, made, columns)
            for kind, fields in made.items():
                yield Record(line, namer.entry(kind, day, fields), columns[kind])


def _fill(
    row: Mapping[str, str],
    header: tuple[str, ...],
    places: Mapping[str, int],
    line: int,
    made: dict[str, dict[str, Any]],
    columns: dict[str, dict[str, str]],
) -> Iterator[Trouble]:
    for name, (field, unit) in COLUMNS.items():
        text = row.get(name, "").strip()
        if not text:
            continue
        value = read_number(text, ".")
        if value is None:
            yield Trouble(line, header[places[name]], "not-a-number", "Write a number.")
        elif value:
            kind, _, own = field.partition(".")
            exact = round(into_own(field, unit, value), 2)
            made.setdefault(kind, {})[own] = int(exact) if exact == int(exact) else exact
            columns.setdefault(kind, {})[own] = header[places[name]]
    if text := row.get(NOTE, "").strip():
        made["note"], columns["note"] = {"text": text}, {"text": header[places[NOTE]]}


SOURCE = Source(name=NAME, rank=20, most_bytes=MOST, claims=claims, read=read)
