"""The doors to triage: read the body, call one service, answer."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
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
from kernel.errors import NotFound
from triage import reading, services
from triage.api import forms, schema
from triage.loader import current


class KnowledgeView(APIView):
    """All that a phone needs to judge with no network; the same for everyone."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(**schema.KNOWLEDGE)
    def get(self, request: Request) -> Response:
        """Return findings, derived findings, rules, texts and sources."""
        knowledge = current()
        return etag_json(request, knowledge.compiled, public=True, etag=knowledge.version)


class AssessmentsView(APIView):
    """The caller's assessments."""

    @extend_schema(**schema.ASSESSMENTS)
    def get(self, request: Request) -> Response:
        """Return them, newest first."""
        before = request.query_params.get("cursor")
        after = None if before is None else read_cursor(before, length=2)
        rows = reading.assessments(
            athlete_id=caller(request).pk, after=after, limit=LARGEST_PAGE + 1
        )
        shown = rows[:LARGEST_PAGE]
        cursor = None
        if len(rows) > LARGEST_PAGE:
            cursor = write_cursor(*shown[-1].place)
        results = [row.facts for row in shown]
        return etag_json(request, page(results, next_link(request, cursor)))

    @extend_schema(**schema.ASSESS)
    def post(self, request: Request) -> Response:
        """Judge a set of answers and keep it."""
        form, now = forms.read_assessment(request.data), timezone.now()
        answer, created = services.record_assessment(
            athlete_id=caller(request).pk,
            answers=form.answers,
            taken_at=form.taken_at or now,
            now=now,
            id=form.id,
            client=form.client,
        )
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(answer, status=code, headers={"Cache-Control": "no-store"})


class AssessmentView(APIView):
    """One assessment of the caller."""

    @extend_schema(**schema.ASSESSMENT)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return it with the answers it was judged on."""
        found = reading.assessment(athlete_id=caller(request).pk, uid=uid)
        if found is None:
            raise NotFound
        return etag_json(request, found)


class OutcomesView(APIView):
    """What came of an episode, told by the person themself."""

    @extend_schema(**schema.OUTCOME)
    def post(self, request: Request) -> Response:
        """Record whether I was seen; told again under the same id it is recorded once."""
        form = forms.read_outcome(request.data)
        facts, created = services.record_outcome(
            athlete_id=caller(request).pk,
            episode_id=form.episode,
            outcome=form.outcome,
            seen_on=form.seen_on,
            note=form.note,
            now=timezone.now(),
            told_at=form.told_at,
            id=form.id,
        )
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(facts, status=code, headers={"Cache-Control": "no-store"})
