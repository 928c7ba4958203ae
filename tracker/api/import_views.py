"""Bringing in a file: sent, read through, chosen about, confirmed, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
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
from kernel.calendar import BadTime, format_instant, parse_instant
from tracker.api.import_serializers import ChoicesSerializer, ImportSerializer, import_as_dict
from tracker.api.uploads import refuse_too_large, uploaded
from tracker.importing import services
from tracker.importing.choices import BadChoice
from tracker.models import Import

NO_STORE = {"Cache-Control": "no-store"}
UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    },
    "application/json": {
        "type": "object",
        "properties": {"text": {"type": "string", "description": "A CSV table as text."}},
        "required": ["text"],
    },
}


def _answer(job: Import, code: int = status.HTTP_200_OK) -> Response:
    return Response(import_as_dict(job), status=code, headers=NO_STORE)


class ImportsView(APIView):
    """The caller's imports."""

    parser_classes = (MultiPartParser, *APIView.parser_classes)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at the announced length before anything reads the body."""
        refuse_too_large(request)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="imports_list",
        parameters=[OpenApiParameter("cursor", str)],
        responses=inline_serializer(
            "ImportPage",
            {"results": ImportSerializer(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List my imports, newest first."""
        rows = Import.objects.filter(athlete=caller(request)).order_by("-created_at", "-pk")
        if cursor := request.query_params.get("cursor"):
            rows = rows.filter(_before(cursor))
        found = list(rows[: LARGEST_PAGE + 1])
        last = found[LARGEST_PAGE - 1] if len(found) > LARGEST_PAGE else None
        place = write_cursor(format_instant(last.created_at), str(last.pk)) if last else None
        shown = [import_as_dict(job) for job in found[:LARGEST_PAGE]]
        return etag_json(request, page(shown, next_link(request, place)))

    @extend_schema(request=UPLOAD, responses={201: ImportSerializer})
    def post(self, request: Request) -> Response:
        """Send a file; it is read through, and nothing is imported until it is confirmed."""
        job = services.start(by=caller(request), file=uploaded(request), now=timezone.now())
        return _answer(job, status.HTTP_201_CREATED)


class ImportView(APIView):
    """One of the caller's imports."""

    @extend_schema(responses=ImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        """Return its state, what was found, and how far it has got."""
        job = services.of(by=caller(request), import_id=import_id)
        return etag_json(request, import_as_dict(job))

    @extend_schema(request=ChoicesSerializer, responses=ImportSerializer)
    def patch(self, request: Request, import_id: UUID) -> Response:
        """Change columns, units or the like; the file is read through again."""
        services.of(by=caller(request), import_id=import_id)  # somebody else's is not found first
        if not isinstance(request.data, dict):
            raise BadChoice("Send an object with what you choose.", pointer="")
        job = services.choose(by=caller(request), import_id=import_id, sent=request.data)
        return _answer(job)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, import_id: UUID) -> Response:
        """Give up an import that was not confirmed."""
        services.give_up(by=caller(request), import_id=import_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ImportConfirmView(APIView):
    """The word that lets it in."""

    @extend_schema(request=None, responses=ImportSerializer)
    def post(self, request: Request, import_id: UUID) -> Response:
        """Bring in what can be read."""
        services.of(by=caller(request), import_id=import_id)  # somebody else's is not found first
        refuse_fields(request)
        now = timezone.now()
        return _answer(services.confirm(by=caller(request), import_id=import_id, now=now))


class ImportUndoView(APIView):
    """The word that takes it back."""

    @extend_schema(request=None, responses=ImportSerializer)
    def post(self, request: Request, import_id: UUID) -> Response:
        """Delete the entries it made, but for those edited since."""
        services.of(by=caller(request), import_id=import_id)  # somebody else's is not found first
        refuse_fields(request)
        now = timezone.now()
        return _answer(services.undo(by=caller(request), import_id=import_id, now=now))


def _before(cursor: str) -> Q:
    at_text, row_id = read_cursor(cursor, length=2)
    try:
        at, pk = parse_instant(at_text), UUID(str(row_id))
    except (BadTime, ValueError):
        raise BadCursor("Begin again without a cursor.", pointer="/cursor") from None
    return Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk)
