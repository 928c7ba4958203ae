"""Me, my tokens, and who looked at my data."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services, tokens
from accounts.api.serializers import (
    LookSerializer,
    MeSerializer,
    NewTokenSerializer,
    TokenSerializer,
    me_as_dict,
)
from accounts.http import (
    LARGEST_PAGE,
    BadCursor,
    caller,
    etag_json,
    next_link,
    page,
    read_cursor,
    write_cursor,
)
from accounts.models import AccessLog, ApiToken
from accounts.permissions import may_read
from kernel.calendar import BadTime, format_instant, parse_instant


def _email_verified(user_id: int) -> bool:
    return bool(EmailAddress.objects.filter(user_id=user_id, verified=True).exists())


def _place(cursor: str) -> tuple[datetime, int]:
    at_text, row_id = read_cursor(cursor, length=2)
    if not isinstance(row_id, int) or not 0 <= row_id < 2**63:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor")
    try:
        return parse_instant(at_text), row_id
    except BadTime:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor") from None


class MeView(APIView):
    """The caller's account and profile."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Return who I am."""
        verified = _email_verified(caller(request).pk)
        return etag_json(request, me_as_dict(caller(request), email_verified=verified))

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change what I say of myself; a token without read gets back only what it gave."""
        sheet = MeSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        given = dict(sheet.validated_data)
        profile = dict(given.pop("profile", {}))
        if given.pop("intended_use_accepted", False):
            profile["intended_use_accepted_at"] = timezone.now()
        services.update_me(by=caller(request), account=given, profile=profile, now=timezone.now())
        if not may_read(request):
            return Response(sheet.validated_data)
        verified = _email_verified(caller(request).pk)
        return Response(me_as_dict(caller(request), email_verified=verified))


class TokensView(APIView):
    """The caller's bearer tokens."""

    @extend_schema(
        responses=inline_serializer(
            "TokenPage",
            {"results": TokenSerializer(many=True), "next": serializers.URLField(allow_null=True)},
        )
    )
    def get(self, request: Request) -> Response:
        """List my tokens, newest first; their secrets are not kept."""
        mine = ApiToken.objects.filter(user=caller(request)).order_by("-pk")[:LARGEST_PAGE]
        return etag_json(request, page(list(TokenSerializer(mine, many=True).data), None))

    @extend_schema(request=NewTokenSerializer, responses={201: TokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token; its secret is shown in this answer and never again.

        One made with a token has none of the scopes which that lacks (403), and ends no later.
        """
        sheet = NewTokenSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        token, secret = tokens.issue_token(
            by=caller(request),
            name=sheet.validated_data["name"],
            scopes=sheet.validated_data["scopes"],
            now=timezone.now(),
            lasts=sheet.lasts,
            asked_with=request.auth if isinstance(request.auth, ApiToken) else None,
        )
        return Response(
            {**TokenSerializer(token).data, "token": secret}, status=status.HTTP_201_CREATED
        )


class TokenView(APIView):
    """One of the caller's tokens."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_id: int) -> Response:
        """End a token at once."""
        tokens.revoke_token(by=caller(request), token_id=token_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AccessLogView(APIView):
    """Who looked at the caller's data."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", str)],
        responses=inline_serializer(
            "AccessLogPage",
            {"results": LookSerializer(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List looks, newest first."""
        looks = AccessLog.objects.filter(subject=caller(request)).order_by("-at", "-pk")
        if cursor := request.query_params.get("cursor"):
            at, row_id = _place(cursor)
            looks = looks.filter(Q(at__lt=at) | Q(at=at, pk__lt=row_id))
        found = list(looks[: LARGEST_PAGE + 1])
        last = found[LARGEST_PAGE - 1] if len(found) > LARGEST_PAGE else None
        following = write_cursor(format_instant(last.at), last.pk) if last else None
        shown = list(LookSerializer(found[:LARGEST_PAGE], many=True).data)
        return etag_json(request, page(shown, next_link(request, following)))
