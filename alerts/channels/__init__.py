"""The ways out, one file each: `send(letter)` returns what happened and never raises for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel may know: whom to reach, which alerts it speaks for, and how urgent."""

    user_id: int
    alert_ids: tuple[UUID, ...]
    token: str
    urgent: bool
    reminder: bool = False  # of the daily log: no alert is behind it


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody took it. Not yet read: only a person acknowledges."""

    answer: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """A passing failure; `after_s` is what the other side asked for, None = our own backoff."""

    answer: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody can be reached this way; `alarm` means an operator must look."""

    answer: str
    alarm: bool = False


Outcome = Sent | TryLater | Gone
