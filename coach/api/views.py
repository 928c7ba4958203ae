"""GET /teams/{id}/board, and which of the caller's boards have something open."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller, etag_json, page
from accounts.services import log_access
from coach.queries import SORTS, board, waiting
from coach.status import ORDER
from kernel.calendar import day_in_zone
from kernel.errors import DomainError


class BadQuery(DomainError):
    """A sort or a filter that there is not."""

    code = "bad-query"


class BoardAthleteSerializer(serializers.Serializer[Any]):
    """Who this row is about."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    membership = serializers.IntegerField()


class BoardRowSerializer(serializers.Serializer[Any]):
    """One athlete; a field without consent is absent."""

    athlete = BoardAthleteSerializer()
    status = serializers.ChoiceField(choices=list(ORDER))
    availability = serializers.ChoiceField(
        choices=["training", "resting", "unknown"], required=False
    )
    last_logged = serializers.DateField(required=False, allow_null=True)
    open_alerts = serializers.IntegerField(required=False)
    pain = serializers.DictField(required=False)
    sparkline = serializers.ListField(child=serializers.FloatField(allow_null=True), required=False)
    trend = serializers.CharField(required=False)
    load = serializers.DictField(required=False, allow_null=True)
    adherence_28d = serializers.FloatField(required=False)


class BoardView(APIView):
    """The board of one team, for its owner, coaches and physios."""

    @extend_schema(
        parameters=[
            OpenApiParameter("sort", str, enum=list(SORTS)),
            OpenApiParameter("status", str, enum=list(ORDER)),
        ],
        responses=inline_serializer(
            "Board",
            {
                "results": BoardRowSerializer(many=True),
                "next": serializers.URLField(allow_null=True),
            },
        ),
    )
    def get(self, request: Request, team_id: int) -> Response:
        """Return every athlete at once, those who need somebody first; each look is logged."""
        sort = request.query_params.get("sort", "status")
        wanted = request.query_params.get("status")
        if sort not in SORTS:
            raise BadQuery("Sort by one of: " + ", ".join(SORTS) + ".", pointer="/sort")
        if wanted is not None and wanted not in ORDER:
            raise BadQuery("Choose one of: " + ", ".join(ORDER) + ".", pointer="/status")
        now = timezone.now()
        today = day_in_zone(now, caller(request).profile.time_zone)
        rows = board(viewer=caller(request), team_id=team_id, today=today)
        looked_at = [row["athlete"]["id"] for row in rows if "last_logged" in row]
        log_access(viewer=caller(request), subject_ids=looked_at, what="board", at=now)
        shown = [row for row in rows if wanted in (None, row["status"])]
        return etag_json(request, page(sorted(shown, key=SORTS[sort]), None))


class BoardsMarkSerializer(serializers.Serializer[Any]):
    """One of the caller's boards."""

    team = serializers.IntegerField()
    waits = serializers.BooleanField(help_text="Its board shows somebody with an open alert.")


class BoardsView(APIView):
    """All boards of the caller's."""

    @extend_schema(
        operation_id="boards_list",
        responses=inline_serializer("Boards", {"results": BoardsMarkSerializer(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """Say on which boards somebody waits to be looked at; a mark is a look, and is logged."""
        teams = waiting(viewer=caller(request))
        behind = sorted({athlete for team in teams for athlete in team.athletes})
        log_access(
            viewer=caller(request),
            subject_ids=behind,
            what="mark on the team list",
            at=timezone.now(),
        )
        marks = [{"team": team.team_id, "waits": bool(team.athletes)} for team in teams]
        return etag_json(request, {"results": marks})
