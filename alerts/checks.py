"""Whom a coach is asked to check on: read from deliveries, with the consent as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from accounts.models import User
from accounts.services import log_access
from alerts import ladder, wording
from alerts.models import Alert, Audience, Delivery, DeliveryState, State
from teams.access import red_flag_watchers


@dataclass(frozen=True, slots=True)
class Check:
    """One athlete, and all that is said of them."""

    athlete: int
    message: str
    asked_at: datetime


def checks_for(*, by: User, now: datetime) -> list[Check]:
    """Return whom `by` was asked to check on and who has not answered since, newest first.

    An athlete who withdrew the consent or answered is not among them. Each look is logged.
    """
    asked = (
        Delivery.objects.filter(recipient=by, audience=Audience.COACH)
        .exclude(state=DeliveryState.DROPPED)
        .values("athlete_id")
        .annotate(asked_at=Max("due_at"))
        .order_by("-asked_at")
    )
    found = [
        Check(athlete_id, wording.please_check_on(athlete_id=athlete_id), asked_at)
        for athlete_id, asked_at in asked.values_list("athlete_id", "asked_at")
        if _still_unanswered(athlete_id) and _still_allowed(athlete_id, by)
    ]
    log_access(
        viewer=by, subject_ids=[check.athlete for check in found], what="asked to check", at=now
    )
    return found


def _still_unanswered(athlete_id: int) -> bool:
    rows = Alert.objects.filter(athlete_id=athlete_id, state=State.OPEN)
    return any(
        ladder.rings(kind=kind, urgency=urgency)
        for kind, urgency in rows.values_list("kind", "urgency")
    )


def _still_allowed(athlete_id: int, by: User) -> bool:
    return any(watcher.user_id == by.pk for watcher in red_flag_watchers(athlete_id=athlete_id))
