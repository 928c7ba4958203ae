"""TCX, the activity file of Garmin's Training Center: sport, laps with seconds and metres."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kernel.calendar import BadTime, parse_instant
from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import Found, Namer
from tracker.importing.sessions import Session, record
from tracker.importing.sources import MB, Source
from tracker.importing.xml_stream import Element, elements

NAME = "tcx"
MOST = 100 * MB
WANTED = frozenset({"Activity", "Id", "TotalTimeSeconds", "DistanceMeters"})


def claims(look: Look) -> bool:
    """Take XML of a training centre."""
    return b"<TrainingCenterDatabase" in look.head


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield one record for each activity; its laps are added up, rests between them left out."""
    namer = Namer(NAME)
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        began, seconds, distance = "", 0.0, 0.0
        for one in elements(inner, WANTED):
            parent = one.path[-1] if one.path else ""
            if one.name == "Id" and parent == "Activity":
                began = one.text
            elif one.name == "TotalTimeSeconds" and parent == "Lap":
                seconds += _number(one.text)
            elif one.name == "DistanceMeters" and parent == "Lap":
                distance += _number(one.text)
            elif one.name == "Activity":
                yield record(_session(one, began, seconds, distance), choices, namer)
                began, seconds, distance = "", 0.0, 0.0


def _session(one: Element, began: str, seconds: float, distance: float) -> Session:
    try:
        moment = parse_instant(began)
    except BadTime:
        moment = None
    return Session(
        one.line, one.attributes.get("Sport", "other"), moment, seconds / 60, distance or None
    )


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e7 else 0.0


SOURCE = Source(
    name=NAME, rank=30, most_bytes=MOST, claims=claims, read=read, asks=("effort", "time_zone")
)
