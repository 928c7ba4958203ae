"""What the OpenAPI document says of episodes, with examples."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, inline_serializer
from rest_framework import serializers

from triage.api.schema import LEVELS
from triage.models import Side

LEVEL = f"One of {LEVELS}; null = none in force."


class RecheckSerializer(serializers.Serializer[Any]):
    since = serializers.DateTimeField()
    reason = serializers.CharField(help_text="answers_changed or check_is_old")
    because = serializers.ListField(child=serializers.CharField(), help_text="Finding ids.")


class ShownCauseSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    fit = serializers.CharField()


class EpisodeSerializer(serializers.Serializer[Any]):
    """One ache, judged over time; at most one is open."""

    id = serializers.UUIDField()
    state = serializers.CharField(help_text="open, settled (by the person) or closed (seen)")
    side = serializers.CharField(allow_null=True)
    started_on = serializers.DateField(allow_null=True, help_text="null = never told.")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_as = serializers.CharField(allow_null=True)
    urgency = serializers.CharField(allow_null=True, help_text=LEVEL)
    urgency_since = serializers.DateTimeField(allow_null=True)
    held_by = serializers.UUIDField(allow_null=True, help_text="The assessment that holds it.")
    withheld = serializers.BooleanField()
    causes = ShownCauseSerializer(many=True)
    ranking = serializers.ListField(child=serializers.CharField())
    recurrence_of = serializers.UUIDField(allow_null=True)
    recheck_since = serializers.DateTimeField(allow_null=True)
    recheck = RecheckSerializer(allow_null=True)


class BriefAssessmentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    origin = serializers.CharField()
    day = serializers.DateField()
    taken_at = serializers.DateTimeField()
    urgency = serializers.CharField(allow_null=True)
    urgency_now = serializers.CharField(allow_null=True)
    complete = serializers.BooleanField()
    red_flags = serializers.ListField(child=serializers.CharField())


class ToldOutcomeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    outcome = serializers.CharField()
    seen_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class DriftReadingSerializer(serializers.Serializer[Any]):
    week = serializers.DateField(help_text="Its Monday.")
    urgency = serializers.CharField(allow_null=True)
    ranking = serializers.ListField(child=serializers.CharField())
    scores = serializers.DictField(child=serializers.IntegerField())
    moved_toward = serializers.ListField(child=serializers.CharField())
    logged = serializers.DictField(child=serializers.JSONField())
    knowledge_version = serializers.CharField()


class WholeEpisodeSerializer(EpisodeSerializer):
    """With the newest hundred of each."""

    assessments = BriefAssessmentSerializer(many=True)
    outcomes = ToldOutcomeSerializer(many=True)
    drift = DriftReadingSerializer(many=True)


class EpisodeChangesSerializer(serializers.Serializer[Any]):
    side = serializers.CharField(required=False, help_text=f"One of {list(Side.values)}.")
    started_on = serializers.DateField(required=False)
    state = serializers.CharField(
        required=False, help_text="settled: the ache is over; refused at same_day and above."
    )


EPISODES: dict[str, Any] = {
    "operation_id": "triage_episodes_list",
    "responses": inline_serializer(
        "EpisodePage",
        {"results": EpisodeSerializer(many=True), "next": serializers.URLField(allow_null=True)},
    ),
    "parameters": [OpenApiParameter("cursor", str, description="From `next`.")],
}
EPISODE: dict[str, Any] = {"responses": WholeEpisodeSerializer}
CHANGE: dict[str, Any] = {
    "request": EpisodeChangesSerializer,
    "responses": WholeEpisodeSerializer,
    "examples": [
        OpenApiExample(
            "The other leg, since Sunday",
            value={"side": "right", "started_on": "2026-11-22"},
            request_only=True,
        ),
        OpenApiExample("It is over", value={"state": "settled"}, request_only=True),
    ],
}
