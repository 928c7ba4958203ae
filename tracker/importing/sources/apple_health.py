"""An Apple Health export (export.zip or its XML): water, sleep and workouts, as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.nights import Nights
from tracker.importing.records import Found, Namer, Record, Trouble
from tracker.importing.sessions import Session, record
from tracker.importing.sources import MB, Source
from tracker.importing.xml_stream import Element, elements

NAME = "apple_health"
MOST_PACKED = 400 * MB
MOST_UNPACKED = 5_000 * MB
WANTED = frozenset({"Record", "Workout", "WorkoutStatistics"})
WATER = "HKQuantityTypeIdentifierDietaryWater"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
ASLEEP = "HKCategoryValueSleepAnalysisAsleep"  # also ...AsleepCore, Deep, REM, Unspecified
DISTANCE = "HKQuantityTypeIdentifierDistance"
INTO_ML = {
    "mL": 1.0, "cL": 10.0, "dL": 100.0, "L": 1000.0, "fl_oz_us": 29.5735, "fl_oz_imp": 28.4131,
    "cup_us": 236.588, "cup_imp": 284.131, "pt_us": 473.176, "pt_imp": 568.261,
}  # fmt: skip
INTO_M = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
INTO_MIN = {"min": 1.0, "s": 1 / 60, "sec": 1 / 60, "hr": 60.0, "h": 60.0}
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)


def claims(look: Look) -> bool:
    """Take the zip by the folder that is in it, the XML by its root."""
    zipped = any(_is_export(name) for name in look.names)
    return zipped or b"<HealthData" in look.head or b"<!DOCTYPE HealthData" in look.head


def _is_export(name: str) -> bool:
    """The folder is called so in every language; the file in it is not."""
    folder, _, file = name.lower().rpartition("/")
    in_place = "apple_health_export" in folder or file == "export.xml"
    return in_place and file.endswith(".xml") and "cda" not in file


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield water and workouts as they come, and sleep by night at the end."""
    namer, nights = Namer(NAME), Nights()
    distance: float | None = None
    with unpacked(file, _is_export, most_bytes=MOST_UNPACKED) as inner:
        for one in elements(inner, WANTED, only=_of_use):
            told = one.attributes
            if one.name == "WorkoutStatistics":
                if told.get("type", "").startswith(DISTANCE):
                    distance = _amount(told.get("sum"), INTO_M, told.get("unit"))
            elif one.name == "Workout":
                yield record(_workout(one, distance), choices, namer, local=True)
                distance = None
            elif told.get("type") == WATER:
                yield _water(one, namer)
            elif told.get("type") == SLEEP and told.get("value", "").startswith(ASLEEP):
                began, ended = _moment(told.get("startDate")), _moment(told.get("endDate"))
                if began and ended:
                    nights.add(began, ended)
    for day, hours in nights.hours():
        yield Record(0, namer.entry("wellness", day, {"sleep_h": hours}))


def _of_use(attributes: dict[str, str]) -> bool:
    """Leave out what would only be read to be dropped: steps and heartbeats, by the million."""
    kind = attributes.get("type")
    return kind is None or kind in (WATER, SLEEP) or kind.startswith(DISTANCE)


def _water(one: Element, namer: Namer) -> Found:
    began = _moment(one.attributes.get("startDate"))
    ml = _amount(one.attributes.get("value"), INTO_ML, one.attributes.get("unit"))
    if began is None or ml is None:
        return Trouble(one.line, WATER, "unreadable", "This record has no time or no amount.")
    return Record(one.line, namer.entry("hydration", began.date(), {"ml": round(ml)}, at=began))


def _workout(one: Element, distance: float | None) -> Session:
    told = one.attributes
    minutes = _amount(told.get("duration"), INTO_MIN, told.get("durationUnit", "min"))
    whole = _amount(told.get("totalDistance"), INTO_M, told.get("totalDistanceUnit"))
    sport = told.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
    return Session(one.line, sport, _moment(told.get("startDate")), minutes, whole or distance)


def _moment(text: str | None) -> datetime | None:
    """Read a time as the export writes it, with the offset of the clock on the wall."""
    if text is None or not _TIME.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _amount(text: str | None, units: dict[str, float], unit: str | None) -> float | None:
    factor = units.get(unit or "")
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value * factor if factor is not None and 0 <= value < 1e9 else None


SOURCE = Source(
    name=NAME, rank=10, most_bytes=MOST_PACKED, claims=claims, read=read, asks=("effort",)
)
