"""From what a client sent to an edit: the envelope is checked here, the fields by the kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.calendar import BadTime, latest_day_anywhere, parse_day, parse_instant
from kernel.errors import FieldError
from tracker.kinds import KINDS
from tracker.kinds.checks import AskFinding
from tracker.merge import Edit

OLDEST_DAYS = 60  # older history goes through an import
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ENVELOPE = frozenset({"id", "kind", "day", "at", "edited_at", "deleted", "client"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that could not be taken: its id as sent, and every trouble with its field."""

    entry_id: str | None
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """What the door knows while it reads a batch."""

    now: datetime
    today: date  # where the athlete is
    ask_finding: AskFinding
    allow_history: bool = False

    @property
    def last_day(self) -> date:
        """The furthest day that any place on earth has got."""
        return latest_day_anywhere(self.now)


def read_entry(sent: object, door: Door) -> Edit | Unreadable:
    """Return the edit, or what is wrong with it; never raises for anything a client may send."""
    if not isinstance(sent, Mapping):
        return Unreadable(None, (FieldError("", "not-an-object", "An entry is a JSON object."),))
    errors: list[FieldError] = []
    entry_id = _read_id(sent.get("id"), errors)
    kind = KINDS.get(name) if isinstance(name := sent.get("kind"), str) else None
    if kind is None:
        detail = "Choose one of: " + ", ".join(KINDS) + "."
        errors.append(FieldError("/kind", "unknown-kind", detail))
    day = _read_day(sent.get("day"), door, errors)
    raw = _read_instant(sent, "edited_at", errors)
    at = _read_instant(sent, "at", errors) if sent.get("at") is not None else None
    deleted = sent.get("deleted", False)
    if not isinstance(deleted, bool):
        errors.append(FieldError("/deleted", "not-a-boolean", "Give true or false."))
    content: dict[str, Any] = {}
    if kind is not None:
        fields = {name: value for name, value in sent.items() if name not in _ENVELOPE}
        if deleted is not True or fields:
            content, found = kind.read(fields, door.ask_finding)
            errors.extend(found)
    if errors or entry_id is None or kind is None or day is None or raw is None:
        return Unreadable(str(entry_id) if entry_id else _as_text(sent.get("id")), tuple(errors))
    return Edit(
        entry_id=entry_id, kind=kind.name, day=day, at=at, edited_at=min(raw, door.now),
        edited_at_raw=raw, deleted=deleted, content=content,
    )  # fmt: skip


def _as_text(value: object) -> str | None:
    return value[:64] if isinstance(value, str) else None


def _read_id(value: object, errors: list[FieldError]) -> UUID | None:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    errors.append(FieldError("/id", "bad-id", "Give a UUID, version 7 preferred."))
    return None


def _read_day(value: object, door: Door, errors: list[FieldError]) -> date | None:
    try:
        day = parse_day(value)
    except BadTime as error:
        errors.append(FieldError("/day", error.code, error.detail))
        return None
    if day > door.last_day:
        errors.append(FieldError("/day", "day-ahead", "This day has not begun anywhere yet."))
        return None
    oldest = door.today - timedelta(days=OLDEST_DAYS)
    if not door.allow_history and day < oldest:
        detail = f"A day may be up to {OLDEST_DAYS} days back. Import older history."
        errors.append(FieldError("/day", "day-too-old", detail))
        return None
    return day


def _read_instant(sent: Mapping[str, Any], name: str, errors: list[FieldError]) -> datetime | None:
    if name not in sent:
        errors.append(FieldError(f"/{name}", "missing", f"Give {name}."))
        return None
    try:
        return parse_instant(sent[name])
    except BadTime as error:
        errors.append(FieldError(f"/{name}", error.code, error.detail))
        return None
