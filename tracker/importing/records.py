"""What a source yields: records with ids of their own, or what is wrong with a line. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from kernel.calendar import format_instant
from kernel.errors import DomainError

NAMESPACE = UUID("0a1d3c52-64f7-5f0e-9a35-5b8e0c6a4f27")
MOST_RECORDS = 200_000  # in one file: a century of ordinary days, or twenty years of a watch
MOST_A_DAY = 200  # entries of one day; more is a wrong column, not a life
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


class BadFile(DomainError):
    """A file that cannot be brought in, and what to do about it."""

    code = "bad-file"
    title = "This file could not be read"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One place in the file that cannot be taken: line from 1, the column's name, the remedy."""

    line: int | None
    column: str | None
    code: str
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        return {
            "line": self.line, "column": self.column, "code": self.code, "detail": self.detail,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as `tracker.reading` takes it, and where it stands.

    `columns` names the column each field came from. `own` marks an entry of a ThighCare export:
    it keeps its id and its time of edit, and the later edit wins.
    """

    line: int
    entry: dict[str, Any]
    columns: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


class Namer:
    """Gives records their ids: the same record of the same source has the same id every time.

    Two equal records of one file are two facts (two glasses of water): the second is counted.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: dict[bytes, int] = {}

    def entry(
        self, kind: str, day: date, fields: Mapping[str, Any], *, at: datetime | None = None
    ) -> dict[str, Any]:
        """Return the entry, edited when it happened, or as its day began."""
        moment = format_instant(at.astimezone(UTC)) if at else None
        said = _canonical([self._source, kind, day.isoformat(), moment, dict(fields)])
        key = hashlib.sha256(said.encode()).digest()[:16]
        number = self._seen[key] = self._seen.get(key, 0) + 1
        made = {
            "id": str(uuid5(NAMESPACE, f"{said} {number}")),
            "kind": kind,
            "day": day.isoformat(),
            "edited_at": moment or f"{day.isoformat()}T00:00:00Z",
            **fields,
        }
        return made | {"at": moment} if moment else made


Found = Record | Trouble
