"""What earlier rooms announce: a raised flag becomes rows at once, a changed day rings the bell."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.signals import email_confirmed
from django.db import transaction
from django.utils import timezone

from accounts.signals import zone_changed
from alerts import asking, bounces
from alerts.answering import resolve_seen
from alerts.bell import ring_later
from alerts.models import Alert
from alerts.raising import new_id, raise_alerts
from alerts.reminders import move_to_zone
from tracker.signals import day_changed
from triage.queries import raised_flags
from triage.signals import assessment_recorded, outcome_recorded

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to triage, to the tracker and to accounts."""
    assessment_recorded.connect(on_assessment, dispatch_uid="alerts.on_assessment")
    outcome_recorded.connect(on_outcome, dispatch_uid="alerts.on_outcome")
    day_changed.connect(on_day_changed, dispatch_uid="alerts.on_day_changed")
    email_confirmed.connect(on_address_proven, dispatch_uid="alerts.on_address_proven")
    zone_changed.connect(on_zone_changed, dispatch_uid="alerts.on_zone_changed")


def on_assessment(*, assessment_id: UUID, athlete_id: int, **_: Any) -> None:
    """Write an alert for each raised flag, in the transaction of the facts behind it."""
    raised = raised_flags(assessment_id=assessment_id)
    made = [
        Alert(
            id=new_id(),
            athlete_id=athlete_id,
            kind="red_flag",
            rule=flag.rule,
            urgency=flag.urgency,
            title=flag.title,
            message=flag.do_now,
            tell_clinician=flag.tell_clinician,
            because=[{"finding": finding, "value": value} for finding, value in flag.because],
            knowledge_version=raised.knowledge_version,
            assessment_id=assessment_id,
            episode_id=raised.episode_id,
            day=raised.day,
            raised_at=timezone.now(),
        )
        for flag in raised.flags
    ]
    if made:
        counts_from = {
            (athlete_id, flag.rule, raised.day): flag.counts_from
            for flag in raised.flags
            if flag.counts_from is not None
        }
        raise_alerts(made, now=timezone.now(), counts_from=counts_from)
        transaction.on_commit(lambda: ring_later(athlete_id, urgent=True))


def on_outcome(*, athlete_id: int, outcome: str, told_at: datetime, **_: Any) -> None:
    """Resolve what was urgent when the person said that they were seen; "not yet" leaves it."""
    was_seen = outcome != "not_yet"
    if was_seen:
        resolve_seen(athlete_id=athlete_id, told_at=told_at)
    asking.take_answer(
        athlete_id=athlete_id, was_seen=was_seen, told_at=told_at, now=timezone.now()
    )


def on_address_proven(*, email_address: Any, **_: Any) -> None:
    """Try an address again once a letter to it was opened."""
    bounces.forgive(address=email_address.email)


def on_day_changed(*, athlete_id: int, **_: Any) -> None:
    """Ring the bell once the facts are safe."""
    transaction.on_commit(lambda: ring_later(athlete_id))


def on_zone_changed(*, athlete_id: int, zone: str, **_: Any) -> None:
    """Let the next reminder come at the hour of the new zone."""
    move_to_zone(athlete_id=athlete_id, zone=zone, now=timezone.now())
