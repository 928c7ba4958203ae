"""The ways out, one file each: `NAME` and `send(letter)`, which never raises for what it meets."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from alerts.models import Audience


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel may know: whom to reach, which alerts it speaks for, and how urgent.

    `user_id` is None where the addressee has no account (contact, operators, a club's system).
    `delivery_id` is None for a test that the person asked for.
    """

    user_id: int | None
    alert_ids: tuple[UUID, ...]
    urgent: bool
    audience: str = Audience.ATHLETE
    athlete_id: int = 0  # whom it is about
    delivery_id: int | None = None
    handed_over: int = 0  # how often a mail server got the whole of it before
    webhook_id: int | None = None
    ladder: UUID | None = None
    reminder: bool = False  # of the daily log: no alert is behind it
    leave_out: frozenset[str] = frozenset()  # push services that keep others waiting already
    reached_nobody: bool = False  # to the operators: nothing was accepted (ADR 0194)


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody took it. Not yet read: only a person acknowledges."""

    answer: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """A passing failure; `after_s` is what the other side asked for, None = our own backoff.

    `alarm` means that it passes only when an operator has looked: nobody waits for it.
    """

    answer: str
    after_s: float | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody can be reached this way; `alarm` means an operator must look."""

    answer: str
    alarm: bool = False


Outcome = Sent | TryLater | Gone
WORDS: dict[type[Outcome], str] = {Sent: "sent", TryLater: "try_later", Gone: "gone"}
Send = Callable[[Letter], Outcome]


def all_channels() -> dict[str, Send]:
    """Return every channel of this package by its NAME."""
    found: dict[str, Send] = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if name := getattr(loaded, "NAME", None):
            found[name] = loaded.send
    return found
