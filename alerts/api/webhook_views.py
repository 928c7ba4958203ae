"""A club's own systems: added, listed and removed by the team's owner."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller, etag_json, page
from alerts import webhooks
from alerts.api.serializers import NewWebhookSerializer, WebhookSerializer
from alerts.models import Webhook


def _hook(row: Webhook) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": row.url,
        "health": webhooks.health_of(row),
        "created_at": row.created_at,
        "last_accepted_at": row.last_accepted_at,
        "last_answer": row.last_answer,
    }


class WebhooksView(APIView):
    """A team's own systems that listen."""

    @extend_schema(
        operation_id="webhooks_list",
        responses=inline_serializer(
            "WebhookPage",
            {
                "results": WebhookSerializer(many=True),
                "next": serializers.URLField(allow_null=True),
            },
        ),
    )
    def get(self, request: Request, team_id: int) -> Response:
        """List them, newest first; only the owner can."""
        rows = webhooks.webhooks_of(by=caller(request), team_id=team_id)
        return etag_json(request, page([_hook(row) for row in rows], None))

    @extend_schema(request=NewWebhookSerializer, responses={201: WebhookSerializer})
    def post(self, request: Request, team_id: int) -> Response:
        """Add one; its secret is shown in this answer and never again."""
        sheet = NewWebhookSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        made = webhooks.add_webhook(
            by=caller(request), team_id=team_id, now=timezone.now(), **sheet.validated_data
        )
        return Response({**_hook(made), "secret": made.secret}, status=status.HTTP_201_CREATED)


class WebhookView(APIView):
    """One of a team's own systems."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, team_id: int, webhook_id: int) -> Response:
        """Forget it."""
        webhooks.remove_webhook(by=caller(request), team_id=team_id, webhook_id=webhook_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
