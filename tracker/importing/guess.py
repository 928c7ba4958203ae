"""What the columns of a spreadsheet most likely are, from their names and first values. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.importing.cells import read_number
from tracker.importing.choices import Choices, Column
from tracker.importing.units import FIELDS, likely_unit, units_of

# Field -> names that columns of spreadsheets and other apps have, English and German.
NAMES: dict[str, str] = {
    "day": r"day|date|datum|tag|when",
    "time": r"time|uhrzeit|zeit",
    "pain.level": r"pain|pain_?(level|score|worst|nrs)|nrs|vas|schmerz(en)?",
    "pain.region": r"region|where|location|ort|stelle",
    "pain.side": r"side|leg|seite|bein",
    "pain.context": r"context|pain_?context",
    "sitting.hours": r"sitting|sat|sit|sitting_?(hours|time|minutes)|sitzen|gesessen",
    "sitting.seat": r"seat|chair|sitz",
    "hydration.ml": r"water|hydration|drunk|fluids?|drinks?|wasser|getrunken|trinken",
    "hydration.urine_colour": r"urine|urine_?colou?r|urin(farbe)?",
    "activity.sport": r"sport|activity|activity_?type|type|workout|sportart|aktivit[aä]t",
    "activity.minutes": r"minutes|duration|moving_?time|elapsed_?time|dauer|minuten",
    "activity.rpe": r"rpe|effort|session_?rpe|exertion|anstrengung",
    "activity.distance_m": r"distance|distanz|strecke",
    "activity.sprint_percent": r"sprint(_?percent)?",
    "activity.pain_during": r"pain_?during",
    "wellness.sleep_h": r"sleep|sleep_?(hours|time|duration|h)|slept|schlaf",
    "wellness.sleep_quality": r"sleep_?quality|schlafqualit[aä]t",
    "wellness.fatigue": r"fatigue|tiredness|m[uü]digkeit",
    "wellness.soreness": r"soreness|doms|muskelkater",
    "wellness.stress": r"stress",
    "note.text": r"notes?|comments?|remarks?|notiz(en)?|kommentar(e)?|bemerkung(en)?",
}
# A field's bare name, as the tables of an export have it, where only one kind has such a field.
_BARE = Counter(field.rpartition(".")[2] for field in FIELDS)
_ALONE = {
    field.rpartition(".")[2]: field for field in FIELDS if _BARE[field.rpartition(".")[2]] == 1
}
_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,12}?)\s*[)\]]\s*$")
_WRITTEN = {
    "ml": "ml", "milliliter": "ml", "l": "l", "liter": "l", "litre": "l", "litres": "l",
    "oz": "fl_oz", "fl oz": "fl_oz", "h": "h", "hours": "h", "std": "h", "hrs": "h",
    "min": "min", "mins": "min", "minutes": "min", "minuten": "min", "s": "s", "sec": "s",
    "km": "km", "m": "m", "mi": "mi", "miles": "mi", "0-100": "0-100", "0-10": "0-10",
    "%": "0-100",
}  # fmt: skip
_ENDINGS = (("_ml", "ml"), ("_l", "l"), ("_min", "min"), ("_minutes", "min"), ("_h", "h"),
            ("_hours", "h"), ("_km", "km"), ("_s", "s"), ("_sec", "s"), ("_secs", "s"))  # fmt: skip


def guess(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, separator: str, time_zone: str
) -> Choices:
    """Return the likeliest choices for a table; `rows` are its first lines."""
    decimal = _decimal(rows, separator)
    columns: list[Column] = []
    taken: set[str] = set()
    for number, name in enumerate(header):
        told, unit = _name_and_unit(name)
        field = _field(told, taken)
        if field is None:
            columns.append(Column(number))
            continue
        taken.add(field)
        values = [
            value
            for row in rows
            if number < len(row) and (value := read_number(row[number], decimal)) is not None
        ]
        columns.append(Column(number, field, likely_unit(field, values, first=unit)))
    order = _order([row[c.column] for c in columns if c.field == "day" for row in rows
                    if c.column < len(row)])  # fmt: skip
    return Choices(time_zone, tuple(columns), order, decimal)


def written(rows: Sequence[Sequence[str]], *, days: int, separator: str, time_zone: str) -> Choices:
    """Return how a table of known columns writes its days (in the column `days`) and numbers."""
    order = _order([row[days] for row in rows if days < len(row)])
    return Choices(time_zone, date_order=order, decimal=_decimal(rows, separator))


def _name_and_unit(name: str) -> tuple[str, str | None]:
    told = name.strip()
    if told.lower() in FIELDS:
        return told.lower(), None
    unit = None
    if match := _UNIT.search(told):
        unit = _WRITTEN.get(match[1].lower())
        told = told[: match.start()].strip()
    bare = re.sub(r"[\s-]+", "_", told.lower())
    for ending, meant in _ENDINGS:
        if unit is None and bare.endswith(ending):
            return bare.removesuffix(ending), meant
    return bare, unit


def _field(bare: str, taken: set[str]) -> str | None:
    if bare in FIELDS and bare not in taken:
        return bare
    for field, names in NAMES.items():
        if field not in taken and re.fullmatch(names, bare):
            return field
    alone = _ALONE.get(bare)
    return alone if alone not in taken else None


def _decimal(rows: Sequence[Sequence[str]], separator: str) -> str:
    """A comma is decimal unless every one of them groups thousands or the file says otherwise."""
    commas = [cell for row in rows for cell in row if re.fullmatch(r"\s*\d+,\d+\s*", cell)]
    points = [cell for row in rows for cell in row if re.fullmatch(r"\s*\d+\.\d+\s*", cell)]
    if not commas or (points and separator == ","):
        return "."
    grouped = all(re.fullmatch(r"\s*\d{1,3},\d{3}\s*", cell) for cell in commas)
    return "." if grouped and separator == "," else ","


def _order(days: Sequence[str]) -> str:
    """A part above 12 is a day; with dots it is day first; else the year is in front.

    A day that begins with a year of four digits is read so whatever the order.
    """
    parts = [re.split(r"[-./]", day.strip())[:2] for day in days if day.strip()]
    parts = [part for part in parts if len(part[0]) < 4]
    numbers = [(int(a), int(b)) for a, b in (p for p in parts if len(p) == 2)
               if a.isdigit() and b.isdigit()]  # fmt: skip
    if not numbers or any(first > 31 for first, _ in numbers):
        return "ymd"
    if any(second > 12 for _, second in numbers):
        return "mdy"
    dotted = any("." in day for day in days)
    return "dmy" if dotted or any(first > 12 for first, _ in numbers) else "mdy"


def doubtful(
    columns: Sequence[Column], header: Sequence[str], rows: Sequence[Sequence[str]], decimal: str
) -> list[dict[str, str]]:
    """Return, for each column whose values are usual in another unit than the chosen, which."""
    found = []
    for column in columns:
        if column.field is None or not units_of(column.field):
            continue
        values = [
            value
            for row in rows
            if column.column < len(row)
            and (value := read_number(row[column.column], decimal)) is not None
        ]
        likely = likely_unit(column.field, values, first=column.unit)
        if likely is not None and likely != column.unit:
            found.append({"column": header[column.column], "unit": str(column.unit),
                          "likely": likely})  # fmt: skip
    return found
