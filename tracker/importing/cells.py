"""From the text of a cell to a day, a time, a number or a word. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from tracker.importing.units import into_own

_DAY = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[T ]+(\S.*))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?", re.ASCII)
_SPAN = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
# Of a sign that is not the decimal one: it groups thousands, or the cell is no such number.
_GROUPED = {
    sign: re.compile(rf"[+-]?\d{{1,3}}(?:\{sign}\d{{3}})+(?:[^\d{sign}]\d*)?", re.ASCII)
    for sign in ".,"
}
_YES, _NO = {"yes", "true", "ja", "y", "x"}, {"no", "false", "nein", "n"}


class BadCell(Exception):
    """A cell that does not say what its column should: a stable code and the remedy."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def read_day(text: str, order: str) -> tuple[date, str | None]:
    """Read a day written year, month and day in this order; also return what follows it.

    A year of four digits in front is read as year-month-day whatever the order.
    :raises BadCell: for anything else.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise BadCell("bad-day", "Write the day like 2026-03-09, or choose the order of your file.")
    parts = dict(zip("ymd" if len(match[1]) == 4 else order, match.groups()[:3], strict=True))
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000
    try:
        return date(year, int(parts["m"]), int(parts["d"])), match[4]
    except ValueError:
        detail = "There is no such day. Check the order of day, month and year."
        raise BadCell("bad-day", detail) from None


def read_clock(text: str) -> time | None:
    """Read a time of day, with or without seconds, am or pm; None = an empty cell.

    :raises BadCell: for anything else.
    """
    if not text.strip():
        return None
    match = _CLOCK.match(text.strip())
    if match is None:
        raise BadCell("bad-time", "Write the time like 07:15.")
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        raise BadCell("bad-time", "There is no such time of day.") from None


def read_number(text: str, decimal: str) -> float | None:
    """Read a number written with this decimal sign; None = this is no number.

    The other sign groups thousands: with a decimal point 1,500 is a number and 1,5 is none.
    """
    bare = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "")
    other = "." if decimal == "," else ","
    if other in bare and not _GROUPED[other].fullmatch(bare):
        return None
    bare = bare.replace(other, "").replace(decimal, ".")
    if not _NUMBER.fullmatch(bare):
        return None
    value = float(bare)
    return int(value) if value.is_integer() else value


def read_amount(text: str, name: str, unit: str | None, decimal: str) -> float | None:
    """Read a number or a span like 7:30 in a unit, into the kind's own; None = neither."""
    value = read_number(text, decimal)
    if value is None and unit in {"h", "min"} and (span := _SPAN.fullmatch(text.strip())):
        parts = [int(part) for part in span.groups() if part is not None]
        seconds = parts[0] * 60 + parts[1] if unit == "min" and len(parts) == 2 else 0
        if not seconds:
            seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) == 3 else 0)
        value = seconds / (3600 if unit == "h" else 60)
    if value is None:
        return None
    own = round(into_own(name, unit, value), 3)
    return int(own) if own == int(own) else own


def candidates(text: str, name: str, unit: str | None, decimal: str) -> list[Any]:
    """Return the ways a cell may be meant, the likeliest first; the kind takes the first it can."""
    bare = text.strip()
    found: list[Any] = []
    if name == "symptom.value" and bare.lower() in _YES | _NO:
        found.append(bare.lower() in _YES)
    if (amount := read_amount(text, name, unit, decimal)) is not None:
        found.append(amount)
    word = re.sub(r"[\s-]+", "_", bare.lower())
    return [*found, bare, word]


def instant(day: date, clock: time, zone: Any) -> datetime:
    """Return the moment of a wall clock in a zone."""
    return datetime.combine(day, clock, zone)
