"""Taking one's data along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller
from tracker.api.views import BadQuery
from tracker.exporting.services import whole_export, zipped_tables

# As it is asked for: file name, media type, and what makes it.
FORMS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "json": ("thighcare-export.json", "application/json", whole_export),
    "csv": ("thighcare-tables.zip", "application/zip", zipped_tables),
}


class ExportsView(APIView):
    """A copy of everything for whoever asks for their own."""

    @extend_schema(
        parameters=[OpenApiParameter("as", str, enum=list(FORMS))],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY),
        },
    )
    def get(self, request: Request) -> HttpResponse | Response:
        """Return everything as one JSON document, or the log as a zip of CSV tables."""
        wanted = request.query_params.get("as", "json")
        if wanted not in FORMS:
            raise BadQuery("Choose one of: " + ", ".join(FORMS) + ".", pointer="/as")
        name, media_type, make = FORMS[wanted]
        content = make(athlete_id=caller(request).pk)
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "no-store"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers=headers)
        return HttpResponse(
            content,
            content_type=media_type,
            headers=headers | {"Content-Disposition": f'attachment; filename="{name}"'},
        )
