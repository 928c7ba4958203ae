"""What the doors of accounts take and give."""

from __future__ import annotations

import re
import zoneinfo
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.countries import COUNTRIES
from accounts.models import AthleteProfile, Persona, Sex, Side, User

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, by name."""

    def to_internal_value(self, data: Any) -> Any:
        """Validate, then name every unknown field."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {name: [_("There is no such field. Leave it out.")] for name in unknown},
                code="unknown-field",
            )
        return super().to_internal_value(data)


class StrictBoolean(serializers.BooleanField):
    """Takes true and false and nothing that merely resembles them."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the boolean itself."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictInteger(serializers.IntegerField):
    """Takes whole numbers, not numerals in quotation marks and not true."""

    def to_internal_value(self, data: Any) -> int:
        """Return the whole number."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("invalid")
        if isinstance(data, float) and not data.is_integer():
            self.fail("invalid")
        return super().to_internal_value(int(data))


class StrictText(serializers.CharField):
    """Takes text and nothing else."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ProfileSerializer(StrictSerializer):
    """What an athlete says of themself."""

    time_zone = StrictText(max_length=64, required=False)
    locale = StrictText(max_length=16, required=False)
    country = StrictText(max_length=2, required=False, allow_blank=True)
    birth_year = StrictInteger(min_value=1900, max_value=2100, required=False, allow_null=True)
    persona = serializers.ChoiceField(choices=Persona.choices, required=False)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    sex_at_birth = serializers.ChoiceField(choices=Sex.choices, required=False, allow_blank=True)
    intended_use_accepted_at = serializers.DateTimeField(read_only=True)

    def validate_time_zone(self, value: str) -> str:
        """Refuse a zone that the time zone database does not have."""
        if value not in _zones():
            raise serializers.ValidationError(
                _("Name a zone like Europe/Berlin."), code="unknown-zone"
            )
        return value

    def validate_country(self, value: str) -> str:
        """Refuse what is no country of ISO 3166."""
        if value and value not in COUNTRIES:
            raise serializers.ValidationError(
                _("Two capital letters (ISO 3166), for example DE."), code="bad-country"
            )
        return value

    def validate_locale(self, value: str) -> str:
        """Refuse what is not the tag of a language."""
        if not _LOCALE.fullmatch(value):
            raise serializers.ValidationError(
                _("Name a language like en or de-CH."), code="bad-locale"
            )
        return value

    def validate_birth_year(self, value: int | None) -> int | None:
        """Refuse a year that has not come."""
        if value is not None and value > timezone.now().year:
            raise serializers.ValidationError(_("This year has not come yet."), code="max-value")
        return value


class MeSerializer(StrictSerializer):
    """The person themself."""

    id = serializers.IntegerField(read_only=True)
    email = serializers.EmailField(read_only=True)
    email_verified = serializers.BooleanField(read_only=True)
    display_name = StrictText(max_length=80, required=False, allow_blank=True)
    intended_use_accepted = StrictBoolean(required=False, write_only=True)
    profile = ProfileSerializer(required=False)


def me_as_dict(user: User, *, email_verified: bool) -> dict[str, Any]:
    """Return the person in the shape of `MeSerializer`."""
    profile: AthleteProfile = user.profile
    return {
        "id": user.pk,
        "email": user.email,
        "email_verified": email_verified,
        "display_name": user.display_name,
        "profile": {
            "time_zone": profile.time_zone,
            "locale": profile.locale,
            "country": profile.country,
            "birth_year": profile.birth_year,
            "persona": profile.persona,
            "side": profile.side,
            "sex_at_birth": profile.sex_at_birth,
            "intended_use_accepted_at": profile.intended_use_accepted_at,
        },
    }


_PHONE = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)


class EmergencyContactSerializer(StrictSerializer):
    """Whom to ask to check on me; only with my consent."""

    name = StrictText(max_length=80)
    email = serializers.EmailField(max_length=254)
    phone = StrictText(max_length=16, required=False, allow_blank=True, default="")
    consent = StrictBoolean(write_only=True)
    consented_at = serializers.DateTimeField(read_only=True)

    def validate_phone(self, value: str) -> str:
        """Refuse what no network could dial."""
        if value and not _PHONE.fullmatch(value):
            raise serializers.ValidationError(
                _("Write the number with its country, for example +4915112345678."),
                code="bad-phone",
            )
        return value

    def validate_consent(self, value: bool) -> bool:
        """Refuse to keep somebody who may not be asked."""
        if not value:
            raise serializers.ValidationError(
                _("Say true: without your consent nobody is kept and nobody is asked."),
                code="consent-needed",
            )
        return value


class NewTokenSerializer(StrictSerializer):
    """What a new token should be."""

    name = StrictText(max_length=80)
    scopes = serializers.ListField(child=StrictText(), allow_empty=False)
    days = StrictInteger(min_value=1, max_value=366, default=90)

    @property
    def lasts(self) -> timedelta:
        """How long the token lives."""
        return timedelta(days=self.validated_data["days"])


class TokenSerializer(serializers.Serializer[Any]):
    """A token as it is listed; `token` is there only in the answer that made it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    token = serializers.CharField(required=False)


class LookSerializer(serializers.Serializer[Any]):
    """One look of somebody at my data."""

    viewer = serializers.CharField(source="viewer_name")
    what = serializers.CharField()
    at = serializers.DateTimeField()
