"""My emergency contact: named, replaced and revoked by me alone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import contacts
from accounts.api.serializers import EmergencyContactSerializer
from accounts.http import caller, etag_json
from accounts.models import EmergencyContact

_CONTACT = inline_serializer(
    "MyEmergencyContact", {"contact": EmergencyContactSerializer(allow_null=True)}
)


def _as_dict(row: EmergencyContact | None) -> dict[str, Any]:
    return {"contact": None if row is None else EmergencyContactSerializer(row).data}


class EmergencyContactView(APIView):
    """Whom I want asked to check on me when I do not answer."""

    @extend_schema(responses=_CONTACT)
    def get(self, request: Request) -> Response:
        """Show my contact; null when I named nobody."""
        return etag_json(request, _as_dict(contacts.living_contact(user_id=caller(request).pk)))

    @extend_schema(request=EmergencyContactSerializer, responses=_CONTACT)
    def put(self, request: Request) -> Response:
        """Name a contact and consent to their being asked, in one step."""
        sheet = EmergencyContactSerializer(data=request.data)
        sheet.is_valid(raise_exception=True)
        given = {name: sheet.validated_data[name] for name in ("name", "email", "phone")}
        made = contacts.set_contact(by=caller(request), now=timezone.now(), **given)
        return Response(_as_dict(made), headers={"Cache-Control": "no-store"})

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take the consent back at once; who it was is forgotten."""
        contacts.revoke_contact(by=caller(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
