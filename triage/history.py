"""A person's episodes as plain facts: for the API, and for rooms that draw on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from triage.episodes import RANK
from triage.models import Assessment, Closed, DriftReading, Episode, Outcome


@dataclass(frozen=True, slots=True)
class JudgedAs:
    """What the latest triage made of it: causes shown (id, title, fit) and all ids, best first.

    Both empty where they are withheld, now or then.
    """

    causes: tuple[dict[str, str], ...] = ()
    ranking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeFact:
    """One episode. `state` is open, settled or closed (by having been seen).

    `side` and `started_on` are None where never told. `urgency` is the level in force since
    `urgency_since`, held by the assessment `held_by` (its uid); None once the episode is over.
    `came_back` is the person's own word on `recurrence_of`, None until they were asked.
    `recheck_since` is set while a new check is asked for, because of these findings.
    """

    id: UUID
    athlete_id: int
    state: str
    side: str | None
    started_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    closed_as: str | None
    urgency: str | None
    urgency_since: datetime | None
    held_by: UUID | None
    withheld: bool
    judged_as: JudgedAs
    recurrence_of: UUID | None
    came_back: bool | None
    recheck_since: datetime | None
    recheck_reason: str | None
    recheck_because: tuple[str, ...]


def episodes(
    *, athlete_id: int, before: tuple[datetime, UUID] | None = None, limit: int | None = None
) -> list[EpisodeFact]:
    """Return the person's episodes, newest first, from behind a place (opened_at, id) on."""
    rows = Episode.objects.filter(athlete_id=athlete_id).order_by("-opened_at", "-id")
    if before is not None:
        at, last = before
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, id__lt=last))
    return _facts(rows[:limit])


def episode(*, athlete_id: int, episode_id: UUID) -> EpisodeFact | None:
    """Return one episode of the person, None where they have no such one."""
    found = _facts(Episode.objects.filter(athlete_id=athlete_id, pk=episode_id))
    return found[0] if found else None


def open_episode_fact(*, athlete_id: int) -> EpisodeFact | None:
    """Return the person's open episode, None if there is none."""
    found = _facts(Episode.objects.filter(athlete_id=athlete_id, closed_at=None))
    return found[0] if found else None


def assessments_of(*, episode_id: UUID, limit: int) -> list[Assessment]:
    """Return the newest assessments of an episode that the caller has found to be theirs."""
    rows = Assessment.objects.filter(episode_id=episode_id)
    return list(rows.order_by("-taken_at", "-received_at", "-id")[:limit])


def outcomes_of(*, episode_id: UUID, limit: int) -> list[Outcome]:
    """Return what was told of an episode, newest first."""
    return list(Outcome.objects.filter(episode_id=episode_id).order_by("-recorded_at")[:limit])


def drift_of(*, episode_id: UUID, limit: int) -> list[DriftReading]:
    """Return the weekly readings of an episode, newest first."""
    return list(DriftReading.objects.filter(episode_id=episode_id).order_by("-week")[:limit])


def is_withheld(urgency: str) -> bool:
    """Say whether a level keeps causes from being shown; "" = no level."""
    return RANK.get(urgency, 0) >= RANK["same_day"]


def _facts(rows: Iterable[Episode]) -> list[EpisodeFact]:
    found = list(rows)
    judged = _judged([row.pk for row in found if not is_withheld(row.urgency)])
    return [_fact(row, judged.get(row.pk, JudgedAs())) for row in found]


def _judged(ids: Sequence[UUID]) -> dict[UUID, JudgedAs]:
    """Return what the latest triage of each episode said of causes, in one statement."""
    if not ids:
        return {}
    triages = Assessment.objects.filter(episode_id=OuterRef("episode_id"), origin="triage")
    newest = triages.order_by("-taken_at", "-received_at", "-id").values("pk")[:1]
    rows = Assessment.objects.filter(episode_id__in=ids, pk=Subquery(newest))
    return {
        episode_id: JudgedAs(
            tuple({key: cause[key] for key in ("id", "title", "fit")} for cause in causes or ()),
            tuple(ranking or ()),
        )
        for episode_id, causes, ranking in rows.values_list(
            "episode_id", "verdict__causes", "verdict__ranking"
        )
    }


def _fact(row: Episode, judged_as: JudgedAs) -> EpisodeFact:
    state = "open" if row.closed_at is None else "closed"
    return EpisodeFact(
        id=row.pk,
        athlete_id=row.athlete_id,
        state="settled" if row.closed_as == Closed.SETTLED else state,
        side=row.side or None,
        started_on=row.started_on,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_as=row.closed_as or None,
        urgency=row.urgency or None,
        urgency_since=row.held_since if row.urgency else None,
        held_by=row.held_by if row.urgency else None,
        withheld=is_withheld(row.urgency),
        judged_as=judged_as,
        recurrence_of=row.recurrence_of_id,
        came_back=row.came_back,
        recheck_since=row.recheck_since,
        recheck_reason=row.recheck_reason or None,
        recheck_because=tuple(row.recheck_because),
    )
