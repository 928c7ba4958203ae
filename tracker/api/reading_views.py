"""Instruments, my readings of them, and what a physio reads and enters as the athlete allows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

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
from kernel.errors import NotFound
from teams.access import require_physio_of, scopes_for_physio
from tracker.api import reading_schema as schema
from tracker.api.reading_forms import (
    CorrectionSerializer,
    NewReadingSerializer,
    read_correction,
    read_reading,
)
from tracker.api.views import read_day
from tracker.instrument_files import current
from tracker.reading_checks import instrument_named
from tracker.reading_edits import (
    correct_reading,
    correct_total,
    entered_total,
    own_reading,
    versions_of,
)
from tracker.reading_list import reading_as_dict, readings_page, version_as_dict
from tracker.readings import record_reading

LISTED = [
    OpenApiParameter("instrument", str),
    OpenApiParameter("from", date),
    OpenApiParameter("to", date),
    OpenApiParameter("cursor", str),
]


def _kept(reading: Any, is_new: bool) -> Response:
    code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
    return Response(reading_as_dict(reading), status=code, headers={"Cache-Control": "no-store"})


def _listed(
    request: Request,
    athlete_id: int,
    allowed: Collection[str] | None = None,
    reader_id: int | None = None,
) -> Response:
    """Answer with a page of an athlete's readings; `allowed` None = of every instrument."""
    name = request.query_params.get("instrument")
    wanted = allowed if name is None else {instrument_named(name).id}
    if allowed is not None and wanted is not None:
        wanted = set(wanted) & set(allowed)
    cursor = request.query_params.get("cursor")
    found, last = readings_page(
        athlete_id=athlete_id,
        instruments=wanted,
        first=read_day(request, "from"),
        last=read_day(request, "to"),
        after=read_cursor(cursor, length=2) if cursor else None,
        limit=LARGEST_PAGE,
        reader_id=reader_id,
    )
    following = write_cursor(*last) if last else None
    return etag_json(request, page(found, next_link(request, following)))


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

    @extend_schema(parameters=LISTED, responses=schema.READING_PAGE)
    def get(self, request: Request) -> Response:
        """List readings, newest day first, deleted ones left out."""
        return _listed(request, caller(request).pk)

    @extend_schema(request=NewReadingSerializer, responses={201: schema.READING})
    def post(self, request: Request) -> Response:
        """Score and keep a reading of mine."""
        me = caller(request)
        sent = read_reading(request.data)
        return _kept(*record_reading(athlete_id=me.pk, by=me, sent=sent, now=timezone.now()))


class ReadingView(APIView):
    """One of the caller's own readings."""

    @extend_schema(operation_id="reading_retrieve", responses=schema.READING_WITH_VERSIONS)
    def get(self, request: Request, reading_id: UUID) -> Response:
        """Return a reading with every version of it, deleted or not."""
        reading = own_reading(athlete_id=caller(request).pk, uid=reading_id)
        versions = [version_as_dict(one) for one in versions_of(reading)]
        return etag_json(request, reading_as_dict(reading) | {"versions": versions})

    @extend_schema(request=CorrectionSerializer, responses=schema.READING)
    def patch(self, request: Request, reading_id: UUID) -> Response:
        """Put a reading right or delete it; the answer is what stands, by the latest edit."""
        own_reading(
            athlete_id=caller(request).pk, uid=reading_id
        )  # a stranger's body tells nothing
        sent = read_correction(request.data)
        reading = correct_reading(
            athlete_id=caller(request).pk, uid=reading_id, sent=sent, now=timezone.now()
        )
        return _kept(reading, False)


class PhysioReadingsView(APIView):
    """An athlete's readings for a physio of their team, as far as the athlete allows."""

    @extend_schema(parameters=LISTED, responses=schema.PHYSIO_READING_PAGE)
    def get(self, request: Request, team_id: int, athlete_id: int) -> Response:
        """List an athlete's readings that their consent shows me; they can see that I looked."""
        me = caller(request)
        scopes = scopes_for_physio(viewer=me, team_id=team_id, athlete_id=athlete_id)
        allowed = {name for name, one in current().by_id.items() if one.shared_as in scopes}
        if not allowed:
            raise NotFound
        answer = _listed(request, athlete_id, allowed, me.pk)
        log_access(viewer=me, subject_ids=[athlete_id], what="readings", at=timezone.now())
        return answer

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


class PhysioReadingView(APIView):
    """One total that the caller entered for an athlete."""

    @extend_schema(request=CorrectionSerializer, responses=schema.READING)
    def patch(self, request: Request, team_id: int, athlete_id: int, reading_id: UUID) -> Response:
        """Put a total of mine right or delete it; the answer is what stands, by the latest edit."""
        me, now = caller(request), timezone.now()
        require_physio_of(viewer=me, team_id=team_id, athlete_id=athlete_id)
        entered_total(athlete_id=athlete_id, by=me, uid=reading_id)  # before a body is read
        sent = read_correction(request.data)
        reading, is_new = correct_total(
            athlete_id=athlete_id, by=me, uid=reading_id, sent=sent, now=now
        )
        if is_new:
            what = "total deleted" if sent.answers is None else "total corrected"
            log_access(viewer=me, subject_ids=[athlete_id], what=what, at=now)
        return _kept(reading, False)
