"""My reminders: read, change, snooze."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import StrictBoolean, StrictInteger, StrictSerializer
from accounts.http import caller, etag_json
from alerts import reminders
from alerts.models import ReminderPreference
from kernel.calendar import format_instant

LONGEST_SNOOZE_MIN = 14 * 24 * 60


class ChannelsSerializer(StrictSerializer):
    """By which ways one type of reminder comes."""

    push = StrictBoolean(required=False)
    email = StrictBoolean(required=False)


class QuietSerializer(StrictSerializer):
    """Hours in which only safety messages come; equal ones = none are quiet."""

    start = StrictInteger(min_value=0, max_value=23, required=False)
    end = StrictInteger(min_value=0, max_value=23, required=False)


class RemindersSerializer(StrictSerializer):
    """What I want to be reminded of; hours are whole ones on the clock of my time zone."""

    hour = StrictInteger(min_value=0, max_value=23, required=False)
    daily_log = ChannelsSerializer(required=False)
    advice = StrictBoolean(required=False)
    quiet_hours = QuietSerializer(required=False)
    snoozed_until = serializers.DateTimeField(read_only=True, allow_null=True)
    next_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def as_changes(self) -> dict[str, Any]:
        """Return the columns that were given."""
        given = dict(self.validated_data)
        changes: dict[str, Any] = dict(given.pop("daily_log", {}))
        quiet = given.pop("quiet_hours", {})
        names = {"start": "quiet_from", "end": "quiet_until"}
        return given | changes | {names[name]: hour for name, hour in quiet.items()}


class SnoozeSerializer(StrictSerializer):
    """How long reminders are to rest."""

    minutes = StrictInteger(min_value=5, max_value=LONGEST_SNOOZE_MIN)


def as_dict(row: ReminderPreference) -> dict[str, Any]:
    """Return a preference in the shape of `RemindersSerializer`."""
    return {
        "hour": row.hour,
        "daily_log": {"push": row.push, "email": row.email},
        "advice": row.advice,
        "quiet_hours": {"start": row.quiet_from, "end": row.quiet_until},
        "snoozed_until": row.snoozed_until and format_instant(row.snoozed_until),
        "next_at": row.next_at and format_instant(row.next_at),
    }


EXAMPLE = OpenApiExample(
    "An evening reminder",
    value={"hour": 19, "daily_log": {"push": True}, "quiet_hours": {"start": 22, "end": 7}},
    request_only=True,
)


class RemindersView(APIView):
    """The caller's reminders."""

    @extend_schema(responses=RemindersSerializer)
    def get(self, request: Request) -> Response:
        """Show when and how I am reminded."""
        return etag_json(request, as_dict(reminders.preference_of(athlete_id=caller(request).pk)))

    @extend_schema(request=RemindersSerializer, responses=RemindersSerializer, examples=[EXAMPLE])
    def patch(self, request: Request) -> Response:
        """Change what is given; safety messages come whatever is set here."""
        sheet = RemindersSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        row = reminders.change(by=caller(request), changes=sheet.as_changes(), now=timezone.now())
        return Response(as_dict(row), headers={"Cache-Control": "no-store"})


class SnoozeView(APIView):
    """Letting reminders rest."""

    @extend_schema(request=SnoozeSerializer, responses=RemindersSerializer)
    def post(self, request: Request) -> Response:
        """Remind me again after some minutes, or on the next day that is due after them."""
        sheet = SnoozeSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        minutes = sheet.validated_data["minutes"]
        row = reminders.snooze(by=caller(request), minutes=minutes, now=timezone.now())
        return Response(as_dict(row), headers={"Cache-Control": "no-store"})
