"""Small FIT files made by hand, so that tests need no watch."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from fitdecode.utils import compute_crc

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
RUNNING = 1
_FILE_ID, _SESSION, _ACTIVITY = 0, 18, 34


def _seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


def _message(local: int, number: int, fields: list[tuple[int, str, int]]) -> bytes:
    """A definition and its data; a field is its number, `I` or `B`, and its value."""
    kinds = {"I": (4, 0x86), "B": (1, 0x00), "H": (2, 0x84), "b": (1, 0x02)}
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    head += b"".join(struct.pack("BBB", field, *kinds[form]) for field, form, _ in fields)
    forms = "".join("B" if form == "b" else form for _, form, _ in fields)
    return head + struct.pack(f"<B{forms}", local, *(value for *_, value in fields))


def fit_file(
    *,
    began: datetime,
    minutes: float,
    metres: int = 0,
    rpe: int | None = None,
    ahead: timedelta | None = None,
) -> bytes:
    """Return a FIT activity of one running session; `ahead` is the watch's clock before UTC."""
    ended = _seconds(began) + int(minutes * 60)
    session = [
        (253, "I", ended), (2, "I", _seconds(began)), (5, "B", RUNNING),
        (8, "I", int(minutes * 60_000)), (9, "I", metres * 100),
    ]  # fmt: skip
    if rpe is not None:
        session.append((193, "b", rpe * 10))
    activity = [(253, "I", ended)]
    if ahead is not None:
        activity.append((5, "I", ended + int(ahead.total_seconds())))
    body = _message(0, _FILE_ID, [(0, "B", 4)])
    body += _message(1, _SESSION, session) + _message(2, _ACTIVITY, activity)
    header = struct.pack("<BBHI4s", 14, 0x20, 2100, len(body), b".FIT")
    header += struct.pack("<H", compute_crc(header))
    return header + body + struct.pack("<H", compute_crc(header + body))
