"""Celery's doors: ids in, one call. Each may be lost or run twice without harm."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from alerts import drift, relay, reminder_lane, reminder_plan, services


@shared_task(name="alerts.tasks.ring")
def ring(athlete_ids: list[int], **_: Any) -> None:
    """Watch athletes whose days changed and send what is due to each."""
    for athlete_id in athlete_ids:
        services.watch(athlete_id=athlete_id, now=timezone.now())
        relay.deliver_due(athlete_id=athlete_id)


@shared_task(name="alerts.tasks.sweep")
def sweep(**_: Any) -> None:
    """Watch days whose bell was lost."""
    services.sweep(now=timezone.now())


@shared_task(name="alerts.tasks.scan")
def scan(**_: Any) -> None:
    """Look for worsening pain in everyone."""
    services.scan(now=timezone.now())


@shared_task(name="alerts.tasks.deliver")
def deliver(**_: Any) -> None:
    """Send what is due, beside the relay process."""
    relay.deliver_due()


@shared_task(name="alerts.tasks.look_for_drift")
def look_for_drift(**_: Any) -> None:
    """Read the last whole week of every open episode."""
    drift.look_at_everyone(now=timezone.now())


@shared_task(name="alerts.tasks.remind")
def remind(**_: Any) -> None:
    """Plan the reminders that are due and send some of them."""
    reminder_plan.plan_due(now=timezone.now())
    reminder_lane.remind_due()
