"""Taking one's data along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller
from tracker.api.views import BadQuery
from tracker.exporting.part import Part, part_of
from tracker.exporting.services import whole_export, zipped_tables

# As it is asked for: file name, media type, and what makes it.
FORMS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "json": ("thighcare-export.json", "application/json", whole_export),
    "csv": ("thighcare-tables.zip", "application/zip", zipped_tables),
}


def _part(request: Request, athlete_id: int) -> Part | None:
    """Return the episode that is asked for, None = everything."""
    text = request.query_params.get("episode")
    if text is None:
        return None
    try:
        episode_id = UUID(text)
    except ValueError:
        detail = "Give the id of an episode, or leave it out."
        raise BadQuery(detail, code="invalid", pointer="/episode") from None
    return part_of(athlete_id=athlete_id, episode_id=episode_id, now=timezone.now())


def _named(name: str, part: Part | None) -> str:
    """Name a part so that it is not taken for the whole, and by nothing but its first day."""
    return name if part is None else name.replace(".", f"-since-{part.first}.")


class ExportsView(APIView):
    """A copy of everything for whoever asks for their own."""

    @extend_schema(
        parameters=[
            OpenApiParameter("as", str, enum=list(FORMS)),
            OpenApiParameter("episode", UUID),
        ],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY),
        },
    )
    def get(self, request: Request) -> HttpResponse | Response:
        """Return everything as one JSON document, or the log as a zip of CSV tables.

        With `episode` only that episode's days, and of triage only what belongs to it.
        """
        wanted = request.query_params.get("as", "json")
        if wanted not in FORMS:
            raise BadQuery("Choose one of: " + ", ".join(FORMS) + ".", pointer="/as")
        name, media_type, make = FORMS[wanted]
        person = caller(request).pk
        part = _part(request, person)
        content = make(athlete_id=person, part=part)
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "no-store"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers=headers)
        return HttpResponse(
            content,
            content_type=media_type,
            headers=headers
            | {"Content-Disposition": f'attachment; filename="{_named(name, part)}"'},
        )
