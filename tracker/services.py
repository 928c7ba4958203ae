"""What changes in the tracker: entries recorded, days folded, signs screened.

All of it in one transaction; the athlete's snapshot row is the lock and holds the revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kernel.calendar import day_in_zone
from kernel.errors import DomainError
from tracker import screening, store
from tracker.fold import Fact, fold
from tracker.merge import Edit, Settled, Standing, settle_all
from tracker.models import Day
from tracker.reading import Door, Unreadable, read_entry
from tracker.signals import day_changed
from tracker.snapshot import Window, has_lost_its_end, roll
from tracker.wire import entry_as_dict
from triage.queries import check_value

if TYPE_CHECKING:
    from uuid import UUID

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
    `allow_history` takes days of any age; of those, only the signs of the last seven are judged.

    :raises BadCursor: for a cursor that is not ours.
    """
    known = _read_cursor(cursor)
    today = day_in_zone(now, athlete.profile.time_zone)
    door = Door(now, today, check_value, allow_history)
    read = [read_entry(sent, door) for sent in entries]
    edits = [one for one in read if isinstance(one, Edit)]

    def judged_of(some: list[Edit]) -> list[Edit]:
        return screening.recent(some, today=today) if allow_history else some

    with transaction.atomic():
        before, window = store.lock_snapshot(athlete_id=athlete.pk)
        held = _held(athlete.pk, edits, judged_of(edits), today)
        batch = settle_all(
            held,
            edits,
            revision=before,
            known=min(known, before),
        )
        store.write_entries(
            athlete_id=athlete.pk, standings=list(batch.touched.values()), left=batch.left
        )
        if batch.applied:
            _carry_over(
                athlete, batch, window, today=today, now=now, held=held,
                judged=judged_of(batch.applied),
            )  # fmt: skip
        if known > before:  # more than this server ever gave out: it was restored from a backup
            known = 0
        news, reached = _news(athlete.pk, known, before, batch)
        news = _beaten(edits, batch, news) + news
    statuses = iter(batch.statuses)
    return SyncOutcome(
        results=tuple(
            _invalid(one)
            if isinstance(one, Unreadable)
            else Result(str(one.entry_id), next(statuses))
            for one in read
        ),
        entries=tuple(entry_as_dict(standing.edit) for standing in news),
        cursor=str(reached),
        more=reached < batch.revision,
    )


def _held(
    athlete_id: int, edits: list[Edit], judged: list[Edit], today: date
) -> dict[UUID, Standing]:
    """Return all it takes to settle these edits, fold their days and judge their signs."""
    return store.load_standings(
        athlete_id=athlete_id,
        ids={edit.entry_id for edit in edits},
        days={edit.day for edit in edits},
        signs_in=screening.reach_of(judged, today=today),
    )


def _carry_over(
    athlete: User,
    batch: Settled,
    window: Window,
    *,
    held: Mapping[UUID, Standing],
    judged: Sequence[Edit],
    today: date,
    now: datetime,
) -> None:
    """Bring days, window and signs up to what now stands, and announce it.

    `held`: what stood before.
    """
    living: dict[date, list[Edit]] = {day: [] for day in batch.days}
    for standing in batch.standings.values():
        edit = standing.edit
        if not edit.deleted and edit.day in living:
            living[edit.day].append(edit)
    folded = {day: _fold_day(living[day]) for day in sorted(living)}
    store.write_days(athlete_id=athlete.pk, days=folded, revision=batch.revision, now=now)
    if has_lost_its_end(window, folded):
        window = roll(Window(), store.latest_days(athlete_id=athlete.pk))
    else:
        window = roll(window, folded)
    store.write_snapshot(athlete_id=athlete.pk, revision=batch.revision, window=window)
    screening.screen(
        athlete=athlete,
        applied=judged,
        standing=(standing.edit for standing in batch.standings.values()),
        before={one.entry_id: held[one.entry_id].edit for one in judged if one.entry_id in held},
        today=today,
        now=now,
    )
    day_changed.send(sender=Day, athlete_id=athlete.pk, days=list(folded))


def _fold_day(living: list[Edit]) -> dict[str, Any] | None:
    if not living:
        return None
    return fold(Fact(e.kind, e.content, e.edited_at, str(e.entry_id)) for e in living)


def _news(athlete_id: int, known: int, before: int, batch: Settled) -> tuple[list[Standing], int]:
    """Return what the client does not know, oldest change first, and the revision it reaches."""
    if known == before:  # nothing new but this very batch: no statement needed
        own = [standing for standing in batch.touched.values() if standing.revision > known]
        return sorted(own, key=lambda standing: standing.revision), batch.revision
    found = store.changed_since(athlete_id=athlete_id, revision=known, limit=MOST_CHANGES + 1)
    if len(found) <= MOST_CHANGES:
        return found, batch.revision
    return found[:MOST_CHANGES], found[MOST_CHANGES - 1].revision


def _beaten(edits: list[Edit], batch: Settled, news: list[Standing]) -> list[Standing]:
    """Return what stands instead of edits that were not applied, where the news do not tell it.

    The phone may have read that change long ago and kept its own word over it, because that still
    waited to be sent: now it must hear what stands, or it would show its own for ever.
    """
    told = {standing.edit.entry_id for standing in news}
    ids = {
        edit.entry_id
        for edit, status in zip(edits, batch.statuses, strict=True)
        if status != "applied" and edit.entry_id not in told
    }
    return [batch.standings[one] for one in sorted(ids)]


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


def hold_athletes(*, athlete_ids: Iterable[int]) -> None:
    """Let no other transaction change or watch these athletes until the caller's ends."""
    store.hold_snapshots(athlete_ids=athlete_ids)


def mark_watched(*, up_to: Mapping[int, int]) -> int:
    """Note that the rules have seen days, of each athlete up to a revision; return how many."""
    waiting = Day.objects.filter(watched=False)
    ids: Iterable[int] = up_to
    if len(up_to) > 1:  # of many hardly one has such days: the sweep was there before
        found = waiting.filter(athlete_id__in=list(up_to))
        ids = set(found.values_list("athlete_id", flat=True))
    return sum(
        waiting.filter(athlete_id=one, revision__lte=up_to[one]).update(watched=True)
        for one in sorted(ids)
    )
