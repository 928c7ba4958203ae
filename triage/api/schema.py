"""What the OpenAPI document says of triage, with examples."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, inline_serializer
from rest_framework import serializers

LEVELS = ["emergency_now", "same_day", "within_days", "self_care"]
OUTCOMES = ["not_yet", "seen_cleared", "seen_treated"]


class BecauseSerializer(serializers.Serializer[Any]):
    finding = serializers.CharField()
    value = serializers.JSONField()


class OpenFlagSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    suspected = serializers.CharField()
    urgency = serializers.CharField()
    do_now = serializers.CharField()
    tell_clinician = serializers.CharField()
    because = BecauseSerializer(many=True)


class RedFlagSerializer(OpenFlagSerializer):
    sources = serializers.ListField(child=serializers.CharField())


class AssessmentSerializer(serializers.Serializer[Any]):
    """One judged set of answers."""

    id = serializers.UUIDField()
    episode = serializers.UUIDField()
    knowledge_version = serializers.CharField()
    urgency = serializers.CharField(allow_null=True, help_text=f"One of {LEVELS}; null = unknown.")
    urgency_now = serializers.CharField(allow_null=True)
    held_from = serializers.UUIDField(allow_null=True)
    complete = serializers.BooleanField()
    missing_mandatory = serializers.ListField(child=serializers.CharField())
    red_flags = RedFlagSerializer(many=True)
    unsure_flags = OpenFlagSerializer(many=True)
    phone_flags = OpenFlagSerializer(
        many=True, help_text="What the phone's own check raised above the server's level."
    )
    unknown_findings = serializers.ListField(child=serializers.CharField())
    withheld = serializers.BooleanField()
    causes = serializers.ListField(child=serializers.JSONField())
    ranking = serializers.ListField(child=serializers.CharField())
    unscreened = serializers.ListField(child=serializers.CharField())
    is_clear = serializers.BooleanField()
    safety_net = serializers.CharField()
    next_questions = serializers.ListField(child=serializers.CharField())


class PostedAssessmentSerializer(serializers.Serializer[Any]):
    answers = serializers.DictField(child=serializers.JSONField())
    id = serializers.UUIDField(required=False)
    taken_at = serializers.DateTimeField(required=False)
    client = serializers.DictField(child=serializers.JSONField(), required=False)


class PostedOutcomeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(
        required=False, help_text="Your own: the same again is recorded once, another is a 409."
    )
    episode = serializers.UUIDField()
    outcome = serializers.CharField(help_text=f"One of {OUTCOMES}.")
    seen_on = serializers.DateField(required=False)
    note = serializers.CharField(required=False, max_length=2000)
    told_at = serializers.DateTimeField(
        required=False,
        help_text="When the person said it, where it is sent later: what came after stays open. "
        "Without it, or ahead: now. Not before the episode.",
    )


class RecordedOutcomeSerializer(PostedOutcomeSerializer):
    id = serializers.UUIDField()
    told_at = serializers.DateTimeField()
    urgency = serializers.CharField(allow_null=True)


_PAGE = inline_serializer(
    "AssessmentPage",
    {"results": AssessmentSerializer(many=True), "next": serializers.URLField(allow_null=True)},
)
_EXAMPLE = OpenApiExample(
    "A cold leg and a question left open",
    value={
        "answers": {"leg_cold_pale": True, "saddle_numb": "unsure", "age_years": 34},
        "taken_at": "2026-11-24T18:05:00+01:00",
    },
    request_only=True,
)

KNOWLEDGE: dict[str, Any] = {"responses": OpenApiTypes.OBJECT}
ASSESSMENTS: dict[str, Any] = {
    "operation_id": "triage_assessments_list",
    "responses": _PAGE,
    "parameters": [OpenApiParameter("cursor", str, description="From `next`.")],
}
ASSESSMENT: dict[str, Any] = {"responses": AssessmentSerializer}
ASSESS: dict[str, Any] = {
    "request": PostedAssessmentSerializer,
    "responses": {200: AssessmentSerializer, 201: AssessmentSerializer},
    "examples": [_EXAMPLE],
}
OUTCOME: dict[str, Any] = {
    "request": PostedOutcomeSerializer,
    "responses": {200: RecordedOutcomeSerializer, 201: RecordedOutcomeSerializer},
    "examples": [
        OpenApiExample(
            "Seen yesterday",
            value={"id": "019ab0c1-0000-7000-8000-000000000000",
                   "episode": "019ab0c0-0000-7000-8000-000000000000", "outcome": "seen_treated",
                   "seen_on": "2026-11-23", "told_at": "2026-11-24T08:10:00+01:00"},
            request_only=True,
        )
    ],
}  # fmt: skip
