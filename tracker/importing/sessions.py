"""One recorded session of a watch or app as an activity. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from tracker.importing.choices import Choices
from tracker.importing.records import Found, Namer, Record, Trouble

EARTH_M = 6_371_000
LONGEST_MIN = 1440
Point = tuple[float, float]  # degrees of latitude and longitude


@dataclass(frozen=True, slots=True)
class Session:
    """What a file says of one session; None = it does not say. `rpe` is 0-10."""

    line: int
    sport: str
    began: datetime | None
    minutes: float | None
    distance_m: float | None = None
    rpe: float | None = None


def record(session: Session, choices: Choices, namer: Namer, *, local: bool = False) -> Found:
    """Return the session as an entry, or what it lacks.

    Its day is the one it began on where the person was then; with `local` as the file's own clock
    says.
    """
    if session.began is None:
        return Trouble(session.line, None, "no-start", "The session does not say when it began.")
    if not session.minutes or session.minutes > LONGEST_MIN:
        detail = "A session lasts longer than nothing and at most a day. Log it by hand."
        return Trouble(session.line, None, "bad-duration", detail)
    rpe = session.rpe if session.rpe is not None else choices.effort
    if rpe is None:
        detail = "The file does not say how hard it was. Choose an effort from 0 to 10."
        return Trouble(session.line, None, "effort-missing", detail)
    fields = {"sport": sport_id(session.sport), "minutes": round(session.minutes, 1), "rpe": rpe}
    if session.distance_m:
        fields["distance_m"] = round(session.distance_m)
    began = session.began if local else session.began.astimezone(choices.zone_at(session.began))
    return Record(session.line, namer.entry("activity", began.date(), fields, at=began))


def sport_id(name: str) -> str:
    """Return a sport as the log writes it: small letters, words joined."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    bare = re.sub(r"[^a-z0-9]+", "_", split.lower()).strip("_")[:40]
    return bare or "other"


def metres(points: list[Point]) -> float:
    """Return the length of a track along the earth, in metres."""
    return sum(_between(one, other) for one, other in pairwise(points))


def _between(one: Point, other: Point) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))
