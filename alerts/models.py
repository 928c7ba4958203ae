"""Alerts, their deliveries (the outbox), and the devices a person can be reached on."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from alerts.running import JobRun as JobRun
from alerts.running import Tally as Tally

PERSON = settings.AUTH_USER_MODEL


class Urgency(models.TextChoices):
    EMERGENCY_NOW = "emergency_now", _("emergency now")
    SAME_DAY = "same_day", _("today")
    WITHIN_DAYS = "within_days", _("within days")
    SELF_CARE = "self_care", _("self-care")


URGENT = (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY)


class State(models.TextChoices):
    OPEN = "open", _("open")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    RESOLVED = "resolved", _("resolved")


class Outcome(models.TextChoices):
    CALLING_EMERGENCY = "calling_emergency", _("I am calling for help")
    SEEKING_CARE = "seeking_care", _("I am getting care")
    ALREADY_SEEN = "already_seen", _("I was seen already")
    NOT_A_CONCERN = "not_a_concern", _("This is not new to me")
    READ = "read", _("I have read this")


class Alert(models.Model):
    """Something the athlete must know; closed by a person, never by an edit or by time.

    What is told after its answer opens it again (ADR 0193): `raised_at` is when it opened last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    rule = models.CharField(max_length=32)
    urgency = models.CharField(max_length=16, choices=Urgency)
    title = models.CharField(max_length=200)
    message = models.TextField()
    tell_clinician = models.TextField(blank=True)
    because = models.JSONField(default=list)
    knowledge_version = models.CharField(max_length=64, blank=True)
    assessment_id = models.UUIDField(null=True)  # what it came from, if from a triage
    episode_id = models.UUIDField(null=True)  # the ache it belongs to, if from a triage
    day = models.DateField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    spent = models.BooleanField(
        default=False, db_default=False
    )  # the budget of what is not urgent paid for it
    opening = models.PositiveIntegerField(default=1, db_default=1)  # which; each has its own ladder
    # openings before this one, oldest first, with what was answered (alerts.openings)
    earlier = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField())
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "rule", "day"], name="alerts_alert_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(urgency__in=Urgency.values), name="alerts_alert_urgency"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="alerts_alert_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.OPEN, acknowledged_at__isnull=True)
                | ~models.Q(state=State.OPEN),
                name="alerts_alert_open_is_unanswered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["athlete"], name="alerts_alert_open", condition=models.Q(state="open")
            ),
            models.Index(fields=["athlete", "-raised_at", "-id"], name="alerts_alert_inbox"),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"


class Channel(models.TextChoices):
    """Channels named in the ladder; any file in `alerts/channels` with a NAME is one."""

    PUSH = "push", _("push")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    WEBHOOK = "webhook", _("a club's own system")
    HELPERS = "helpers", _("whoever may be told")  # finds who, and writes a delivery for each
    QUESTION = "question", _("was the athlete seen?")  # raises the question of the next day


class Audience(models.TextChoices):
    """To whom a delivery goes; all but the athlete hear one neutral sentence."""

    ATHLETE = "athlete", _("the athlete")
    COACH = "coach", _("staff of a team")
    CONTACT = "contact", _("the emergency contact")
    CLUB = "club", _("a club's own system")
    OPERATOR = "operator", _("whoever runs the server")


class DeliveryState(models.TextChoices):
    DUE = "due", _("due")
    DONE = "done", _("done")
    DEAD = "dead", _("given up")
    DROPPED = "dropped", _("not needed any more")


class Delivery(models.Model):
    """One step of the ladder for one person: what is due, who sends it now, what happened."""

    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    ladder = models.UUIDField()  # the run this step belongs to: the alert that started it
    step = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)  # the NAME of a file in alerts/channels
    audience = models.CharField(
        max_length=8, choices=Audience, default=Audience.ATHLETE, db_default=Audience.ATHLETE
    )
    recipient = models.ForeignKey(PERSON, on_delete=models.CASCADE, null=True, related_name="+")
    webhook = models.ForeignKey("alerts.Webhook", models.CASCADE, null=True, related_name="+")
    urgent = models.BooleanField()
    # the athlete's quiet hours hold it back; a red flag's and a safety rule's never
    heeds_quiet = models.BooleanField(default=False, db_default=False)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.DUE)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # of a letter: how often the mail server got the whole of it and did not refuse it
    handed_over = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_answer = models.CharField(max_length=40, blank=True)
    accepted_at = models.DateTimeField(null=True)
    displayed_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "athlete", "ladder", "step", "channel", "audience",
                Coalesce("recipient", 0), Coalesce("webhook", 0),
                name="alerts_delivery_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["due_at"], name="alerts_delivery_due", condition=models.Q(state="due")
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class PushSubscription(models.Model):
    """One browser on one device that may show notifications to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    endpoint = models.URLField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    client = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    last_accepted_at = models.DateTimeField(null=True)
    last_displayed_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["user"], name="alerts_device_living", condition=models.Q(gone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"

    @property
    def is_blocked(self) -> bool:
        """Tell whether the device said that it may not show notifications."""
        told = self.client.get("permission") if isinstance(self.client, dict) else None
        return told in ("denied", "default")


# The rest of the room's tables, at the end because they use what stands above.
from alerts.channel_models import BouncedAddress, Receipt, Webhook, make_token  # noqa: E402
from alerts.reminder_models import Reminder, ReminderPreference  # noqa: E402

__all__ = [
    "BouncedAddress", "Receipt", "Reminder", "ReminderPreference", "Webhook", "make_token",
]  # fmt: skip
