"""What the doors of teams take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.serializers import StrictSerializer, StrictText
from teams.models import Membership, Role, Scope


class NewTeamSerializer(StrictSerializer):
    """A team to be founded."""

    name = StrictText(max_length=80)


class NewInvitationSerializer(StrictSerializer):
    """Whom to invite."""

    role = serializers.ChoiceField(choices=Role.choices, default=Role.ATHLETE)


class ScopesSerializer(StrictSerializer):
    """What an athlete allows."""

    scopes = serializers.ListField(child=StrictText(), allow_empty=True, max_length=10)


class InvitationSerializer(serializers.Serializer[Any]):
    """A fresh invitation: a code to say, a link to send, a picture to scan."""

    code = serializers.CharField()
    link = serializers.URLField()
    qr = serializers.CharField(help_text="SVG as a data: address")
    role = serializers.ChoiceField(choices=Role.choices)
    expires_at = serializers.DateTimeField()


class InvitationSeenSerializer(serializers.Serializer[Any]):
    """What somebody who holds a code may know before joining."""

    team = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    expires_at = serializers.DateTimeField()
    scopes = serializers.DictField(child=serializers.CharField())


class MembershipSerializer(serializers.Serializer[Any]):
    """One of the caller's own memberships."""

    id = serializers.IntegerField()
    team = serializers.IntegerField()
    team_name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    joined_at = serializers.DateTimeField()


class TeamSerializer(serializers.Serializer[Any]):
    """A team just founded, and the founder's own membership."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    membership = MembershipSerializer()


def membership_as_dict(row: Membership) -> dict[str, Any]:
    """Return a membership in the shape of `MembershipSerializer`; consents are prefetched."""
    return {
        "id": row.pk,
        "team": row.team_id,
        "team_name": row.team.name,
        "role": row.role,
        "scopes": sorted(c.scope for c in row.consents.all() if c.revoked_at is None),
        "joined_at": row.joined_at.isoformat().replace("+00:00", "Z"),
    }
