"""The level in force: held within an episode, lowered only by a new complete triage after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from triage.models import Episode, Urgency

HOLD = timedelta(hours=24)  # Source: evidence-pack-draft-2, 3.1
RANK = {level: rank for rank, level in enumerate(Urgency.values)}


@dataclass(frozen=True, slots=True)
class Held:
    """The level in force and, where another assessment holds it, which."""

    urgency: str | None
    held_from: UUID | None


def open_episode(*, athlete_id: int, now: datetime) -> Episode:
    """Return the person's open episode, locked for this transaction; make one if there is none."""
    locked = Episode.objects.select_for_update().filter(athlete_id=athlete_id, closed_at=None)
    episode = locked.first()
    if episode is None:
        fresh = Episode(athlete_id=athlete_id, opened_at=now)
        Episode.objects.bulk_create([fresh], ignore_conflicts=True)
        episode = locked.get()
    return episode


def hold(
    episode: Episode, *, urgency: str | None, complete: bool, taken_at: datetime, assessment: UUID
) -> Held:
    """Take a new level into the episode and return the one in force.

    A higher or equal level takes over at once. A lower one does only if it comes from a complete
    triage at least 24 hours after the one that holds.
    """
    held = episode.urgency or None
    if urgency is None:
        return Held(held, episode.held_by if held else None)
    higher = held is None or RANK[urgency] >= RANK[held]
    since = episode.held_since
    released = complete and since is not None and taken_at - since >= HOLD
    if not (higher or released):
        return Held(held, episode.held_by)
    episode.urgency, episode.held_by = urgency, assessment
    if since is None or taken_at > since or RANK[urgency] > RANK[held or "self_care"]:
        episode.held_since = taken_at
    episode.save(update_fields=["urgency", "held_by", "held_since"])
    return Held(urgency, None)


def higher_of(one: str | None, other: str | None) -> str | None:
    """Return the more urgent of two levels."""
    return max((one, other), key=lambda level: RANK.get(level or "", -1))
