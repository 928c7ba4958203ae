"""What the doors to instruments and readings give, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from tracker.reading_models import EnteredBy

Fields = dict[str, serializers.Field[Any, Any, Any, Any]]

_ITEM = inline_serializer(
    "InstrumentItem",
    {
        "id": serializers.CharField(),
        "ask": serializers.CharField(),
        "low": serializers.IntegerField(),
        "high": serializers.IntegerField(),
        "required": serializers.BooleanField(),
        "low_word": serializers.CharField(),
        "high_word": serializers.CharField(),
        "words": serializers.ListField(child=serializers.CharField()),
        "colours": serializers.ListField(child=serializers.CharField()),
    },
    many=True,
)

_CHANGE = inline_serializer(
    "InstrumentChange",
    {
        "points": serializers.FloatField(allow_null=True),
        "share": serializers.FloatField(allow_null=True),
        "needs": serializers.ChoiceField(choices=["either", "both"]),
        "source": serializers.CharField(),
        "mark": serializers.CharField(),
    },
    allow_null=True,
)

_HOURS = inline_serializer(
    "InstrumentHours",
    {
        "opens": serializers.CharField(),
        "closes": serializers.CharField(allow_null=True),
        "open_days": serializers.IntegerField(),
        "late_hours": serializers.IntegerField(),
    },
    allow_null=True,
)

_INSTRUMENT = inline_serializer(
    "Instrument",
    {
        "id": serializers.CharField(),
        "version": serializers.IntegerField(),
        "title": serializers.CharField(),
        "about": serializers.CharField(),
        "scoring": serializers.CharField(),
        "score_item": serializers.CharField(allow_null=True),
        "low": serializers.FloatField(),
        "high": serializers.FloatField(),
        "unit": serializers.CharField(),
        "better": serializers.CharField(),
        "entered_by": serializers.CharField(),
        "cadence": serializers.CharField(),
        "fewest": serializers.IntegerField(),
        "most": serializers.IntegerField(),
        "items": _ITEM,
        "care": serializers.CharField(allow_null=True),
        "care_from": serializers.FloatField(allow_null=True),
        "window": _HOURS,
        "change": _CHANGE,
        "no_change": serializers.CharField(allow_null=True),
        "sources": serializers.ListField(child=serializers.CharField()),
        "licence": serializers.CharField(),
        "reviewer": serializers.CharField(),
        "review_due": serializers.DateField(),
    },
    many=True,
)

INSTRUMENTS = inline_serializer(
    "InstrumentList", {"version": serializers.CharField(), "instruments": _INSTRUMENT}
)

_READING_FIELDS: Fields = {
    "id": serializers.UUIDField(),
    "instrument": serializers.CharField(),
    "version": serializers.IntegerField(),
    "answers": serializers.JSONField(),
    "score": serializers.FloatField(),
    "day": serializers.DateField(),
    "zone": serializers.CharField(),
    "window": serializers.DateField(allow_null=True),
    "late": serializers.BooleanField(),
    "taken_at": serializers.DateTimeField(),
    "entered_by": serializers.ChoiceField(choices=EnteredBy.choices),
    "said_by": serializers.CharField(),
    "edited_at": serializers.DateTimeField(),
    "deleted": serializers.BooleanField(),
}
_VERSIONS = inline_serializer(
    "ReadingVersion",
    {
        "edited_at": serializers.DateTimeField(),
        "received_at": serializers.DateTimeField(),
        "version": serializers.IntegerField(),
        "answers": serializers.JSONField(),
        "score": serializers.FloatField(),
        "said_by": serializers.CharField(),
        "deleted": serializers.BooleanField(),
    },
    many=True,
)
READING_WITH_VERSIONS = inline_serializer(
    "ReadingWithVersions", _READING_FIELDS | {"versions": _VERSIONS}
)
READING = inline_serializer("Reading", dict(_READING_FIELDS))
READING_PAGE = inline_serializer(
    "ReadingPage",
    {
        "results": inline_serializer("ReadingRow", dict(_READING_FIELDS), many=True),
        "next": serializers.URLField(allow_null=True),
    },
)
PHYSIO_READING_PAGE = inline_serializer(
    "PhysioReadingPage",
    {
        "results": inline_serializer(
            "PhysioReadingRow", _READING_FIELDS | {"mine": serializers.BooleanField()}, many=True
        ),
        "next": serializers.URLField(allow_null=True),
    },
)

_WINDOW_FIELDS: Fields = {
    "first_day": serializers.DateField(),
    "last_day": serializers.DateField(),
    "opens_at": serializers.DateTimeField(),
    "closes_at": serializers.DateTimeField(),
    "late_until": serializers.DateTimeField(),
}
DUE = inline_serializer(
    "DueList",
    {
        "results": inline_serializer(
            "DueInstrument",
            {
                "instrument": serializers.CharField(),
                "title": serializers.CharField(),
                "state": serializers.ChoiceField(choices=["coming", "open", "late", "closed"]),
                "answered": serializers.BooleanField(),
                "window": inline_serializer("ReadingWindow", dict(_WINDOW_FIELDS), allow_null=True),
                "next": inline_serializer("NextReadingWindow", dict(_WINDOW_FIELDS)),
            },
            many=True,
        ),
        "next": serializers.URLField(allow_null=True),
    },
)
