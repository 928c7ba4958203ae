"""What a person may change of their episode: its side, its start, and that the ache is over."""

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
from triage.memory import recognise
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


def change_episode(
    *, athlete_id: int, episode_id: UUID, changes: Mapping[str, Any], now: datetime
) -> None:
    """Correct `side` or `started_on`, or close with `settled` (True); what is absent stays.

    :raises NotFound: for an episode that is not theirs.
    :raises BadStart: where `started_on` lies ahead, or after the episode's end.
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
            episode.side = changes["side"]
            recognise(episode)
        episode.save(update_fields=["side", "started_on", "recurrence_of"])
        if changes.get("settled") and episode.closed_at is None:
            _settle(episode, now=now)


def _start(episode: Episode, started_on: date | None, *, last: date) -> None:
    if started_on is not None and started_on > last:
        raise BadStart(
            f"Give a day up to {last.isoformat()}.", code="too-late", pointer="/started_on"
        )
    episode.started_on = started_on


def _settle(episode: Episode, *, now: datetime) -> None:
    if RANK.get(episode.urgency, 0) >= RANK["same_day"]:
        raise StillHeld("Say first whether you were seen; that closes it.", pointer="/state")
    if episode.recheck_reason == Recheck.ANSWERS_CHANGED:
        raise CheckFirst("Your answers changed. Do the check again, then close it.",
                         pointer="/state")  # fmt: skip
    close(episode, as_=Closed.SETTLED, now=now)
