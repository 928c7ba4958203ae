"""What the doors of alerts take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.api.serializers import StrictSerializer, StrictText
from alerts.models import Outcome, State, Urgency
from kernel.calendar import BadTime, parse_instant
from triage.api.episode_schema import RecheckSerializer


class StrictInstant(serializers.DateTimeField):
    """Takes an instant as the wire writes it and nothing else."""

    def to_internal_value(self, data: Any) -> datetime:
        """Return the moment, in UTC."""
        try:
            return parse_instant(data)
        except BadTime as error:
            raise serializers.ValidationError(str(error)) from error


class EarlierAnswerSerializer(serializers.Serializer[Any]):
    """What was answered to an alert that opened again since."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    acknowledged_at = serializers.DateTimeField()


class AlertSerializer(serializers.Serializer[Any]):
    """An alert as its athlete sees it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    title = serializers.CharField()
    message = serializers.CharField()
    tell_clinician = serializers.CharField()
    because = serializers.ListField(child=serializers.DictField())
    rule = serializers.CharField()
    knowledge_version = serializers.CharField()
    day = serializers.DateField()
    raised_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=State.choices)
    outcome = serializers.ChoiceField(choices=Outcome.choices, required=False)
    episode = serializers.UUIDField(
        required=False, help_text="On the question of the next day: where its outcome belongs."
    )
    acknowledged_at = serializers.DateTimeField(required=False)
    earlier = EarlierAnswerSerializer(
        many=True, required=False, help_text="What was answered before it opened again."
    )
    unreached = serializers.BooleanField(
        required=False,
        help_text="True on an open urgent alert that neither push nor letter could deliver.",
    )
    recheck = RecheckSerializer(
        required=False,
        allow_null=True,
        help_text="On an open alert: the new check that is asked for, null if none is.",
    )


class AcknowledgeSerializer(StrictSerializer):
    """What the athlete does about it."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    note = StrictText(max_length=2000, required=False, allow_blank=True, default="")
    raised_at = StrictInstant(
        required=False,
        help_text="Of the alert as it was read: where it opened again since, it stays open.",
    )
    told_at = StrictInstant(
        required=False,
        help_text="When the person said it, where it is sent later. Without it, or ahead: now.",
    )


class ReceiptSerializer(StrictSerializer):
    """What became of a notification."""

    token = StrictText(max_length=64)
    event = serializers.ChoiceField(choices=["displayed", "clicked"])


class DeviceSerializer(serializers.Serializer[Any]):
    """A device and how well it can be reached."""

    id = serializers.UUIDField()
    client = serializers.DictField()
    health = serializers.ChoiceField(
        choices=["untested", "accepted", "proven", "silent", "failing", "blocked", "gone"],
        help_text="gone: the push service ended this subscription; make a new one. "
        "blocked: the device said that it may not show notifications.",
    )
    created_at = serializers.DateTimeField()
    last_accepted_at = serializers.DateTimeField(allow_null=True)
    last_displayed_at = serializers.DateTimeField(allow_null=True)


class PushHealthSerializer(serializers.Serializer[Any]):
    """How well the caller can be reached."""

    permission = serializers.CharField(help_text="as the devices told it; none without a device")
    devices = serializers.IntegerField()
    last_proven_at = serializers.DateTimeField(allow_null=True)
    is_stale = serializers.BooleanField()
    switched_to_email = serializers.BooleanField()
    email_arrives = serializers.BooleanField()


class NewWebhookSerializer(StrictSerializer):
    """Where a club's own system listens."""

    url = StrictText(max_length=500)


class WebhookSerializer(serializers.Serializer[Any]):
    """A club's own system; `secret` is there only in the answer that made it."""

    id = serializers.IntegerField()
    url = serializers.URLField()
    health = serializers.ChoiceField(choices=["untested", "accepted", "failing", "ended"])
    created_at = serializers.DateTimeField()
    last_accepted_at = serializers.DateTimeField(allow_null=True)
    last_answer = serializers.CharField()
    secret = serializers.CharField(required=False)
