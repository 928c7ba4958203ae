"""How I am asked for instruments, and what is due now."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import StrictSerializer
from accounts.http import caller, etag_json, page
from tracker import schedules
from tracker.api.reading_forms import DayField
from tracker.api.reading_schema import DUE, Fields
from tracker.reading_checks import instrument_named
from tracker.reading_models import InstrumentSchedule


class ClockField(serializers.TimeField):
    """A time of day like 07:30."""

    def to_internal_value(self, value: Any) -> time:
        """Return the time."""
        if not isinstance(value, str) or not value.isascii():
            self.fail("invalid", format="HH:MM")
        return super().to_internal_value(value)


class NewScheduleSerializer(StrictSerializer):
    """When to be asked; what is left out is the instrument's own."""

    starts_on = DayField(required=False)
    opens = ClockField(required=False, input_formats=["%H:%M"])
    closes = ClockField(required=False, input_formats=["%H:%M"])


_SCHEDULE_FIELDS: Fields = {
    "instrument": serializers.CharField(),
    "every_days": serializers.IntegerField(),
    "starts_on": serializers.DateField(),
    "opens": serializers.TimeField(),
    "closes": serializers.TimeField(allow_null=True),
    "open_days": serializers.IntegerField(),
    "late_hours": serializers.IntegerField(),
}
_SCHEDULE = inline_serializer("Schedule", dict(_SCHEDULE_FIELDS))
_SCHEDULES = inline_serializer(
    "ScheduleList",
    {
        "results": inline_serializer("ScheduleRow", dict(_SCHEDULE_FIELDS), many=True),
        "next": serializers.URLField(allow_null=True),
    },
)


def _as_dict(row: InstrumentSchedule) -> dict[str, Any]:
    return {
        "instrument": row.instrument,
        "every_days": row.every_days,
        "starts_on": row.starts_on.isoformat(),
        "opens": f"{row.opens:%H:%M}",
        "closes": f"{row.closes:%H:%M}" if row.closes else None,
        "open_days": row.open_days,
        "late_hours": row.late_hours,
    }


class SchedulesView(APIView):
    """How the caller is asked."""

    @extend_schema(responses=_SCHEDULES)
    def get(self, request: Request) -> Response:
        """List what I am asked by the clock; nothing until I choose it."""
        rows = schedules.schedules_of(athlete_id=caller(request).pk)
        return etag_json(request, page([_as_dict(row) for row in rows], None))


class ScheduleView(APIView):
    """How the caller is asked one instrument."""

    @extend_schema(request=NewScheduleSerializer, responses=_SCHEDULE)
    def put(self, request: Request, instrument: str) -> Response:
        """Ask me for it from now on, on the clock of wherever I am."""
        sheet = NewScheduleSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        made = schedules.set_schedule(
            athlete_id=caller(request).pk, instrument=instrument_named(instrument),
            now=timezone.now(), **sheet.validated_data,
        )  # fmt: skip
        return Response(_as_dict(made), headers={"Cache-Control": "no-store"})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, instrument: str) -> Response:
        """Ask me no more."""
        schedules.end_schedule(athlete_id=caller(request).pk, instrument=instrument)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DueView(APIView):
    """What is due where the caller is."""

    @extend_schema(responses=DUE)
    def get(self, request: Request) -> Response:
        """List each scheduled instrument with its window of now and the next one."""
        now = timezone.now()
        found = schedules.due_now(athlete_id=caller(request).pk, now=now)
        return etag_json(
            request, page([schedules.due_as_dict(one, now=now) for one in found], None)
        )
