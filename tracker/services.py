"""What changes in the tracker: entries are recorded, days folded, the window rolled, signs screened.

All of it in one transaction; the athlete's snapshot row is the lock and holds the revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kernel.calendar import day_in_zone, format_instant
from kernel.errors import DomainError
from tracker import screening, store
from tracker.fold import Fact, fold
from tracker.merge import Edit, Standing, settle
from tracker.models import Day
from tracker.reading import Door, Unreadable, read_entry
from tracker.signals import day_changed
from tracker.snapshot import roll
from triage.queries import check_value

if TYPE_CHECKING:
    from accounts.models import User

MOST_CHANGES = 500  # entries in one answer


class BadCursor(DomainError):
    """A cursor that this server did not write."""

    code = "bad-cursor"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry: its place in the batch is its place in the list."""

    entry_id: str | None
    status: str
    problem: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        made: dict[str, Any] = {"id": self.entry_id, "status": self.status}
        if self.problem is not None:
            made["problem"] = self.problem
        return made


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """What a batch did, and what the client does not know yet."""

    results: tuple[Result, ...]
    entries: tuple[dict[str, Any], ...]
    cursor: str
    more: bool


def record_entries(
    *,
    athlete: User,
    entries: Sequence[object],
    cursor: str | None,
    now: datetime,
    allow_history: bool = False,
) -> SyncOutcome:
    """Record a batch of entries as sent, the good ones kept whatever the bad ones are.

    `cursor` is what the last answer gave, or None for a phone that knows nothing yet.

    :raises BadCursor: for a cursor that is not ours.
    """
    known = _read_cursor(cursor)
    today = day_in_zone(now, athlete.profile.time_zone)
    door = Door(now, today, check_value, allow_history)
    read = [read_entry(sent, door) for sent in entries]
    edits = [one for one in read if isinstance(one, Edit)]
    with transaction.atomic():
        before, window = store.lock_snapshot(athlete_id=athlete.pk)
        if known > before:  # the client has seen more than this server holds: a restored backup
            known = 0
        ids = {edit.entry_id for edit in edits}
        days = {edit.day for edit in edits}
        standings = store.load_standings(athlete_id=athlete.pk, ids=ids, days=days)
        left = {standings[one].edit.day for one in ids if one in standings} - days
        if left:  # an entry moved to another day: the day it left is folded anew
            standings |= store.load_standings(athlete_id=athlete.pk, ids=(), days=left)
        revision, statuses, touched = before, [], {}
        applied: list[tuple[Edit, Edit | None]] = []
        for edit in edits:
            standing = standings.get(edit.entry_id)
            status, settled = settle(standing, edit, revision=revision + 1)
            if status == "applied":
                revision += 1
                applied.append((edit, standing.edit if standing else None))
            if settled is not standing:
                standings[edit.entry_id] = touched[edit.entry_id] = settled
            statuses.append(status)
        store.write_entries(athlete_id=athlete.pk, standings=list(touched.values()))
        if applied:
            changed = {edit.day for edit, _ in applied}
            changed |= {previous.day for _, previous in applied if previous is not None}
            folded = {day: _fold_day(day, standings.values()) for day in sorted(changed)}
            store.write_days(athlete_id=athlete.pk, days=folded, revision=revision, now=now)
            window = roll(window, folded)
            store.write_snapshot(athlete_id=athlete.pk, revision=revision, window=window)
            screening.screen(
                athlete=athlete, applied=[edit for edit, _ in applied], today=today, now=now
            )
            day_changed.send(sender=Day, athlete_id=athlete.pk, days=sorted(changed))
        news, reached = _news(athlete.pk, known, before, revision, list(touched.values()))
    verdicts = iter(statuses)
    return SyncOutcome(
        results=tuple(
            _invalid(one)
            if isinstance(one, Unreadable)
            else Result(str(one.entry_id), next(verdicts))
            for one in read
        ),
        entries=tuple(entry_as_dict(standing.edit) for standing in news),
        cursor=str(reached),
        more=reached < revision,
    )


def _news(
    athlete_id: int, known: int, before: int, revision: int, own: list[Standing]
) -> tuple[list[Standing], int]:
    if known == before:  # nothing new but this very batch: no statement needed
        return sorted((s for s in own if s.revision > known), key=lambda s: s.revision), revision
    found = store.changed_since(athlete_id=athlete_id, revision=known, limit=MOST_CHANGES + 1)
    if len(found) <= MOST_CHANGES:
        return found, revision
    return found[:MOST_CHANGES], found[MOST_CHANGES - 1].revision


def _fold_day(day: date, standings: Any) -> dict[str, Any] | None:
    living = [s.edit for s in standings if s.edit.day == day and not s.edit.deleted]
    if not living:
        return None
    return fold(Fact(e.kind, e.content, e.edited_at, str(e.entry_id)) for e in living)


def _invalid(one: Unreadable) -> Result:
    first = one.errors[0]
    problem = {
        "type": "https://thighcare.example/problems/invalid-entry",
        "title": "This entry could not be kept",
        "status": 400,
        "code": first.code,
        "detail": first.detail,
        "errors": [error.as_dict() for error in one.errors],
    }
    return Result(one.entry_id, "invalid", problem)


def _read_cursor(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= 18:
        return int(cursor)
    raise BadCursor("Send the cursor of the last answer, or null.", pointer="/cursor")


def entry_as_dict(edit: Edit) -> dict[str, Any]:
    """Return an entry as the wire shows it."""
    made: dict[str, Any] = {
        "id": str(edit.entry_id),
        "kind": edit.kind,
        "day": edit.day.isoformat(),
    }
    if edit.at is not None:
        made["at"] = format_instant(edit.at)
    made |= {"edited_at": format_instant(edit.edited_at), "deleted": edit.deleted}
    return made | dict(edit.content)


def mark_watched(*, athlete_id: int, up_to_revision: int) -> int:
    """Note that the rules have seen an athlete's days up to a revision; return how many."""
    return Day.objects.filter(
        athlete_id=athlete_id, watched=False, revision__lte=up_to_revision
    ).update(watched=True)
