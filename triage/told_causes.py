"""What a clinician said the ache is, as the person tells it: kept beside what triage judges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from kernel.errors import DomainError, NotFound
from kernel.ids import uuid7
from triage.loader import current
from triage.models import Episode, ToldCause

MOST = 20  # told of one episode; more than that is no history but a mistake


class BadToldCause(DomainError):
    """A cause that cannot have been told so."""

    code = "bad-told-cause"


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: `condition` is an id of the knowledge, None = what `note` says."""

    condition: str | None
    said_by: str
    said_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ToldCauseFact:
    """One such word, by its own id; `title` is None where `condition` is."""

    id: UUID
    told: Told
    title: str | None
    recorded_at: datetime


def tell_cause(
    *, athlete_id: int, episode_id: UUID, cause_id: UUID, told: Told, now: datetime
) -> bool:
    """Keep what was said, or put it in place of what stands under this id; say whether it is new.

    No level, ranking or rule reads it.

    :raises NotFound: for an episode that is not theirs.
    :raises BadToldCause: for an unknown condition, a day ahead, or one too many.
    """
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    if told.said_on > day_in_zone(now, zone):
        raise BadToldCause("Give a day that is not ahead.", code="in-the-future",
                           pointer="/said_on")  # fmt: skip
    if told.condition is not None and told.condition not in _titles():
        raise BadToldCause(
            "Choose a condition of the knowledge, or none and say it in the note.",
            code="unknown-choice", pointer="/condition",
        )  # fmt: skip
    with transaction.atomic():
        _own_episode(athlete_id, episode_id)
        rows = ToldCause.objects.filter(episode_id=episode_id)
        if len(rows.exclude(uid=cause_id).values_list("pk")[:MOST]) == MOST:
            raise BadToldCause(f"Take one back first; {MOST} are the most.", code="too-many")
        said = {
            "condition": told.condition or "", "said_by": told.said_by, "said_on": told.said_on,
            "note": told.note, "recorded_at": now,
        }  # fmt: skip
        new = {"id": uuid7(now_ms=int(now.timestamp() * 1000)), "athlete_id": athlete_id}
        _, created = rows.update_or_create(
            uid=cause_id, episode_id=episode_id, defaults=said, create_defaults=said | new
        )
    return created


def take_back_cause(*, athlete_id: int, episode_id: UUID, cause_id: UUID) -> None:
    """Forget what was told; once it is gone, saying so again is no mistake.

    :raises NotFound: for an episode that is not theirs.
    """
    with transaction.atomic():
        _own_episode(athlete_id, episode_id)
        ToldCause.objects.filter(episode_id=episode_id, uid=cause_id).delete()


def told_causes(*, episode_ids: Iterable[UUID]) -> dict[UUID, tuple[ToldCauseFact, ...]]:
    """Return what was told of episodes that the caller has found to be theirs, newest first."""
    titles = _titles()
    found: dict[UUID, list[ToldCauseFact]] = {}
    rows = ToldCause.objects.filter(episode_id__in=list(episode_ids))
    for row in rows.order_by("-said_on", "-recorded_at", "-id"):
        condition = row.condition or None
        found.setdefault(row.episode_id, []).append(
            ToldCauseFact(
                id=row.uid,
                told=Told(condition, row.said_by, row.said_on, row.note),
                title=titles.get(condition, condition) if condition else None,
                recorded_at=row.recorded_at,
            )
        )
    return {episode: tuple(causes) for episode, causes in found.items()}


def _titles() -> dict[str, str]:
    return {each["id"]: each["title"] for each in current().compiled["conditions"]}


def _own_episode(athlete_id: int, episode_id: UUID) -> None:
    """Hold the episode for this transaction, so that counting and writing are one step."""
    rows = Episode.objects.select_for_update().filter(athlete_id=athlete_id, pk=episode_id)
    if rows.first() is None:
        raise NotFound("There is no such episode of yours.")
