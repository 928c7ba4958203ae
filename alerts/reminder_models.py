"""Reminders as rows; import them from `alerts.models`, where Django looks."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from alerts.models import Channel, DeliveryState
from alerts.reminder_clock import when_not_quiet

PERSON = settings.AUTH_USER_MODEL


class ReminderPreference(models.Model):
    """What a person wants to be reminded of and when; nobody is reminded who did not ask for it.

    Hours are whole ones on the clock of the person's own zone; equal quiet hours = none are quiet.
    """

    athlete = models.OneToOneField(
        PERSON, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    hour = models.PositiveSmallIntegerField(default=19)
    push = models.BooleanField(default=False)  # the daily reminder, by this way
    email = models.BooleanField(default=False)
    advice = models.BooleanField(default=True)  # alerts at self-care level
    quiet_from = models.PositiveSmallIntegerField(default=22)
    quiet_until = models.PositiveSmallIntegerField(default=7)
    snoozed_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)  # None = nothing is planned
    reminded_on = models.DateField(null=True)
    unanswered = models.PositiveSmallIntegerField(default=0)  # reminded days since the last log

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23),
                name="alerts_reminder_hours",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="alerts_reminder_next",
                condition=models.Q(next_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"reminder preference of user {self.pk}"

    @property
    def is_on(self) -> bool:
        """Tell whether there is any way to remind this person."""
        return self.push or self.email

    def when_awake(self, moment: datetime, *, zone: str) -> datetime:
        """Return the moment itself, or the end of the quiet hours it lies in."""
        return when_not_quiet(
            moment, zone=zone, quiet_from=self.quiet_from, quiet_until=self.quiet_until
        )


class Reminder(models.Model):
    """One reminder of one day by one channel: a lane of its own beside the deliveries."""

    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.DUE)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "day", "channel"], name="alerts_reminder_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="alerts_reminder_due", condition=models.Q(state="due")
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
