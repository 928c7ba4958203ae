"""The reminders' own lane: its own rows, its own claim, and it gives way to anything urgent.

The relay knows nothing of these rows, so that however many wait, a red flag does not.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.queries import zones_of
from alerts import tally
from alerts.channels import WORDS, Letter, Outcome, Sent, TryLater, email, web_push
from alerts.models import (
    Channel,
    Delivery,
    DeliveryState,
    Reminder,
    ReminderPreference,
)
from kernel.calendar import day_in_zone
from tracker.queries import last_logged_of

logger = logging.getLogger(__name__)
SEND: dict[str, Callable[[Letter], Outcome]] = {
    Channel.PUSH: web_push.send,
    Channel.EMAIL: email.send,
}
BATCH = 50
LEASE = timedelta(minutes=10)  # a batch at five seconds each, and some
MOST_TRIES = 3
PAUSE = timedelta(minutes=5)  # before another try
LONGEST_S = 10.0  # of one run: a worker of few hands has other things to do


@dataclass
class LanePass:
    """What one run of the lane did; `gave_way` = something urgent was due."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    gave_way: bool = False


def remind_due(
    *, longest_s: float = LONGEST_S, is_ending: Callable[[], bool] = lambda: False
) -> LanePass:
    """Send due reminders, oldest first, until none is, time is up, or the lane must give way."""
    done, ends = LanePass(), time.monotonic() + longest_s
    while not is_ending() and time.monotonic() < ends:
        batch = _claim(now=timezone.now())
        if not batch:
            break
        for place, reminder in enumerate(batch):
            done.gave_way = something_urgent_is_due(now=timezone.now())
            if done.gave_way or is_ending() or time.monotonic() >= ends:
                _put_back(batch[place:])
                return done
            _remind(reminder, done)
    return done


def something_urgent_is_due(*, now: datetime) -> bool:
    """Tell whether a delivery of a red flag waits for a relay."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    return Delivery.objects.filter(
        free, state=DeliveryState.DUE, urgent=True, due_at__lte=now
    ).exists()


def _claim(*, now: datetime) -> list[Reminder]:
    """Take some due reminders that still make sense; the attempt is counted before the work."""
    with transaction.atomic():
        due = Reminder.objects.filter(state=DeliveryState.DUE, due_at__lte=now).filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        )
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due.order_by("due_at", "pk")[:BATCH])
        if rows:
            lease = uuid.uuid4()
            Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
                lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1
            )
            for row in rows:
                row.lease, row.attempts = lease, row.attempts + 1
    return rows


def _put_back(rows: list[Reminder]) -> None:
    Reminder.objects.filter(
        pk__in=[row.pk for row in rows], lease=rows[0].lease, state=DeliveryState.DUE
    ).update(lease=None, leased_until=None, attempts=F("attempts") - 1)


def _remind(reminder: Reminder, done: LanePass) -> None:
    now = timezone.now()
    if not _is_wanted(reminder, now) or reminder.attempts > MOST_TRIES:
        _finish(reminder, DeliveryState.DROPPED)
        done.dropped += 1
        return
    outcome = _send(reminder)
    if isinstance(outcome, Sent):
        _finish(reminder, DeliveryState.DONE, sent_at=now)
        done.sent += 1
    elif isinstance(outcome, TryLater) and reminder.attempts < MOST_TRIES:
        _mine(reminder).update(lease=None, leased_until=None, due_at=now + PAUSE)
        done.failed += 1
    else:
        _finish(reminder, DeliveryState.DEAD)
        done.failed += 1
    tally.count(tally.REMINDERS, reminder.channel, WORDS[type(outcome)])


def _send(reminder: Reminder) -> Outcome:
    letter = Letter(
        reminder.athlete_id, (), urgent=False, athlete_id=reminder.athlete_id, reminder=True
    )
    try:
        return SEND[reminder.channel](letter)
    except DatabaseError:
        raise
    except Exception as error:  # one poisonous row must not stop the others: a true boundary
        logger.error("reminder %s could not be sent: %s", reminder.pk, type(error).__name__)
        return TryLater(f"error-{type(error).__name__}"[:40])


def _is_wanted(reminder: Reminder, now: datetime) -> bool:
    """Ask once more at the last moment: the day, its log, quiet hours, snooze, the switch."""
    athlete_id = reminder.athlete_id
    wish = ReminderPreference.objects.filter(pk=athlete_id).first()
    if wish is None or not (wish.push if reminder.channel == Channel.PUSH else wish.email):
        return False
    if wish.snoozed_until is not None and wish.snoozed_until > now:
        return False
    zone = zones_of(athlete_ids=[athlete_id])[athlete_id]
    if day_in_zone(now, zone) != reminder.day or wish.when_awake(now, zone=zone) != now:
        return False
    logged_on = last_logged_of(athlete_ids=[athlete_id]).get(athlete_id)
    return logged_on is None or logged_on < reminder.day


def _mine(reminder: Reminder) -> QuerySet[Reminder]:
    """The row, if this lane still holds it."""
    return Reminder.objects.filter(pk=reminder.pk, lease=reminder.lease)


def _finish(reminder: Reminder, state: str, **fields: datetime) -> None:
    _mine(reminder).update(state=state, lease=None, leased_until=None, **fields)
