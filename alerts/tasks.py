"""Celery's doors: ids in, one call. Each may be lost or run twice without harm."""

from __future__ import annotations

from datetime import time
from typing import Any

from celery import shared_task
from django.utils import timezone

from alerts import jobs, nightly, relay, reminder_lane, reminder_plan, services, weekly
from tracker import partitions

QUICK = {"soft_time_limit": 50, "time_limit": 60}  # seconds
LONG = {"soft_time_limit": 570, "time_limit": 600}


@shared_task(name="alerts.tasks.send", **QUICK)
def send(athlete_ids: list[int], **_: Any) -> None:
    """Send what is due to athletes for whom something urgent was raised."""
    for athlete_id in athlete_ids:
        relay.deliver_due(athlete_id=athlete_id)


@shared_task(name="alerts.tasks.ring", **QUICK)
def ring(athlete_ids: list[int], **_: Any) -> None:
    """Watch athletes whose days changed and send what is due to each."""
    for athlete_id in athlete_ids:
        services.watch(athlete_id=athlete_id, now=timezone.now())
        relay.deliver_due(athlete_id=athlete_id)


@shared_task(name="alerts.tasks.sweep", **LONG)
def sweep(**_: Any) -> None:
    """Watch days whose bell was lost, once a minute however many beats there are."""
    now = timezone.now()
    if run := jobs.claim(job="sweep", period=jobs.minute_of(now), now=now):
        watched = services.sweep(now=now)
        jobs.keep(run=run, cursor=0, seen=watched, made=0, seconds=0, now=timezone.now())
        jobs.finish(run=run, now=timezone.now())


@shared_task(name="alerts.tasks.scan", **LONG)
def scan(**_: Any) -> None:
    """Look for worsening pain in everyone, once a night."""
    nightly.scan_tonight(now=timezone.now())


@shared_task(name="alerts.tasks.deliver", **QUICK)
def deliver(**_: Any) -> None:
    """Send what is due, beside the relay process; leases keep the two apart."""
    relay.deliver_due()


@shared_task(name="alerts.tasks.look_for_drift", **LONG)
def look_for_drift(**_: Any) -> None:
    """Read the last whole week of every open episode, once a week."""
    weekly.read_the_week(now=timezone.now())


@shared_task(name="alerts.tasks.make_months", **LONG)
def make_months(**_: Any) -> None:
    """Make the tables of the months ahead, once a day."""
    now = timezone.now()
    if run := jobs.claim(job="months", period=jobs.day_of(now, begins_at=time(3, 10)), now=now):
        partitions.months_ahead(today=now.date())
        jobs.finish(run=run, now=timezone.now())


@shared_task(name="alerts.tasks.remind", **QUICK)
def remind(**_: Any) -> None:
    """Plan the reminders that are due and send some of them."""
    reminder_plan.plan_due(now=timezone.now())
    reminder_lane.remind_due()
