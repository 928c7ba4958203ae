"""A check that is a week old while the ache goes on is to be done again (hazard H-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from triage.memory import ask_again
from triage.models import Assessment, Episode, Recheck

EXPIRES_AFTER = timedelta(days=7)  # Source: evidence-pack-draft-2, 8.2, H-05


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last day on which the open episode was checked, and whether a new check is asked for.

    Where no triage was ever complete, it is the day on which the episode was opened.
    """

    episode_id: UUID
    day: date
    asked_already: bool

    @property
    def expired_from(self) -> date:
        """Return the first day on which symptoms ask for a new check."""
        return self.day + EXPIRES_AFTER + timedelta(days=1)


def last_checks(*, athlete_ids: Iterable[int]) -> dict[int, LastCheck]:
    """Return when each athlete's open episode was last checked; who has none is left out."""
    complete = Assessment.objects.filter(
        episode=OuterRef("pk"), origin="triage", verdict__complete=True
    )
    rows = Episode.objects.filter(athlete_id__in=list(athlete_ids), closed_at=None).annotate(
        checked_at=Subquery(complete.order_by("-taken_at").values("taken_at")[:1]),
        zone=Subquery(
            AthleteProfile.objects.filter(pk=OuterRef("athlete_id")).values("time_zone")[:1]
        ),
    )
    return {
        athlete: LastCheck(uid, day_in_zone(checked_at or opened_at, zone), bool(recheck_since))
        for athlete, uid, checked_at, opened_at, zone, recheck_since in rows.values_list(
            "athlete_id", "pk", "checked_at", "opened_at", "zone", "recheck_since"
        )
    }


def ask_for_new_check(*, athlete_id: int, episode_id: UUID, now: datetime) -> None:
    """Ask the person to check again because the last check is old; twice is as good as once."""
    with transaction.atomic():
        rows = Episode.objects.select_for_update().filter(athlete_id=athlete_id, closed_at=None)
        episode = rows.filter(pk=episode_id).first()
        if episode is not None:
            ask_again(episode, reason=Recheck.CHECK_IS_OLD, because=(), since=now)
