"""Reminders: what a person wants to be reminded of, when the next is due, and snoozing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.queries import athlete_zone
from alerts.models import Delivery, DeliveryState, Reminder, ReminderPreference
from alerts.reminder_clock import is_quiet, next_reminder, spread_s
from kernel.calendar import day_in_zone
from kernel.errors import DomainError


class QuietReminder(DomainError):
    """A reminder within the person's own quiet hours."""

    code = "quiet-hour"


def preference_of(*, athlete_id: int) -> ReminderPreference:
    """Return the person's own row, or the defaults, not saved."""
    return preferences_of(athlete_ids=[athlete_id])[athlete_id]


def preferences_of(*, athlete_ids: Iterable[int]) -> dict[int, ReminderPreference]:
    """Return the same of many, in one statement."""
    ids = list(athlete_ids)
    rows = ReminderPreference.objects.in_bulk(ids)
    return {one: rows.get(one) or ReminderPreference(athlete_id=one) for one in ids}


def quiet_until(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Return when quiet hours that hold a delivery back end; None where nothing holds it."""
    if not delivery.heeds_quiet:
        return None
    until = when_awake(athlete_id=delivery.athlete_id, now=now)
    return until if until != now else None


def when_awake(*, athlete_id: int, now: datetime) -> datetime:
    """Return this moment, or the end of the person's quiet hours that it lies in."""
    zone = athlete_zone(athlete_id=athlete_id)
    return preference_of(athlete_id=athlete_id).when_awake(now, zone=zone)


def change(*, by: User, changes: Mapping[str, Any], now: datetime) -> ReminderPreference:
    """Change what is given and plan the next reminder anew.

    :raises QuietReminder: when the hour would lie in the quiet ones.
    """
    with transaction.atomic():
        row = _locked(by)
        for field, value in changes.items():
            setattr(row, field, value)
        if row.is_on and is_quiet(row.hour, quiet_from=row.quiet_from, quiet_until=row.quiet_until):
            detail = "Choose an hour outside your quiet hours, or change those."
            raise QuietReminder(detail, pointer="/hour")
        row.unanswered = 0  # whoever looks at the settings is there
        _plan_next(row, athlete_zone(athlete_id=by.pk), now)
        row.save()
    return row


def snooze(*, by: User, minutes: int, now: datetime) -> ReminderPreference:
    """Let reminders rest for some minutes; one that ends today comes again then.

    What would end in quiet hours or on another day is left to that day's own hour.
    """
    zone = athlete_zone(athlete_id=by.pk)
    until = now + timedelta(minutes=minutes)
    with transaction.atomic():
        row = _locked(by)
        row.snoozed_until, row.unanswered = until, 0
        _plan_next(row, zone, now)
        row.save()
        today = day_in_zone(now, zone)
        mine = Reminder.objects.filter(athlete=by, day=today)
        quiet = row.when_awake(until, zone=zone) != until
        if quiet or day_in_zone(until, zone) != today:
            mine.filter(state=DeliveryState.DUE).update(state=DeliveryState.DROPPED)
        else:
            mine.update(
                state=DeliveryState.DUE, due_at=until, attempts=0, lease=None, leased_until=None
            )
    return row


def move_to_zone(*, athlete_id: int, zone: str, now: datetime) -> None:
    """Plan the next reminder anew, because the person's clock shows another hour."""
    with transaction.atomic():
        row = ReminderPreference.objects.select_for_update().filter(pk=athlete_id).first()
        if row is not None:
            _plan_next(row, zone, now)
            row.save(update_fields=["next_at"])


def _locked(by: User) -> ReminderPreference:
    ReminderPreference.objects.bulk_create([ReminderPreference(athlete=by)], ignore_conflicts=True)
    return ReminderPreference.objects.select_for_update().get(pk=by.pk)


def _plan_next(row: ReminderPreference, zone: str, now: datetime) -> None:
    row.next_at = next_after(row, zone, now) if row.is_on else None


def next_after(row: ReminderPreference, zone: str, moment: datetime) -> datetime:
    """Return when the person's next reminder is due after a moment and after any snooze."""
    after = max(moment, row.snoozed_until) if row.snoozed_until else moment
    return next_reminder(after=after, hour=row.hour, zone=zone, spread=spread_s(row.pk))
