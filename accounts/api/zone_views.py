"""The time zones I lived in, newest first."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
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
    write_cursor,
)
from accounts.models import ZoneSpell
from kernel.calendar import format_instant
from kernel.zones import Stay


def _as_dict(row: ZoneSpell) -> dict[str, Any]:
    return {
        "zone": row.zone,
        "from_at": format_instant(row.from_at),
        "first_day": Stay(row.zone, row.from_at).first_day.isoformat(),
    }


_SPELL = inline_serializer(
    "ZoneSpell",
    {
        "zone": serializers.CharField(),
        "from_at": serializers.DateTimeField(),
        "first_day": serializers.DateField(),
    },
    many=True,
)


class ZonesView(APIView):
    """The caller's own history of time zones."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", str)],
        responses=inline_serializer(
            "ZoneSpellPage", {"results": _SPELL, "next": serializers.URLField(allow_null=True)}
        ),
    )
    def get(self, request: Request) -> Response:
        """List them, newest first; none when the zone never changed."""
        mine = ZoneSpell.objects.filter(user=caller(request)).order_by("-pk")
        if cursor := request.query_params.get("cursor"):
            (before,) = read_cursor(cursor, length=1)
            if not isinstance(before, int) or not 0 <= before < 2**63:
                raise BadCursor("Begin again without a cursor.", pointer="/cursor")
            mine = mine.filter(pk__lt=before)
        found = list(mine[: LARGEST_PAGE + 1])
        last = found[LARGEST_PAGE - 1] if len(found) > LARGEST_PAGE else None
        following = write_cursor(last.pk) if last else None
        shown = [_as_dict(row) for row in found[:LARGEST_PAGE]]
        return etag_json(request, page(shown, next_link(request, following)))
