"""What a person may change of their episode: side, start, whether it came back, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from kernel.errors import DomainError, NotFound
from triage.episodes import RANK
from triage.memory import SAME_ACHE_WITHIN, recognise, take_side
from triage.models import Closed, Episode, Recheck
from triage.outcomes import close


class StillHeld(DomainError):
    """A level that only having been seen, or a new check, takes away."""

    status = 409
    code = "still-urgent"
    title = "This episode stays open until you were seen"


class CheckFirst(DomainError):
    """Answers that changed and were not looked at yet."""

    status = 409
    code = "check-first"
    title = "Please check again first"


class BadStart(DomainError):
    """A first day that cannot be so."""

    code = "bad-start"


class NothingEarlier(DomainError):
    """Nothing that could have come back."""

    code = "nothing-earlier"


def change_episode(
    *, athlete_id: int, episode_id: UUID, changes: Mapping[str, Any], now: datetime
) -> None:
    """Correct `side`, `started_on`, `came_back`, or close with `settled`; what is absent stays.

    :raises NotFound: for an episode that is not theirs.
    :raises BadStart: where `started_on` lies ahead, or after the episode's end.
    :raises NothingEarlier: where it is said to be back, and no earlier one was on that side lately.
    :raises StillHeld: for settling at same_day or above.
    :raises CheckFirst: for settling while changed answers wait for a new check.
    """
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    with transaction.atomic():
        found = Episode.objects.select_for_update().filter(athlete_id=athlete_id, pk=episode_id)
        episode = found.first()
        if episode is None:
            raise NotFound("There is no such episode of yours.")
        if "started_on" in changes:
            _start(episode, changes["started_on"], last=day_in_zone(episode.closed_at or now, zone))
        if "side" in changes:
            take_side(episode, changes["side"])
        if "came_back" in changes:
            _came_back(episode, changes["came_back"])
        episode.save(update_fields=["side", "started_on", "recurrence_of", "came_back"])
        if "side" in changes:
            _recognise_later_ones(episode)
        if changes.get("settled") and episode.closed_at is None:
            _settle(episode, now=now)


def _start(episode: Episode, started_on: date | None, *, last: date) -> None:
    if started_on is not None and started_on > last:
        raise BadStart(
            f"Give a day up to {last.isoformat()}.", code="too-late", pointer="/started_on"
        )
    episode.started_on = started_on


def _came_back(episode: Episode, said: bool) -> None:
    episode.came_back = said
    recognise(episode)
    if said and episode.recurrence_of_id is None:
        raise NothingEarlier(
            "None was on this side in the twelve weeks before.", pointer="/came_back"
        )


def _recognise_later_ones(episode: Episode) -> None:
    """Let those after it find it, or lose it, by its new side."""
    later = Episode.objects.filter(
        athlete_id=episode.athlete_id, opened_at__gt=episode.opened_at,
        opened_at__lte=(episode.closed_at or episode.opened_at) + SAME_ACHE_WITHIN,
    )  # fmt: skip
    for other in later:
        if recognise(other):
            other.save(update_fields=["recurrence_of"])


def _settle(episode: Episode, *, now: datetime) -> None:
    if RANK.get(episode.urgency, 0) >= RANK["same_day"]:
        raise StillHeld("Say first whether you were seen; that closes it.", pointer="/state")
    if episode.recheck_reason == Recheck.ANSWERS_CHANGED:
        raise CheckFirst("Your answers changed. Do the check again, then close it.",
                         pointer="/state")  # fmt: skip
    close(episode, as_=Closed.SETTLED, now=now)
