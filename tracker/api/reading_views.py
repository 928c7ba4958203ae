"""Instruments, my readings of them, and a physio's totals for an athlete who allows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import (
    LARGEST_PAGE,
    caller,
    etag_json,
    next_link,
    page,
    read_cursor,
    write_cursor,
)
from accounts.services import log_access
from teams.access import require_physio_of
from tracker.api import reading_schema as schema
from tracker.api.reading_forms import NewReadingSerializer, read_reading
from tracker.api.views import read_day
from tracker.instrument_files import current
from tracker.reading_list import reading_as_dict, readings_page
from tracker.readings import instrument_named, record_reading


def _kept(reading: Any, is_new: bool) -> Response:
    code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
    return Response(reading_as_dict(reading), status=code, headers={"Cache-Control": "no-store"})


class InstrumentsView(APIView):
    """The instruments; the same for everybody."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(responses=schema.INSTRUMENTS, auth=[])
    def get(self, request: Request) -> Response:
        """Return every instrument with its items, its hours and what change of it means."""
        found = current()
        payload = {"version": found.version, "instruments": list(found.wire)}
        return etag_json(request, payload, public=True, etag=found.version[:32])


class ReadingsView(APIView):
    """The caller's own readings."""

    @extend_schema(
        parameters=[
            OpenApiParameter("instrument", str),
            OpenApiParameter("from", date),
            OpenApiParameter("to", date),
            OpenApiParameter("cursor", str),
        ],
        responses=schema.READING_PAGE,
    )
    def get(self, request: Request) -> Response:
        """List readings, newest day first."""
        name = request.query_params.get("instrument")
        cursor = request.query_params.get("cursor")
        found, last = readings_page(
            athlete_id=caller(request).pk,
            instrument=None if name is None else instrument_named(name).id,
            first=read_day(request, "from"),
            last=read_day(request, "to"),
            after=read_cursor(cursor, length=2) if cursor else None,
            limit=LARGEST_PAGE,
        )
        following = write_cursor(*last) if last else None
        return etag_json(request, page(found, next_link(request, following)))

    @extend_schema(request=NewReadingSerializer, responses={201: schema.READING})
    def post(self, request: Request) -> Response:
        """Score and keep a reading of mine."""
        me = caller(request)
        sent = read_reading(request.data)
        return _kept(*record_reading(athlete_id=me.pk, by=me, sent=sent, now=timezone.now()))


class PhysioReadingsView(APIView):
    """A clinician's total, entered by a physio of a team."""

    @extend_schema(request=NewReadingSerializer, responses={201: schema.READING})
    def post(self, request: Request, team_id: int, athlete_id: int) -> Response:
        """Keep a total I worked out for an athlete who lets my team see their signs."""
        me, now = caller(request), timezone.now()
        require_physio_of(viewer=me, team_id=team_id, athlete_id=athlete_id)
        sent = read_reading(request.data)
        reading, is_new = record_reading(athlete_id=athlete_id, by=me, sent=sent, now=now)
        if is_new:
            log_access(viewer=me, subject_ids=[athlete_id], what="total entered", at=now)
        return _kept(reading, is_new)
