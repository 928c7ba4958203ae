"""What a person chooses about a file: what each column is, its unit, how days are written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from kernel.calendar import format_instant
from kernel.errors import DomainError, FieldError
from kernel.zones import Stay, zone_at, zone_on
from tracker.importing.units import FIELDS, units_of

DATE_ORDERS = ("ymd", "dmy", "mdy")
MOST_COLUMNS = 200


class BadChoice(DomainError):
    """A choice that does not fit the file."""

    code = "bad-choice"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is: its place from 0, the field it fills (None = left out), its unit."""

    column: int
    field: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """All that is chosen; `effort` (0-10) stands in where a session does not tell its own.

    `stays` is where the person lived when, oldest first; a zone that they choose for the file
    holds for all of it: then `as_lived` is False and there are none.
    """

    time_zone: str = "UTC"
    columns: tuple[Column, ...] = ()
    date_order: str = "ymd"
    decimal: str = "."
    effort: int | None = None
    stays: tuple[Stay, ...] = ()
    as_lived: bool = True

    def zone_at(self, moment: datetime) -> ZoneInfo:
        """Return the zone that held at an instant of the file."""
        return ZoneInfo(zone_at(moment, self.stays, otherwise=self.time_zone))

    def zone_on(self, day: date) -> ZoneInfo:
        """Return the zone that a day of the file is counted in."""
        return ZoneInfo(zone_on(day, self.stays, otherwise=self.time_zone))

    def as_dict(self) -> dict[str, Any]:
        """Return the form that is kept."""
        stays = [
            {"zone": stay.zone, "from_at": format_instant(stay.from_at)} for stay in self.stays
        ]
        columns = [asdict(column) for column in self.columns]
        return asdict(self) | {"columns": columns, "stays": stays}


def restore(kept: Mapping[str, Any]) -> Choices:
    """Return choices from the form in which they are kept."""
    columns = tuple(Column(**column) for column in kept["columns"])
    stays = tuple(
        Stay(stay["zone"], datetime.fromisoformat(stay["from_at"]))
        for stay in kept.get("stays", ())
    )
    return replace(Choices(), **{**kept, "columns": columns, "stays": stays})


def changed(
    held: Choices, sent: Mapping[str, Any], *, home: str = "UTC", stays: tuple[Stay, ...] = ()
) -> Choices:
    """Return the choices with what was sent put in.

    `home` and `stays` are the person's zone and where they lived when: what holds again where no
    zone is chosen any more.
    :raises BadChoice: naming each field that cannot be so.
    """
    errors: list[FieldError] = []
    new: dict[str, Any] = {}
    for name, value in sent.items():
        if name == "columns":
            new[name] = _columns(held, value, errors)
        elif name in _TAKES:
            takes, detail = _TAKES[name]
            if takes(value):
                new[name] = value
            else:
                errors.append(FieldError(f"/{name}", "bad-choice", detail))
        else:
            detail = "There is no such choice. Leave it out."
            errors.append(FieldError(f"/{name[:64]}", "unknown-field", detail))
    if errors:
        raise BadChoice(errors[0].detail, errors=errors)
    if "time_zone" in new:
        chosen = new["time_zone"]
        as_lived = chosen is None
        new |= {"time_zone": chosen or home, "as_lived": as_lived, "stays": stays * as_lived}
    return replace(held, **new)


_TAKES = {
    "date_order": (
        lambda value: value in DATE_ORDERS, "Choose one of: " + ", ".join(DATE_ORDERS) + ".",
    ),
    "decimal": (lambda value: value in (".", ","), 'Choose "." or ",".'),
    "effort": (
        lambda value: value is None or (type(value) is int and 0 <= value <= 10),
        "Give a whole number from 0 to 10, or null.",
    ),
    "time_zone": (
        lambda value: value is None or (isinstance(value, str) and value in available_timezones()),
        "Give a zone like Europe/Berlin, or null for where you lived then.",
    ),
}  # fmt: skip


def _columns(held: Choices, sent: Any, errors: list[FieldError]) -> tuple[Column, ...]:
    """Return the columns with those that were sent changed, each known by its place."""
    made = {column.column: column for column in held.columns}
    if not isinstance(sent, list) or len(sent) > MOST_COLUMNS:
        errors.append(FieldError("/columns", "not-a-list", "Send a list of columns."))
        return held.columns
    for place, one in enumerate(sent):
        if trouble := _trouble(one, made):
            name, code, detail = trouble
            errors.append(FieldError(f"/columns/{place}{name}", code, detail))
        else:
            name = one.get("field")
            units = units_of(name) if name else ()
            unit = one.get("unit") or (units[0] if units else None)
            made[one["column"]] = Column(one["column"], name, unit)
    return tuple(made[number] for number in sorted(made))


def _trouble(one: Any, known: Mapping[int, Column]) -> tuple[str, str, str] | None:
    if not isinstance(one, Mapping) or set(one) - {"column", "field", "unit"}:
        return "", "not-a-column", "Send column, field and unit."
    if type(one.get("column")) is not int or one["column"] not in known:
        return "/column", "no-such-column", "The file has no such column."
    name, unit = one.get("field"), one.get("unit")
    if name is not None and (not isinstance(name, str) or name not in FIELDS):
        return "/field", "not-a-choice", "Choose one of: " + ", ".join(FIELDS) + ", or null."
    if unit is not None and (name is None or unit not in units_of(name)):
        listed = ", ".join(units_of(name)) if name else ""
        return "/unit", "not-a-choice", f"Choose one of: {listed}." if listed else "Leave it out."
    return None
