"""POST /sync: record what the phone logged; tell it what is raised and what it does not know."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller
from accounts.permissions import may_read
from alerts.queries import open_alerts
from kernel.errors import DomainError
from tracker.epoch import server_epoch
from tracker.services import record_entries

MOST_ENTRIES = 200
NOTHING_KNOWN = "0"  # the cursor of a client that was told nothing


class BadBatch(DomainError):
    """A body that is no batch."""

    code = "bad-batch"


class BatchTooLarge(DomainError):
    """More entries than one batch may hold."""

    status = 413
    code = "too-many-entries"
    title = "Too much at once"


class SyncView(APIView):
    """The phone's door."""

    @extend_schema(
        request=inline_serializer(
            "SyncRequest",
            {
                "cursor": serializers.CharField(allow_null=True, required=False),
                "entries": serializers.ListField(child=serializers.DictField(), max_length=200),
            },
        ),
        responses=inline_serializer(
            "SyncAnswer",
            {
                "results": serializers.ListField(child=serializers.DictField()),
                "alerts": serializers.ListField(child=serializers.DictField()),
                "entries": serializers.ListField(child=serializers.DictField()),
                "cursor": serializers.CharField(),
                "more": serializers.BooleanField(),
                "epoch": serializers.CharField(),
            },
        ),
        examples=[
            OpenApiExample(
                "A morning",
                request_only=True,
                value={
                    "cursor": None,
                    "entries": [
                        {
                            "id": "01936f3a-7c1e-7b3a-9a53-0d3f8e6a1c01",
                            "kind": "pain",
                            "day": "2026-03-09",
                            "edited_at": "2026-03-09T07:15:00+01:00",
                            "level": 3,
                            "region": "sit_bone",
                        }
                    ],
                },
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Record a batch; the answer carries every open alert, a new red flag among them.

        A token without read gets `results` only: no alert, no entry, and its own cursor back.
        """
        cursor, entries = _read_batch(request.data)
        outcome = record_entries(
            athlete=caller(request), entries=entries, cursor=cursor, now=timezone.now()
        )
        told = may_read(request)
        body = {
            "results": [result.as_dict() for result in outcome.results],
            "alerts": open_alerts(athlete_id=caller(request).pk) if told else [],
            "entries": outcome.entries if told else [],
            "cursor": outcome.cursor if told else cursor or NOTHING_KNOWN,
            "more": outcome.more and told,
            "epoch": server_epoch(),
        }
        return Response(body, headers={"Cache-Control": "no-store"})


def _read_batch(body: Any) -> tuple[str | None, list[Any]]:
    if not isinstance(body, dict):
        raise BadBatch("Send an object with cursor and entries.", pointer="")
    if unknown := sorted(set(body) - {"cursor", "entries", "client"}):
        raise BadBatch(
            "There is no such field. Leave it out.", code="unknown-field", pointer=f"/{unknown[0]}"
        )
    cursor, entries = body.get("cursor"), body.get("entries")
    if cursor is not None and not isinstance(cursor, str):
        raise BadBatch("The cursor is text, or null.", pointer="/cursor")
    if not isinstance(entries, list):
        raise BadBatch("entries is a list, empty if nothing is new.", pointer="/entries")
    if len(entries) > MOST_ENTRIES:
        raise BatchTooLarge(
            f"At most {MOST_ENTRIES} entries in one batch; send the rest in another.",
            pointer="/entries",
        )
    return cursor, entries
