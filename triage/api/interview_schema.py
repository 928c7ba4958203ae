"""What the OpenAPI document says of interviews, with examples."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from triage.api.schema import AssessmentSerializer, OpenFlagSerializer, RedFlagSerializer


class PlaceSerializer(serializers.Serializer[Any]):
    part = serializers.IntegerField()
    of = serializers.IntegerField()
    title = serializers.CharField()
    left = serializers.IntegerField(
        min_value=1,
        help_text="About how many screens are still to come, this one among them. An answer may"
        " open further ones, or make some needless.",
    )


class ScreenSerializer(serializers.Serializer[Any]):
    """What is asked now."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(["ticks", "yes_no", "number", "choice", "body_map"])
    title = serializers.CharField()
    lead = serializers.CharField(allow_null=True)
    section = serializers.CharField()
    findings = serializers.ListField(child=serializers.CharField())
    emergency = serializers.BooleanField()
    place = PlaceSerializer()


class QuestionSerializer(serializers.Serializer[Any]):
    """One finding of the screen, in words."""

    id = serializers.CharField()
    question = serializers.CharField()
    type = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField(), required=False)
    choice_labels = serializers.ListField(child=serializers.CharField(), required=False)
    low = serializers.FloatField(required=False)
    high = serializers.FloatField(required=False)


class NumbersSerializer(serializers.Serializer[Any]):
    """Whom to call where the person lives."""

    EMERGENCY = serializers.CharField()
    URGENT = serializers.CharField()


class InterviewSerializer(serializers.Serializer[Any]):
    """Where an interview stands; at its end `screen` is null and `assessment` is there."""

    id = serializers.UUIDField()
    knowledge_version = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    numbers = NumbersSerializer()
    urgency_now = serializers.CharField(allow_null=True, help_text="Of the answers so far.")
    red_flags = RedFlagSerializer(many=True)
    unsure_flags = OpenFlagSerializer(many=True)
    answers = serializers.DictField(child=serializers.JSONField())
    skipped = serializers.ListField(child=serializers.CharField())
    screens_shown = serializers.IntegerField()
    screen = ScreenSerializer(allow_null=True)
    questions = QuestionSerializer(many=True)
    assessment = AssessmentSerializer(allow_null=True)


class BeginningSerializer(serializers.Serializer[Any]):
    answers = serializers.DictField(
        child=serializers.JSONField(), required=False, help_text="What is known already."
    )


class ReplySerializer(serializers.Serializer[Any]):
    """On a screen of ticks what is not named is no; a skipped yes/no finding is unsure."""

    screen = serializers.CharField()
    answers = serializers.DictField(child=serializers.JSONField(), required=False)
    skipped = serializers.ListField(child=serializers.CharField(), required=False)


BEGIN: dict[str, Any] = {
    "request": BeginningSerializer,
    "responses": {200: InterviewSerializer, 201: InterviewSerializer},
    "examples": [
        OpenApiExample(
            "Age and habit are known from the profile",
            value={"answers": {"age_years": 34, "persona": "athlete"}},
            request_only=True,
        )
    ],
}
STANDING: dict[str, Any] = {"responses": InterviewSerializer}
GIVE_UP: dict[str, Any] = {"responses": {204: None}}
ANSWER: dict[str, Any] = {
    "request": ReplySerializer,
    "responses": InterviewSerializer,
    "examples": [
        OpenApiExample(
            "None of these",
            value={"screen": "chest-and-breath", "answers": {}},
            request_only=True,
        ),
        OpenApiExample(
            "One yes, one not sure, the others no",
            value={"screen": "leg-changes", "answers": {"swelling_calf": True, "warmth": "unsure"}},
            request_only=True,
        ),
        OpenApiExample(
            "A number left empty",
            value={"screen": "calf-measure", "skipped": ["calf_girth_diff_cm"]},
            request_only=True,
        ),
    ],
}
BACK: dict[str, Any] = {"request": None, "responses": InterviewSerializer}
