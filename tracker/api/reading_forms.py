"""What the doors to readings take: read strictly, every field that is wrong named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import StrictBoolean, StrictInteger, StrictSerializer, StrictText
from kernel.calendar import BadTime, parse_day, parse_instant
from tracker.reading_edits import Correction
from tracker.readings import Sent


@extend_schema_field(OpenApiTypes.DATE)
class DayField(serializers.Field[date, Any, str, Any]):
    """A day as YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> date:
        """Return the day."""
        try:
            return parse_day(data)
        except BadTime as error:
            raise serializers.ValidationError(error.detail, code=error.code) from None

    def to_representation(self, value: Any) -> str:
        """Return the day as text."""
        return str(value)


@extend_schema_field(OpenApiTypes.DATETIME)
class InstantField(serializers.Field[datetime, Any, str, Any]):
    """A time with its offset, RFC 3339."""

    def to_internal_value(self, data: Any) -> datetime:
        """Return the instant in UTC."""
        try:
            return parse_instant(data)
        except BadTime as error:
            raise serializers.ValidationError(error.detail, code=error.code) from None

    def to_representation(self, value: Any) -> str:
        """Return the instant as text."""
        return str(value)


class AnswersField(serializers.JSONField):
    """The fields of the instrument; the instrument itself checks them."""


class UuidField(serializers.UUIDField):
    """A UUID written out with its hyphens."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the UUID."""
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class NewReadingSerializer(StrictSerializer):
    """A reading to keep; `window` null = outside of any schedule, left out = the one of now."""

    id = UuidField()
    instrument = StrictText(max_length=24)
    version = StrictInteger(min_value=1, max_value=32767)
    answers = AnswersField()
    taken_at = InstantField()
    day = DayField(required=False)
    window = DayField(required=False, allow_null=True)
    told_by = StrictText(max_length=80, required=False)


def read_reading(body: Any) -> Sent:
    """Read `POST /readings`.

    :raises serializers.ValidationError: naming each field that is wrong.
    """
    sheet = NewReadingSerializer(data=body)
    sheet.is_valid(raise_exception=True)
    given = sheet.validated_data
    return Sent(
        id=given["id"], instrument=given["instrument"], version=given["version"],
        answers=given["answers"], taken_at=given["taken_at"], day=given.get("day"),
        window=given.get("window"),
        in_window="window" not in given or given["window"] is not None,
        said_by=given.get("told_by", ""),
    )  # fmt: skip


class CorrectionSerializer(StrictSerializer):
    """An edit of a reading: all answers anew with the version of the form, or `deleted` true."""

    edited_at = InstantField()
    version = StrictInteger(min_value=1, max_value=32767, required=False)
    answers = AnswersField(required=False)
    told_by = StrictText(max_length=80, required=False)
    deleted = StrictBoolean(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take either answers or a deletion."""
        answers = {"answers", "version", "told_by"} & set(attrs)
        if attrs.get("deleted"):
            if answers:
                detail = _("A deletion changes no answers. Leave this out.")
                raise serializers.ValidationError({min(answers): [detail]}, code="unknown-field")
        elif missing := {"answers", "version"} - answers:
            detail = _("Send answers and the version of the form, or deleted: true.")
            raise serializers.ValidationError({min(missing): [detail]}, code="missing")
        return attrs


def read_correction(body: Any) -> Correction:
    """Read `PATCH /readings/{id}`.

    :raises serializers.ValidationError: naming each field that is wrong.
    """
    sheet = CorrectionSerializer(data=body)
    sheet.is_valid(raise_exception=True)
    given = sheet.validated_data
    if given.get("deleted"):
        return Correction(given["edited_at"])
    return Correction(
        given["edited_at"], given["version"], given["answers"], given.get("told_by", "")
    )
