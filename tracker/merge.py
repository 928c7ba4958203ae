"""Which edit of an entry stands: the later one, the same on every phone and whatever the order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

Status = Literal["applied", "unchanged", "stale"]
_text = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode
SEEN_BYTES = 8  # kept of each version's hash; a chance clash within one entry is negligible


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of an entry as a client sent it, its time already bounded by receipt.

    `digest` is of the content and breaks ties; it is worked out where it is not given.
    """

    entry_id: UUID
    kind: str
    day: date
    at: datetime | None
    edited_at: datetime
    edited_at_raw: datetime
    deleted: bool
    content: Mapping[str, Any]
    digest: bytes = b""

    def __post_init__(self) -> None:
        if self.digest:
            return
        said = [
            self.kind, self.day.isoformat(), self.at.isoformat() if self.at else None,
            self.deleted, self.content,
        ]  # fmt: skip
        object.__setattr__(self, "digest", hashlib.sha256(_text(said).encode()).digest()[:16])

    @property
    def mark(self) -> bytes:
        """Eight bytes that tell this version from every other version of the same entry."""
        raw = self.edited_at_raw.isoformat().encode()
        return hashlib.sha256(raw + self.digest).digest()[:SEEN_BYTES]


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that stands, and the marks of all that were ever seen.

    `edit.edited_at_raw` is the furthest clock that any version of the entry bore.
    """

    edit: Edit
    seen: bytes
    revision: int

    def has_seen(self, mark: bytes) -> bool:
        """Say whether this version came before."""
        return any(
            self.seen[at : at + SEEN_BYTES] == mark for at in range(0, len(self.seen), SEEN_BYTES)
        )


def settle(
    standing: Standing | None, edit: Edit, *, revision: int, known: int = 0
) -> tuple[Status, Standing]:
    """Return what became of an edit and what stands afterwards.

    `revision` is taken by an applied edit; `known` is how far its sender had read. A version seen
    before is never applied again; otherwise the later edit wins and a tie goes to the greater
    content hash. A clock that runs ahead tells nothing at receipt, so among such clocks an edit
    whose sender did not know what stands is held to its own word: it was held up on the way.
    """
    mark = edit.mark
    if standing is None:
        return "applied", Standing(edit, mark, revision)
    held = standing.edit
    not_applied: Status = "unchanged" if held.digest == edit.digest else "stale"
    if standing.has_seen(mark):
        return not_applied, standing
    seen, furthest = standing.seen + mark, max(held.edited_at_raw, edit.edited_at_raw)
    is_ahead, is_unaware = edit.edited_at_raw > edit.edited_at, known < standing.revision
    held_up = is_ahead and is_unaware and edit.edited_at_raw < held.edited_at_raw
    if not held_up and (edit.edited_at, edit.digest) > (held.edited_at, held.digest):
        return "applied", Standing(replace(edit, edited_at_raw=furthest), seen, revision)
    return not_applied, Standing(replace(held, edited_at_raw=furthest), seen, standing.revision)


@dataclass(slots=True)
class Settled:
    """What a batch does to an athlete's entries.

    `statuses` one an edit, in order; `touched` the entries to write; `applied` the edits that came
    to stand, in order; `days` those whose living entries changed, or may have; `left` the day on
    which a touched entry stood before, where that is another than now.
    """

    revision: int
    standings: dict[UUID, Standing]
    statuses: list[Status] = field(default_factory=list)
    touched: dict[UUID, Standing] = field(default_factory=dict)
    applied: list[Edit] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    left: dict[UUID, date] = field(default_factory=dict)


def settle_all(
    standings: Mapping[UUID, Standing], edits: Iterable[Edit], *, revision: int, known: int = 0
) -> Settled:
    """Settle a batch in its order; each applied edit takes the next revision.

    `known` is the revision up to which the sender had read.
    """
    made = Settled(revision, dict(standings))
    for edit in edits:
        standing = made.standings.get(edit.entry_id)
        status, settled = settle(standing, edit, revision=made.revision + 1, known=known)
        made.statuses.append(status)
        if settled is standing:
            continue
        made.standings[edit.entry_id] = made.touched[edit.entry_id] = settled
        if status == "applied":
            made.revision += 1
            made.applied.append(edit)
            made.days.add(edit.day)
            if standing is not None:
                made.days.add(standing.edit.day)
    for one, settled in made.touched.items():
        before = standings.get(one)
        if before is not None and before.edit.day != settled.edit.day:
            made.left[one] = before.edit.day
    return made
