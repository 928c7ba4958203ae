"""What my log shows, what goes together in it, and when pain was told to be getting worse."""

from __future__ import annotations

from datetime import date

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller, etag_json, page
from tracker.api.trend_serializers import SPELLS, InsightsSerializer, TrendsSerializer
from tracker.api.views import MOST_DAYS, days_asked, today_of
from tracker.spell_report import spell_report
from tracker.trend_report import insight_report, trend_report


class TrendsView(APIView):
    """The rules over the caller's own series."""

    @extend_schema(responses=TrendsSerializer)
    def get(self, request: Request) -> Response:
        """Return how each rule over my log stands today; too little logged is never quiet."""
        person = caller(request)
        zone = person.profile.time_zone
        report = trend_report(athlete_id=person.pk, today=today_of(request), zone=zone)
        return etag_json(request, report)


class InsightsView(APIView):
    """Associations within the caller's own log."""

    @extend_schema(responses=InsightsSerializer)
    def get(self, request: Request) -> Response:
        """Return what goes together in my last twelve weeks, as an association or not at all."""
        person = caller(request)
        zone = person.profile.time_zone
        report = insight_report(athlete_id=person.pk, today=today_of(request), zone=zone)
        return etag_json(request, report)


class SpellsView(APIView):
    """The caller's stretches of worsening pain, open and over."""

    @extend_schema(
        parameters=[OpenApiParameter("from", date), OpenApiParameter("to", date)],
        responses=SPELLS,
    )
    def get(self, request: Request) -> Response:
        """List those that touch the days asked for, oldest first; the last year when not said."""
        today = today_of(request)
        first, last = days_asked(request, usual=MOST_DAYS)
        found = spell_report(athlete_id=caller(request).pk, first=first, last=last, today=today)
        return etag_json(request, page(found, None))
