"""Which edit of an entry stands: the later one, the same on every phone and whatever the order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

Status = Literal["applied", "unchanged", "stale"]
SEEN_BYTES = 8  # kept of each version's hash; a chance clash within one entry is negligible


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of an entry as a client sent it, its time already bounded by receipt."""

    entry_id: UUID
    kind: str
    day: date
    at: datetime | None
    edited_at: datetime
    edited_at_raw: datetime
    deleted: bool
    content: Mapping[str, Any]
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        said = [
            self.kind, self.day.isoformat(), self.at.isoformat() if self.at else None,
            self.deleted, self.content,
        ]  # fmt: skip
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).digest()[:16])

    @property
    def mark(self) -> bytes:
        """Eight bytes that tell this version from every other version of the same entry."""
        raw = self.edited_at_raw.isoformat().encode()
        return hashlib.sha256(raw + self.digest).digest()[:SEEN_BYTES]


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that stands, and the marks of all that were ever seen."""

    edit: Edit
    seen: bytes
    revision: int

    def has_seen(self, mark: bytes) -> bool:
        """Say whether this version came before."""
        return any(
            self.seen[at : at + SEEN_BYTES] == mark for at in range(0, len(self.seen), SEEN_BYTES)
        )


def settle(standing: Standing | None, edit: Edit, *, revision: int) -> tuple[Status, Standing]:
    """Return what became of an edit and what stands afterwards.

    `revision` is taken by an applied edit. A version seen before is never applied again; otherwise
    the later edit wins and a tie goes to the greater content hash.
    """
    mark = edit.mark
    if standing is None:
        return "applied", Standing(edit, mark, revision)
    if standing.has_seen(mark):
        same = standing.edit.digest == edit.digest
        return ("unchanged" if same else "stale"), standing
    seen = standing.seen + mark
    held = standing.edit
    if (edit.edited_at, edit.digest) > (held.edited_at, held.digest):
        return "applied", Standing(edit, seen, revision)
    return "stale", Standing(held, seen, standing.revision)
