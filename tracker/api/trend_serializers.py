"""What trends and insights look like, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

STATES = ["unknown", "collecting", "quiet", "note", "amber", "good"]
AREAS = ["pain", "night", "place", "sitting", "fluids", "load", "feeling", "logging"]


class TrendStandingSerializer(serializers.Serializer[Any]):
    """One rule today; `n` of the last `of_days` days had what it needs."""

    id = serializers.CharField()
    area = serializers.ChoiceField(choices=AREAS)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    since = serializers.DateField(allow_null=True)
    n = serializers.IntegerField()
    of_days = serializers.IntegerField()
    sentence = serializers.CharField()
    beside = serializers.ListField(child=serializers.CharField(), max_length=2)
    action = serializers.ChoiceField(choices=["check", "check_today"], allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    thresholds = serializers.DictField(child=serializers.FloatField())


class BaselineSerializer(serializers.Serializer[Any]):
    """Whether enough was logged for a comparison."""

    logged = serializers.IntegerField()
    of_days = serializers.IntegerField()
    needed = serializers.IntegerField()
    collecting = serializers.BooleanField()


class TogetherSerializer(serializers.Serializer[Any]):
    """Two ambers of different areas within a week."""

    urgency = serializers.ChoiceField(choices=["within_days"])
    since = serializers.DateField()
    rules = serializers.ListField(child=serializers.CharField())
    sentence = serializers.CharField()


class FadingLoadSerializer(serializers.Serializer[Any]):
    """Load a day in AU with a fading memory of 7 and 28 days; null = too little logged."""

    acute = serializers.FloatField(allow_null=True)
    chronic = serializers.FloatField(allow_null=True)
    monotony = serializers.FloatField(allow_null=True)
    strain = serializers.FloatField(allow_null=True)
    logged = serializers.IntegerField()
    days = serializers.IntegerField()


class TrendsSerializer(serializers.Serializer[Any]):
    """How every rule over the caller's log stands."""

    as_of = serializers.DateField()
    version = serializers.CharField()
    baseline = BaselineSerializer()
    together = TogetherSerializer(allow_null=True)
    load = FadingLoadSerializer()
    rules = TrendStandingSerializer(many=True)


class InsightSerializer(serializers.Serializer[Any]):
    """One question; `effect` is a rank correlation with its 95 % interval, null unless told."""

    id = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["collecting", "quiet", "told"])
    n = serializers.IntegerField()
    needed = serializers.IntegerField()
    effect = serializers.FloatField(allow_null=True)
    interval = serializers.ListField(
        child=serializers.FloatField(), min_length=2, max_length=2, allow_null=True
    )
    sentence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute


class InsightsSerializer(serializers.Serializer[Any]):
    """What goes together in the caller's log."""

    as_of = serializers.DateField()
    results = InsightSerializer(many=True)


class SpellSerializer(serializers.Serializer[Any]):
    """A stretch of worsening pain; `before` and `told` are levels of the 0-10 scale."""

    opened_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True, help_text="null = open")
    before = serializers.FloatField(help_text="The level before it began.")
    told = serializers.FloatField(help_text="The highest level that was told.")


SPELLS = inline_serializer(
    "SpellList",
    {"results": SpellSerializer(many=True), "next": serializers.URLField(allow_null=True)},
)
