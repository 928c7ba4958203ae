"""What alerts keep of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from accounts.queries import email_of
from alerts.bounces import forgive
from alerts.models import Alert, Delivery, PushSubscription, Reminder, ReminderPreference

COVERED = (Alert, Delivery, PushSubscription, Reminder, ReminderPreference)


def export(user_id: int) -> dict[str, list[Any]]:
    """Return alerts, what was sent to whom when, and devices without their keys."""
    sent = (
        "channel", "audience", "step", "due_at", "state", "accepted_at", "displayed_at",
        "clicked_at",
    )  # fmt: skip
    return {
        "alerts": list(Alert.objects.filter(athlete_id=user_id).order_by("raised_at").values()),
        "deliveries": list(Delivery.objects.filter(athlete_id=user_id).values(*sent)),
        "devices": list(
            PushSubscription.objects.filter(user_id=user_id).values("client", "created_at")
        ),
        "reminder_preference": list(ReminderPreference.objects.filter(pk=user_id).values()),
        "reminders": list(
            Reminder.objects.filter(athlete_id=user_id).values("day", "channel", "state", "sent_at")
        ),
    }


def erase(user_id: int) -> None:
    """Remove every row, and the mark that letters to this person bounce."""
    forgive(address=email_of(user_id=user_id))
    Alert.objects.filter(athlete_id=user_id).delete()
    Delivery.objects.filter(athlete_id=user_id).delete()
    Delivery.objects.filter(recipient_id=user_id).delete()
    PushSubscription.objects.filter(user_id=user_id).delete()
    Reminder.objects.filter(athlete_id=user_id).delete()
    ReminderPreference.objects.filter(pk=user_id).delete()
