"""From preferences to rows: whose reminder is due, unless the day is logged or nobody listens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.queries import zones_of
from alerts.models import Channel, DeliveryState, Reminder, ReminderPreference
from alerts.reminders import next_after
from kernel.calendar import day_in_zone
from tracker.queries import last_logged_of

CHUNK = 500
MOST_UNANSWERED = 5  # in a row; then it is quiet until something is logged
KEPT = timedelta(days=30)
A_DAY = timedelta(days=1)
FIELDS = ["next_at", "unanswered", "reminded_on"]


def plan_due(*, now: datetime, chunk: int = CHUNK) -> int:
    """Write a row for each reminder that is due; return how many. Twice plans nothing twice."""
    made = 0
    while True:
        planned, seen = _plan_some(now, chunk)
        made += planned
        if seen < chunk:
            return made


def _plan_some(now: datetime, chunk: int) -> tuple[int, int]:
    with transaction.atomic():
        due = ReminderPreference.objects.filter(next_at__lte=now).order_by("next_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:chunk])
        ids = [row.pk for row in rows]
        zones, logged = zones_of(athlete_ids=ids), last_logged_of(athlete_ids=ids)
        made = [
            reminder
            for row in rows
            for reminder in _plan_one(row, zones[row.pk], logged.get(row.pk), now)
        ]
        Reminder.objects.bulk_create(made, ignore_conflicts=True)
        ReminderPreference.objects.bulk_update(rows, FIELDS)
        old = Reminder.objects.filter(athlete_id__in=ids, day__lt=(now - KEPT).date())
        old.exclude(state=DeliveryState.DUE).delete()
    return len(made), len(rows)


def _plan_one(
    row: ReminderPreference, zone: str, logged_on: date | None, now: datetime
) -> list[Reminder]:
    assert row.next_at is not None
    due_at = max(row.next_at, next_after(row, zone, now - A_DAY))  # of days missed, the last one
    if due_at > now:
        row.next_at = due_at
        return []
    row.next_at = next_after(row, zone, now)
    day = day_in_zone(due_at, zone)
    if row.reminded_on and logged_on and logged_on >= row.reminded_on:
        row.unanswered = 0
    too_late = day_in_zone(now, zone) != day  # nobody planned while its day passed
    if too_late or (logged_on and logged_on >= day) or row.unanswered >= MOST_UNANSWERED:
        return []
    if row.reminded_on != day:
        row.unanswered, row.reminded_on = row.unanswered + 1, day
    ways = [way for way, on in ((Channel.PUSH, row.push), (Channel.EMAIL, row.email)) if on]
    return [Reminder(athlete_id=row.pk, day=day, channel=way, due_at=due_at) for way in ways]
