"""The last 56 days as bytes: a window, not a recursive filter, so an edit repairs it by one byte.

Pure. Oldest day first; the last byte is `ends_on`, the newest logged day.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DAYS = 56
NONE_BYTE, NONE_WORD = 255, 65535
EMPTY_BYTES = bytes([NONE_BYTE]) * DAYS
EMPTY_WORDS = b"\xff\xff" * DAYS
HYDRATION_STEP_ML = 50


@dataclass(frozen=True, slots=True)
class Window:
    """One athlete's buffers (see `tracker.models.Snapshot` for units)."""

    ends_on: date | None = None
    pain: bytes = EMPTY_BYTES
    logged: bytes = bytes(DAYS)
    load_au: bytes = EMPTY_WORDS
    sitting: bytes = EMPTY_BYTES
    hydration: bytes = EMPTY_BYTES


def roll(window: Window, folded: Mapping[date, Mapping[str, Any] | None]) -> Window:
    """Return the window with these days written in; None = nothing is logged there any more.

    Days older than the window are left out. The window moves on to a newer day, never back: see
    `has_lost_its_end`.
    """
    with_entries = [day for day, fields in folded.items() if fields is not None]
    ends_on = max([*with_entries, *([window.ends_on] if window.ends_on else [])], default=None)
    if ends_on is None:
        return window
    shift = min(DAYS, (ends_on - window.ends_on).days) if window.ends_on else DAYS
    pain = bytearray(window.pain[shift:] + bytes([NONE_BYTE]) * shift)
    logged = bytearray(window.logged[shift:] + bytes(shift))
    load = bytearray(window.load_au[2 * shift :] + b"\xff\xff" * shift)
    sitting = bytearray(window.sitting[shift:] + bytes([NONE_BYTE]) * shift)
    hydration = bytearray(window.hydration[shift:] + bytes([NONE_BYTE]) * shift)
    for day, fields in folded.items():
        at = DAYS - 1 - (ends_on - day).days
        if not 0 <= at < DAYS:
            continue
        told = fields or {}
        logged[at] = 1 if fields is not None else 0
        pain[at] = told.get("pain_worst", NONE_BYTE)
        sitting[at] = _scaled(told.get("sitting_h"), 10)
        hydration[at] = _scaled(told.get("hydration_ml"), 1 / HYDRATION_STEP_ML)
        units = told.get("load_au")
        struct.pack_into(
            "<H", load, 2 * at, NONE_WORD if units is None else min(65534, round(units))
        )
    return Window(
        ends_on, bytes(pain), bytes(logged), bytes(load), bytes(sitting), bytes(hydration)
    )


def has_lost_its_end(window: Window, folded: Mapping[date, Mapping[str, Any] | None]) -> bool:
    """Say whether the window's last day was emptied, so that it must be built from days anew."""
    end = window.ends_on
    if end is None or end not in folded:
        return False
    return all(fields is None or day < end for day, fields in folded.items())


def _scaled(value: float | None, factor: float) -> int:
    return NONE_BYTE if value is None else min(NONE_BYTE - 1, round(value * factor))


def values(buffer: bytes, *, scale: float = 1) -> list[float | None]:
    """Return a byte buffer as numbers, oldest first, None = not logged."""
    return [None if byte == NONE_BYTE else byte / scale if scale != 1 else byte for byte in buffer]


def words(buffer: bytes) -> list[int | None]:
    """Return a buffer of 16-bit numbers, oldest first, None = not logged."""
    return [None if word == NONE_WORD else word for word in struct.unpack(f"<{DAYS}H", buffer)]


def shifted(series: Iterable[float | None], *, ends_on: date, today: date) -> list[float | None]:
    """Return the 56 days ending today of a series that ends on `ends_on`."""
    held = list(series)
    gap = (today - ends_on).days
    if gap < 0:  # logged where tomorrow has begun already
        ahead = min(DAYS, -gap)
        return [None] * ahead + held[: DAYS - ahead]
    gap = min(DAYS, gap)
    return held[gap:] + [None] * gap


def streak(logged: Sequence[float | None]) -> int:
    """Return the days in a row at the end of a window that ends today; today may be still empty."""
    held = logged if logged[-1] else logged[:-1]
    return next((n for n, day in enumerate(reversed(held)) if not day), len(held))
