"""What came of an episode, told by the person themself: not seen yet, or seen, which closes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone, format_instant
from kernel.errors import DomainError, NotFound
from kernel.ids import uuid7
from triage.episodes import is_urgent_since
from triage.models import Episode, Outcome, SeenOutcome
from triage.signals import outcome_recorded


class BadOutcome(DomainError):
    """An outcome that cannot be so."""

    code = "bad-outcome"


class IdInUse(DomainError):
    """An id under which the person has told something else."""

    status = 409
    code = "id-in-use"
    title = "This id has another outcome"


def record_outcome(
    *,
    athlete_id: int,
    episode_id: UUID,
    outcome: str,
    seen_on: date | None,
    note: str,
    now: datetime,
    told_at: datetime | None = None,
    id: UUID | None = None,
) -> tuple[dict[str, Any], bool]:
    """Keep what a person says came of it; having been seen closes the episode and lifts its level.

    It knows of nothing told after `told_at`, the moment they said it: where the episode has come to
    be urgent since, it stays open at its level. A moment that is not known, or ahead, is now.
    Returns the contract's answer and whether it is new. `id` is the caller's own: the same told
    again under it is recorded once, whatever happened since.

    :raises NotFound: for an episode that is not theirs.
    :raises BadOutcome: where `seen_on` lies ahead, or `told_at` before the episode.
    :raises IdInUse: where the person has told something else under this id.
    """
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    if seen_on is not None and seen_on > day_in_zone(now, zone):
        raise BadOutcome("Give a day that is not ahead.", code="in-the-future", pointer="/seen_on")
    told_at = min(told_at or now, now)
    with transaction.atomic():
        found = Episode.objects.select_for_update().filter(athlete_id=athlete_id, pk=episode_id)
        episode = found.first()
        if episode is None:
            raise NotFound("There is no such episode of yours.")
        if told_at < min(episode.opened_at, now):
            raise BadOutcome(
                "Give a time that is not before the episode.", code="before-the-episode",
                pointer="/told_at",
            )  # fmt: skip
        row = Outcome(
            id=uuid7(now_ms=int(now.timestamp() * 1000)), uid=id, athlete_id=athlete_id,
            episode=episode, outcome=outcome, seen_on=seen_on, note=note,
            told_at=told_at, recorded_at=now,
        )  # fmt: skip
        if (held := _told_before(row)) is not None:
            return _facts(held, episode), False
        if outcome != SeenOutcome.NOT_YET and episode.closed_at is None:
            if not is_urgent_since(episode, at=told_at):
                close(episode, as_=outcome, now=now)
        elif episode.closed_at is not None and _another_is_open(athlete_id):
            return _facts(row, episode), True  # sent late: it says nothing of the ache of now
        outcome_recorded.send(
            sender=Outcome, episode_id=episode.pk, athlete_id=athlete_id, outcome=outcome,
            told_at=told_at,
        )  # fmt: skip
    return _facts(row, episode), True


def _told_before(row: Outcome) -> Outcome | None:
    """Write an outcome; return the one that is there already under its id.

    :raises IdInUse: where that one says something else.
    """
    Outcome.objects.bulk_create([row], ignore_conflicts=True)
    if row.uid is None:
        return None
    held = Outcome.objects.get(athlete_id=row.athlete_id, uid=row.uid)
    if held.pk == row.pk:
        return None
    if _said(held) != _said(row):
        raise IdInUse("Send what you told then, or use a new id.", pointer="/id")
    return held


def _said(row: Outcome) -> tuple[object, ...]:
    return row.episode_id, row.outcome, row.seen_on, row.note


def close(episode: Episode, *, as_: str, now: datetime) -> None:
    """End an episode: no level is in force any more, and nothing is left to check."""
    episode.closed_at, episode.closed_as, episode.urgency = now, as_, ""
    episode.recheck_since, episode.recheck_reason, episode.recheck_because = None, "", []
    episode.save(
        update_fields=[
            "closed_at", "closed_as", "urgency", "recheck_since", "recheck_reason",
            "recheck_because",
        ]
    )  # fmt: skip


def _another_is_open(athlete_id: int) -> bool:
    return Episode.objects.filter(athlete_id=athlete_id, closed_at=None).exists()


def _facts(row: Outcome, episode: Episode) -> dict[str, Any]:
    return {
        "id": str(row.wire_id), "episode": str(episode.pk), "outcome": row.outcome,
        "seen_on": row.seen_on.isoformat() if row.seen_on else None, "note": row.note,
        "told_at": format_instant(row.told_at or row.recorded_at),
        "urgency": episode.urgency or None,
    }  # fmt: skip
