"""What an import looks like, for the OpenAPI document, and as it is sent."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from kernel.calendar import format_instant
from tracker.importing.choices import DATE_ORDERS
from tracker.importing.sources import all_sources
from tracker.importing.units import FIELDS, UNITS
from tracker.models import Import, ImportState


class ColumnSerializer(serializers.Serializer[Any]):
    """One column of a table: its name and first values, the field it fills, its unit."""

    column = serializers.IntegerField(min_value=0)
    field = serializers.ChoiceField(choices=FIELDS, allow_null=True)
    unit = serializers.CharField(allow_null=True)
    name = serializers.CharField(read_only=True)
    sample = serializers.ListField(child=serializers.CharField(), read_only=True)
    units = serializers.ListField(child=serializers.CharField(), read_only=True)


class ChoicesSerializer(serializers.Serializer[Any]):
    """What may be chosen about a file; `effort` (0-10) is for sessions that tell none.

    A `time_zone` holds for the whole file; null, and `as_lived`, is where the person lived then.
    """

    columns = ColumnSerializer(many=True, required=False)
    date_order = serializers.ChoiceField(choices=DATE_ORDERS, required=False)
    decimal = serializers.ChoiceField(choices=[".", ","], required=False)
    effort = serializers.IntegerField(min_value=0, max_value=10, allow_null=True, required=False)
    time_zone = serializers.CharField(allow_null=True, required=False)
    as_lived = serializers.BooleanField(read_only=True)


class ImportErrorSerializer(serializers.Serializer[Any]):
    """A place of the file that could not be taken."""

    line = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class ImportSerializer(serializers.Serializer[Any]):
    """One file on its way in."""

    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # the wire's own word
    state = serializers.ChoiceField(choices=ImportState.choices)
    created_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    asks = serializers.ListField(child=serializers.CharField())
    choices = ChoicesSerializer()
    usable = serializers.IntegerField()
    wrong = serializers.IntegerField()
    kinds = serializers.DictField(child=serializers.IntegerField())
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    preview = serializers.ListField(child=serializers.DictField())
    errors = ImportErrorSerializer(many=True)  # type: ignore[assignment]  # likewise
    doubts = serializers.ListField(child=serializers.DictField())
    progress = serializers.DictField()
    result = serializers.DictField(child=serializers.IntegerField())
    problem = serializers.DictField(allow_null=True)


_EMPTY: dict[str, Any] = {
    "usable": 0, "wrong": 0, "kinds": {}, "first_day": None, "last_day": None, "preview": [],
    "errors": [], "doubts": [],
}  # fmt: skip


def import_as_dict(job: Import) -> dict[str, Any]:
    """Return an import as it is sent."""
    choices = {name: value for name, value in job.choices.items() if name != "stays"}
    choices.setdefault("as_lived", bool(job.choices.get("stays")))  # kept before it was told
    choices["columns"] = [_column(column, job.table) for column in choices["columns"]]
    return {
        "id": str(job.pk),
        "source": job.source,
        "state": job.state,
        "created_at": format_instant(job.created_at),
        "confirmed_at": format_instant(job.confirmed_at) if job.confirmed_at else None,
        "asks": list(all_sources()[job.source].asks),
        "choices": choices,
        **_EMPTY,
        **job.report,
        "progress": {"done": job.done, "total": job.total},
        "result": job.result,
        "problem": job.problem or None,
    }


def _column(column: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    place = column["column"]
    values = [row[place] for row in table["sample"] if place < len(row) and row[place].strip()]
    units = list(UNITS.get(column["field"] or "", ()))
    return column | {"name": table["header"][place], "sample": values[:3], "units": units}
