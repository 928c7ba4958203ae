"""FIT, the binary activity file of watches: one record a session, with its own effort if told."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, BinaryIO

import fitdecode

from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import BadFile, Found, Namer
from tracker.importing.sessions import Session, record
from tracker.importing.sources import MB, Source

NAME = "fit"
MOST = 30 * MB
_DAMAGE = (
    fitdecode.FitError, ValueError, LookupError, TypeError, OverflowError, struct.error,
)  # fmt: skip
FURTHEST = timedelta(hours=14)


def claims(look: Look) -> bool:
    """Take what bears the mark of FIT in its header."""
    return look.head[8:12] == b".FIT"


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield the sessions; the watch's own clock, where it is told, says which day it was."""
    namer = Namer(NAME)
    sessions: list[Session] = []
    offset: timedelta | None = None
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        for number, message in enumerate(_messages(inner), start=1):
            if message.name == "session":
                sessions.append(_session(message, number))
            elif message.name == "activity":
                offset = _offset(message)
    if not sessions:
        raise BadFile("This FIT file holds no session; choose an activity.", code="no-session")
    for session in sessions:
        if offset is not None and session.began is not None:
            there = session.began.astimezone(timezone(offset))
            session = _at(session, there)
        yield record(session, choices, namer, local=offset is not None)


def _messages(inner: BinaryIO) -> Iterator[Any]:
    """Yield session and activity messages; whatever a damaged file makes the decoder raise is told.

    The decoder unpacks bytes of the file before it checks them, so a damaged one surfaces as any
    of these.
    """
    try:
        with fitdecode.FitReader(
            inner,
            check_crc=fitdecode.CrcCheck.RAISE,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        ) as frames:
            for frame in frames:
                is_data = frame.frame_type == fitdecode.FIT_FRAME_DATA
                if is_data and frame.name in {"session", "activity"}:
                    yield frame
    except _DAMAGE as error:
        raise BadFile("The FIT file is damaged. Export it again.", code="damaged") from error


def _session(message: Any, number: int) -> Session:
    def told(name: str) -> Any:
        return message.get_value(name, fallback=None)

    began = told("start_time")
    seconds = told("total_timer_time") or told("total_elapsed_time")
    rpe = told("workout_rpe")  # 0-100 in steps of ten
    return Session(
        line=number,
        sport=str(told("sport") or "other"),
        began=began.astimezone(UTC) if isinstance(began, datetime) else None,
        minutes=seconds / 60 if isinstance(seconds, int | float) else None,
        distance_m=told("total_distance"),
        rpe=round(rpe / 10) if isinstance(rpe, int | float) and 0 <= rpe <= 100 else None,
    )


def _offset(message: Any) -> timedelta | None:
    """Return how far the watch's clock was ahead of UTC, to the quarter of an hour."""
    at = message.get_value("timestamp", fallback=None)
    local = message.get_value("local_timestamp", fallback=None)
    if not isinstance(at, datetime) or not isinstance(local, datetime):
        return None
    ahead = local.replace(tzinfo=UTC) - at.astimezone(UTC)
    quarters = timedelta(minutes=15 * round(ahead / timedelta(minutes=15)))
    return quarters if abs(quarters) <= FURTHEST else None


def _at(session: Session, began: datetime) -> Session:
    return Session(
        session.line, session.sport, began, session.minutes, session.distance_m, session.rpe
    )


SOURCE = Source(
    name=NAME, rank=10, most_bytes=MOST, claims=claims, read=read, asks=("effort", "time_zone")
)
