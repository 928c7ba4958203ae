"""My days, my entries, my standing."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
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
from kernel.calendar import BadTime, day_in_zone, parse_day
from kernel.errors import DomainError
from tracker.api.serializers import DaySerializer, EntrySerializer, SnapshotSerializer
from tracker.entries import entries_page
from tracker.kinds import KINDS
from tracker.queries import days_between
from tracker.standing import standing

MOST_DAYS = 370
USUAL_DAYS = 30


class BadQuery(DomainError):
    """A part of the address that cannot be read."""

    code = "bad-query"


def today_of(request: Request) -> date:
    """Return what day it is where the caller is."""
    return day_in_zone(timezone.now(), caller(request).profile.time_zone)


def read_day(request: Request, name: str, default: date | None = None) -> date | None:
    """Return a day from the query, or the default.

    :raises BadQuery: naming the parameter.
    """
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        return parse_day(text)
    except BadTime as error:
        raise BadQuery(error.detail, code=error.code, pointer=f"/{name}") from error


def days_asked(request: Request, *, usual: int) -> tuple[date, date]:
    """Return `from` and `to` of the query; `usual` days that end today when not said otherwise.

    :raises BadQuery: naming the parameter.
    """
    last = read_day(request, "to", today_of(request))
    assert last is not None
    first = read_day(request, "from", last - timedelta(days=usual - 1))
    assert first is not None
    if first > last:
        raise BadQuery("from must not be after to.", pointer="/from")
    if (last - first).days >= MOST_DAYS:
        raise BadQuery(f"Ask for at most {MOST_DAYS} days at once.", pointer="/from")
    return first, last


class DaysView(APIView):
    """The caller's logged days."""

    @extend_schema(
        parameters=[OpenApiParameter("from", date), OpenApiParameter("to", date)],
        responses=inline_serializer(
            "DayList",
            {"results": DaySerializer(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List logged days, oldest first, at most 370; the last 30 when not said otherwise."""
        first, last = days_asked(request, usual=USUAL_DAYS)
        days = days_between(athlete_id=caller(request).pk, first=first, last=last)
        return etag_json(request, page(days, None))


class EntriesView(APIView):
    """The caller's entries as they stand."""

    @extend_schema(
        parameters=[
            OpenApiParameter("day", date),
            OpenApiParameter("kind", str, enum=sorted(KINDS)),
            OpenApiParameter("cursor", str),
        ],
        responses=inline_serializer(
            "EntryPage",
            {"results": EntrySerializer(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List entries, newest day first, deleted ones left out."""
        kind = request.query_params.get("kind")
        if kind is not None and kind not in KINDS:
            raise BadQuery("Choose one of: " + ", ".join(KINDS) + ".", pointer="/kind")
        cursor = request.query_params.get("cursor")
        after = read_cursor(cursor, length=2) if cursor else None
        found, last = entries_page(
            athlete_id=caller(request).pk,
            day=read_day(request, "day"),
            kind=kind,
            after=after,
            limit=LARGEST_PAGE,
        )
        following = write_cursor(*last) if last else None
        return etag_json(request, page(found, next_link(request, following)))


class SnapshotView(APIView):
    """The caller's own standing."""

    @extend_schema(responses=SnapshotSerializer)
    def get(self, request: Request) -> Response:
        """Return how I stand today."""
        return etag_json(request, standing(athlete_id=caller(request).pk, today=today_of(request)))
