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


class ToldCauseSerializer(serializers.Serializer[Any]):
    """What a clinician said, as the person tells it; no part of what triage judged."""

    id = serializers.UUIDField()
    condition = serializers.CharField(allow_null=True, help_text="null = what the note says.")
    title = serializers.CharField(allow_null=True)
    said_by = serializers.CharField()
    said_on = serializers.DateField()
    note = serializers.CharField()
    recorded_at = serializers.DateTimeField()


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
    told_causes = ToldCauseSerializer(many=True, help_text="By clinicians, newest first.")
    recurrence_of = serializers.UUIDField(allow_null=True)
    came_back = serializers.BooleanField(
        allow_null=True, help_text="The person's own word; null = not asked yet."
    )
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
    told_at = serializers.DateTimeField()
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
    came_back = serializers.BooleanField(
        required=False, help_text="false: another ache; recurrence_of is then null."
    )
    state = serializers.CharField(
        required=False, help_text="settled: the ache is over; refused at same_day and above."
    )


class NewToldCauseSerializer(serializers.Serializer[Any]):
    condition = serializers.CharField(
        allow_null=True, required=False, help_text="An id of the knowledge's conditions."
    )
    said_by = serializers.CharField(max_length=120)
    said_on = serializers.DateField()
    note = serializers.CharField(required=False, max_length=2000, help_text="Needed without one.")


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
        OpenApiExample("It is the earlier one again", value={"came_back": True}, request_only=True),
        OpenApiExample("It is over", value={"state": "settled"}, request_only=True),
    ],
}
TELL: dict[str, Any] = {
    "request": NewToldCauseSerializer,
    "responses": {200: WholeEpisodeSerializer, 201: WholeEpisodeSerializer},
    "examples": [
        OpenApiExample(
            "A physiotherapist's word",
            value={
                "condition": "pht", "said_by": "Pat, physiotherapist", "said_on": "2026-11-20",
                "note": "Load it slowly.",
            },
            request_only=True,
        )
    ],
}  # fmt: skip
TAKE_BACK: dict[str, Any] = {"responses": {204: None}}
