"""Push: the key, my devices, a test, and receipts from the service worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import LARGEST_PAGE, caller, etag_json, page, refuse_fields
from alerts import devices, receipts, vapid
from alerts.api.serializers import DeviceSerializer, PushHealthSerializer, ReceiptSerializer
from alerts.channels import Sent
from alerts.models import PushSubscription
from alerts.push_health import health_of, push_health

_SUBSCRIPTION = inline_serializer(
    "PushSubscriptionJSON",
    {
        "endpoint": serializers.URLField(),
        "expirationTime": serializers.FloatField(required=False, allow_null=True),
        "keys": serializers.DictField(child=serializers.CharField()),
        "client": serializers.DictField(required=False),
    },
)


def _device(row: PushSubscription) -> dict[str, Any]:
    return {
        "id": row.pk,
        "client": row.client,
        "health": health_of(row, now=timezone.now()),
        "created_at": row.created_at,
        "last_accepted_at": row.last_accepted_at,
        "last_displayed_at": row.last_displayed_at,
    }


class PushKeyView(APIView):
    """The server's public key."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        auth=[], responses=inline_serializer("PushKey", {"public_key": serializers.CharField()})
    )
    def get(self, request: Request) -> Response:
        """Return the VAPID public key, base64url."""
        return etag_json(request, {"public_key": vapid.public_key()}, public=True)


class SubscriptionsView(APIView):
    """The caller's devices."""

    @extend_schema(
        responses=inline_serializer(
            "DevicePage",
            {"results": DeviceSerializer(many=True), "next": serializers.URLField(allow_null=True)},
        )
    )
    def get(self, request: Request) -> Response:
        """List my devices and how well each can be reached."""
        rows = PushSubscription.objects.filter(user=caller(request)).order_by("-created_at")
        return etag_json(request, page([_device(row) for row in rows[:LARGEST_PAGE]], None))

    @extend_schema(request=_SUBSCRIPTION, responses={200: DeviceSerializer, 201: DeviceSerializer})
    def put(self, request: Request) -> Response:
        """Keep the browser's PushSubscription; the same one again changes nothing."""
        subscription = devices.read_subscription(request.data)
        row, made = devices.subscribe(
            by=caller(request), subscription=subscription, now=timezone.now()
        )
        code = status.HTTP_201_CREATED if made else status.HTTP_200_OK
        return Response(_device(row), status=code)


class SubscriptionView(APIView):
    """One of the caller's devices."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, device_id: UUID) -> Response:
        """Forget this device."""
        devices.unsubscribe(by=caller(request), device_id=device_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PushHealthView(APIView):
    """How well the caller can be reached."""

    @extend_schema(responses=PushHealthSerializer)
    def get(self, request: Request) -> Response:
        """Tell what was proven by receipts, and whether letters have taken over."""
        found = push_health(user_id=caller(request).pk, now=timezone.now())
        return etag_json(request, dict(PushHealthSerializer(found).data))


class PushTestView(APIView):
    """A test message."""

    @extend_schema(
        request=None,
        responses=inline_serializer(
            "PushTest",
            {"devices": serializers.IntegerField(), "accepted": serializers.IntegerField()},
        ),
    )
    def post(self, request: Request) -> Response:
        """Send a test to all my devices and tell how many push services took it.

        So many within an hour (PUSH_TESTS_PER_HOUR); then a 429 that says when it is time again.
        """
        refuse_fields(request)
        told = devices.send_test(by=caller(request), now=timezone.now())
        accepted = sum(isinstance(outcome, Sent) for _, outcome in told)
        return Response({"devices": len(told), "accepted": accepted})


class ReceiptsView(APIView):
    """Receipts; the token is the proof, there is no login."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(auth=[], request=ReceiptSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Note displayed or clicked; an unknown token is answered just the same."""
        sheet = ReceiptSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        receipts.count_receipt(**sheet.validated_data, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
