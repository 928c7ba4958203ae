"""What my log shows, and what goes together in it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller, etag_json
from tracker.api.trend_serializers import InsightsSerializer, TrendsSerializer
from tracker.api.views import today_of
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
