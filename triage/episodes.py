"""The level in force: held within an episode, lowered only by a new complete triage after a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from triage.models import Assessment, Episode, Urgency

HOLD = timedelta(hours=24)  # Source: evidence-pack-draft-2, 3.1
RANK = {level: rank for rank, level in enumerate(Urgency.values)}
OLDEST_BELIEVED = timedelta(days=60)  # as far back as an entry may lie


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


def believed(taken_at: datetime, *, now: datetime) -> datetime:
    """Return when answers count as given: a clock ahead, or months behind, is not believed."""
    return taken_at if now - OLDEST_BELIEVED <= taken_at <= now else now


def hold(
    episode: Episode, *, urgency: str | None, complete: bool, taken_at: datetime, assessment: UUID
) -> Held:
    """Take a new level into the episode and return the one in force.

    A higher or equal level takes over at once, however late it arrives. A lower one comes only from
    a complete triage, and goes no lower than the highest level that any other assessment of the
    episode gave less than 24 hours before it, or after it.
    """
    held = episode.urgency or None
    if urgency is None:
        return Held(held, episode.held_by if held else None)
    holder, since, level = assessment, taken_at, urgency
    if held is not None and RANK[urgency] < RANK[held]:
        if not complete:
            return Held(held, episode.held_by)
        for own, at, uid in _still_holding(episode, after=taken_at - HOLD):
            if RANK[own] > RANK[level]:
                holder, since, level = uid, at, own
        if RANK[level] >= RANK[held]:
            return Held(held, episode.held_by)
    if level != held:
        episode.held_since = since
    episode.urgency, episode.held_by = level, holder
    episode.save(update_fields=["urgency", "held_by", "held_since"])
    return Held(level, None if holder == assessment else holder)


def is_urgent_since(episode: Episode, *, at: datetime) -> bool:
    """Say whether what was received after a moment asks for care today or sooner.

    Of the daily log that is what it raised: the rest of its answers were told before.
    """
    later = Assessment.objects.filter(episode=episode, received_at__gt=at)
    levels = [level for level, _, _ in _levels(later.filter(origin=Assessment.Origin.TRIAGE))]
    for raised in later.exclude(raised=[]).values_list("raised", flat=True):
        levels += [flag["urgency"] for flag in raised]
    return any(RANK[level] >= RANK["same_day"] for level in levels)


def _still_holding(episode: Episode, *, after: datetime) -> Iterator[tuple[str, datetime, UUID]]:
    """Yield level, time and id of each assessment of the episode from then on."""
    rows = Assessment.objects.filter(episode=episode, taken_at__gt=after).order_by("-taken_at")
    yield from _levels(rows)


def _levels(rows: QuerySet[Assessment]) -> Iterator[tuple[str, datetime, UUID]]:
    for uid, at, judged, told, raised in rows.values_list(
        "uid", "taken_at", "verdict__urgency_now", "client__urgency", "raised"
    ):
        level = higher_of(judged, level_named(told))
        for flag in raised:
            level = higher_of(level, flag["urgency"])
        if level is not None:
            yield level, at, uid


def level_named(word: Any) -> str | None:
    """Return a level if the word is one: a phone may send anything."""
    return word if isinstance(word, str) and word in RANK else None


def higher_of(one: str | None, other: str | None) -> str | None:
    """Return the more urgent of two levels."""
    return max((one, other), key=lambda level: RANK.get(level or "", -1))
