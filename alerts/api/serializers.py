"""What the doors of alerts take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.serializers import StrictSerializer, StrictText
from alerts.models import Outcome, State, Urgency


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
    acknowledged_at = serializers.DateTimeField(required=False)


class AcknowledgeSerializer(StrictSerializer):
    """What the athlete does about it."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    note = StrictText(max_length=2000, required=False, allow_blank=True, default="")


class ReceiptSerializer(StrictSerializer):
    """What became of a notification."""

    token = StrictText(max_length=64)
    event = serializers.ChoiceField(choices=["displayed", "clicked"])


class DeviceSerializer(serializers.Serializer[Any]):
    """A device and how well it can be reached."""

    id = serializers.UUIDField()
    client = serializers.DictField()
    health = serializers.ChoiceField(choices=["untested", "accepted", "failing", "gone"])
    created_at = serializers.DateTimeField()
    last_accepted_at = serializers.DateTimeField(allow_null=True)
    last_displayed_at = serializers.DateTimeField(allow_null=True)
