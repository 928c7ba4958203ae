"""GPX, a track of points with times: minutes from first to last, metres along the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from kernel.calendar import BadTime, parse_instant
from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import Found, Namer
from tracker.importing.sessions import Point, Session, metres, record
from tracker.importing.sources import MB, Source
from tracker.importing.xml_stream import Element, elements

NAME = "gpx"
MOST = 100 * MB
WANTED = frozenset({"trk", "type", "trkpt", "time", "trkseg"})


def claims(look: Look) -> bool:
    """Take XML of a track."""
    return b"<gpx" in look.head


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield one record for each track; the way between two segments was not walked."""
    namer = Namer(NAME)
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        track = _Track()
        for one in elements(inner, WANTED):
            parent = one.path[-1] if one.path else ""
            if one.name == "trkpt":
                track.pass_by(one)
            elif one.name == "time" and parent == "trkpt":
                track.look_at_clock(one.text)
            elif one.name == "trkseg":
                track.last = None
            elif one.name == "type" and parent == "trk":
                track.sport = one.text
            elif one.name == "trk":
                yield record(track.session(one.line), choices, namer)
                track = _Track()


class _Track:
    """A track while it is read: only its last point is held."""

    def __init__(self) -> None:
        self.sport = "other"
        self.last: Point | None = None
        self._first_at: datetime | None = None
        self._last_at: datetime | None = None
        self._metres = 0.0

    def pass_by(self, one: Element) -> None:
        try:
            point = float(one.attributes["lat"]), float(one.attributes["lon"])
        except (KeyError, ValueError):
            return
        if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            return
        if self.last is not None:
            self._metres += metres([self.last, point])
        self.last = point

    def look_at_clock(self, text: str) -> None:
        try:
            moment = parse_instant(text)
        except BadTime:
            return
        self._first_at = min(self._first_at or moment, moment)
        self._last_at = max(self._last_at or moment, moment)

    def session(self, line: int) -> Session:
        minutes = None
        if self._first_at and self._last_at:
            minutes = (self._last_at - self._first_at).total_seconds() / 60
        return Session(line, self.sport, self._first_at, minutes, self._metres or None)


SOURCE = Source(
    name=NAME, rank=30, most_bytes=MOST, claims=claims, read=read, asks=("effort", "time_zone")
)
