"""What the tracker's reads look like, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DaySerializer(serializers.Serializer[Any]):
    """One logged day, folded; a field that was not logged is absent."""

    day = serializers.DateField()
    pain_worst = serializers.IntegerField(required=False, min_value=0, max_value=10)
    pain_mean = serializers.FloatField(required=False)
    pain_morning = serializers.IntegerField(required=False)
    sitting_h = serializers.FloatField(required=False, max_value=24)
    hydration_ml = serializers.FloatField(required=False)
    urine_colour = serializers.IntegerField(required=False)
    activity_min = serializers.FloatField(required=False)
    load_au = serializers.FloatField(required=False)
    symptoms = serializers.DictField(required=False)
    sleep_h = serializers.FloatField(required=False)
    sleep_quality = serializers.IntegerField(required=False)
    fatigue = serializers.IntegerField(required=False)
    soreness = serializers.IntegerField(required=False)
    stress = serializers.IntegerField(required=False)
    has_note = serializers.BooleanField(required=False)


class EntrySerializer(serializers.Serializer[Any]):
    """One fact as it stands; beside these, the fields of its kind."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    day = serializers.DateField()
    at = serializers.DateTimeField(required=False)
    edited_at = serializers.DateTimeField()
    deleted = serializers.BooleanField(required=False)


class PainStandingSerializer(serializers.Serializer[Any]):
    """How pain stands."""

    today = serializers.FloatField(allow_null=True)
    mean_7d = serializers.FloatField(allow_null=True)
    trend = serializers.ChoiceField(choices=["improving", "steady", "worsening", "unknown"])
    since = serializers.DateField(required=False)
    sentence = serializers.CharField(required=False)


class LoadSerializer(serializers.Serializer[Any]):
    """Training load in arbitrary units."""

    acute = serializers.IntegerField(allow_null=True)
    chronic = serializers.IntegerField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True)


class SnapshotSerializer(serializers.Serializer[Any]):
    """The caller's own standing."""

    as_of = serializers.DateField()
    pain = PainStandingSerializer()
    load = LoadSerializer()
    sitting = serializers.DictField()
    hydration = serializers.DictField()
    streak_days = serializers.IntegerField()
    sparkline = serializers.ListField(child=serializers.FloatField(allow_null=True))
    logged_28d = serializers.IntegerField()
