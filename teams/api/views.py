"""My teams, invitations to them, and what I share with each."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import LARGEST_PAGE, caller, etag_json, page
from accounts.models import User
from kernel.errors import NotFound
from teams import services
from teams.api.serializers import (
    InvitationSeenSerializer,
    InvitationSerializer,
    MembershipSerializer,
    NewInvitationSerializer,
    NewTeamSerializer,
    ScopesSerializer,
    TeamSerializer,
    membership_as_dict,
)
from teams.models import Membership, Scope

MEMBERSHIP_PAGE = inline_serializer(
    "MembershipPage",
    {"results": MembershipSerializer(many=True), "next": serializers.URLField(allow_null=True)},
)


def _mine(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user, left_at__isnull=True)
        .select_related("team")
        .prefetch_related("consents")
        .order_by("pk")
    )


def _one_of_mine(user: User, membership_id: int) -> dict[str, Any]:
    found = _mine(user).filter(pk=membership_id).first()
    if found is None:
        raise NotFound
    return membership_as_dict(found)


class TeamsView(APIView):
    """Teams the caller is in."""

    @extend_schema(responses=MEMBERSHIP_PAGE)
    def get(self, request: Request) -> Response:
        """List my memberships."""
        mine = [membership_as_dict(row) for row in _mine(caller(request))[:LARGEST_PAGE]]
        return etag_json(request, page(mine, None))

    @extend_schema(request=NewTeamSerializer, responses={201: TeamSerializer})
    def post(self, request: Request) -> Response:
        """Found a team and own it."""
        sheet = NewTeamSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        team = services.create_team(
            by=caller(request), name=sheet.validated_data["name"], now=timezone.now()
        )
        own = membership_as_dict(_mine(caller(request)).get(team=team))
        body = {"id": team.pk, "name": team.name, "membership": own}
        return Response(body, status=status.HTTP_201_CREATED)


class InvitationsView(APIView):
    """Invitations to a team one looks after."""

    @extend_schema(request=NewInvitationSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, team_id: int) -> Response:
        """Make an invitation."""
        sheet = NewInvitationSerializer(data=request.data or {})
        sheet.is_valid(raise_exception=True)
        made = services.invite(
            by=caller(request),
            team_id=team_id,
            role=sheet.validated_data["role"],
            now=timezone.now(),
        )
        link = f"{settings.PUBLIC_URL}/join/{made.code}"
        body = {
            "code": made.code,
            "link": link,
            "qr": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
            "role": made.role,
            "expires_at": made.expires_at,
        }
        return Response(body, status=status.HTTP_201_CREATED)


class InvitationView(APIView):
    """An invitation in the hands of somebody invited."""

    @extend_schema(responses=InvitationSeenSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Show which team this is and what each scope would mean."""
        found = services.living_invitation(code=code, now=timezone.now())
        body = {
            "team": found.team.name,
            "role": found.role,
            "expires_at": found.expires_at,
            "scopes": {scope.value: str(scope.label) for scope in Scope},
        }
        return etag_json(request, body)


class AcceptView(APIView):
    """Joining."""

    @extend_schema(request=ScopesSerializer, responses={201: MembershipSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Join, and grant these scopes and no others."""
        sheet = ScopesSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        made = services.accept(
            by=caller(request), code=code, scopes=sheet.validated_data["scopes"], now=timezone.now()
        )
        return Response(_one_of_mine(caller(request), made.pk), status=status.HTTP_201_CREATED)


class MembershipView(APIView):
    """One of the caller's own memberships."""

    @extend_schema(responses=MembershipSerializer)
    def get(self, request: Request, membership_id: int) -> Response:
        """Show it."""
        return etag_json(request, _one_of_mine(caller(request), membership_id))

    @extend_schema(request=ScopesSerializer, responses=MembershipSerializer)
    def patch(self, request: Request, membership_id: int) -> Response:
        """Change what I share; what is left out is withdrawn at once."""
        sheet = ScopesSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        services.set_scopes(
            by=caller(request), membership_id=membership_id, scopes=sheet.validated_data["scopes"],
            now=timezone.now(),
        )  # fmt: skip
        return Response(_one_of_mine(caller(request), membership_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, membership_id: int) -> Response:
        """Leave, or as the owner let somebody go; every consent ends with it."""
        services.leave(by=caller(request), membership_id=membership_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
