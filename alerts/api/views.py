"""My alerts: read, acknowledge, resolve."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import (
    LARGEST_PAGE,
    BadCursor,
    caller,
    etag_json,
    next_link,
    page,
    read_cursor,
    refuse_fields,
    write_cursor,
)
from alerts import answering
from alerts.api.serializers import AcknowledgeSerializer, AlertSerializer
from alerts.models import Alert, State
from alerts.queries import alert_as_dict, alerts_as_dicts
from kernel.errors import DomainError, NotFound


class BadQuery(DomainError):
    """A state that there is not."""

    code = "bad-query"


class AlertsView(APIView):
    """The caller's inbox."""

    @extend_schema(
        operation_id="alerts_list",
        parameters=[
            OpenApiParameter("state", str, enum=State.values),
            OpenApiParameter("cursor", str),
        ],
        responses=inline_serializer(
            "AlertPage",
            {"results": AlertSerializer(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List my alerts, newest first."""
        rows = Alert.objects.filter(athlete=caller(request)).order_by("-raised_at", "-pk")
        if state := request.query_params.get("state"):
            if state not in State.values:
                raise BadQuery("Choose one of: " + ", ".join(State.values) + ".", pointer="/state")
            rows = rows.filter(state=state)
        if cursor := request.query_params.get("cursor"):
            at, key = _place(read_cursor(cursor, length=2))
            rows = rows.filter(Q(raised_at__lt=at) | Q(raised_at=at, pk__lt=key))
        found = list(rows[: LARGEST_PAGE + 1])
        last = found[LARGEST_PAGE - 1] if len(found) > LARGEST_PAGE else None
        following = write_cursor(last.raised_at.isoformat(), str(last.pk)) if last else None
        shown = alerts_as_dicts(found[:LARGEST_PAGE], athlete_id=caller(request).pk)
        return etag_json(request, page(shown, next_link(request, following)))


def _place(parts: list[object]) -> tuple[datetime, UUID]:
    try:
        return datetime.fromisoformat(str(parts[0])), UUID(str(parts[1]))
    except ValueError as error:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor") from error


class AlertView(APIView):
    """One of the caller's alerts."""

    @extend_schema(responses=AlertSerializer)
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Show it."""
        found = Alert.objects.filter(athlete=caller(request), pk=alert_id).first()
        if found is None:
            raise NotFound
        return etag_json(request, alert_as_dict(found))


class AcknowledgeView(APIView):
    """Answering an alert."""

    @extend_schema(request=AcknowledgeSerializer, responses=AlertSerializer)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Say what I do about it; only its athlete can."""
        sheet = AcknowledgeSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        alert = answering.acknowledge(
            by=caller(request), alert_id=alert_id, now=timezone.now(), **sheet.validated_data
        )
        return Response(alert_as_dict(alert), headers={"Cache-Control": "no-store"})


class ResolveView(APIView):
    """Closing a lesser alert."""

    @extend_schema(request=None, responses=AlertSerializer)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Close an alert below same_day for good."""
        if not Alert.objects.filter(athlete=caller(request), pk=alert_id).exists():
            raise NotFound  # before anything is said of the body
        refuse_fields(request)
        alert = answering.resolve(by=caller(request), alert_id=alert_id, now=timezone.now())
        return Response(alert_as_dict(alert), headers={"Cache-Control": "no-store"})
