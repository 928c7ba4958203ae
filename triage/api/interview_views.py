"""The doors to an interview: read the body, call one service, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import caller, etag_json
from triage import interviews
from triage.api import interview_forms, interview_schema


def _answered(facts: dict[str, Any], *, code: int = status.HTTP_200_OK) -> Response:
    return Response(facts, status=code, headers={"Cache-Control": "no-store"})


class InterviewsView(APIView):
    """The caller's interview."""

    answers_with_what_is_held = True  # its answers so far

    @extend_schema(**interview_schema.BEGIN)
    def post(self, request: Request) -> Response:
        """Begin one, or return the one that is open."""
        known = interview_forms.read_beginning(request.data)
        facts, created = interviews.begin(
            athlete_id=caller(request).pk, answers=known, now=timezone.now()
        )
        return _answered(facts, code=status.HTTP_201_CREATED if created else status.HTTP_200_OK)


class InterviewView(APIView):
    """One interview of the caller."""

    answers_with_what_is_held = True  # its answers so far

    @extend_schema(**interview_schema.STANDING)
    def get(self, request: Request, id: UUID) -> Response:
        """Return where it stands."""
        return etag_json(request, interviews.standing(athlete_id=caller(request).pk, id=id))

    @extend_schema(**interview_schema.GIVE_UP)
    def delete(self, request: Request, id: UUID) -> Response:
        """Give it up and forget its answers; what it raised on the way stands."""
        interviews.give_up(athlete_id=caller(request).pk, id=id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AnswersView(APIView):
    """What the caller says to the screen that is shown."""

    answers_with_what_is_held = True  # its answers so far

    @extend_schema(**interview_schema.ANSWER)
    def post(self, request: Request, id: UUID) -> Response:
        """Take it and return the next screen, or the assessment."""
        form = interview_forms.read_reply(request.data)
        facts = interviews.answer(
            athlete_id=caller(request).pk,
            id=id,
            screen=form.screen,
            answers=form.answers,
            skipped=form.skipped,
            now=timezone.now(),
        )
        return _answered(facts)


class BackView(APIView):
    """One screen back."""

    answers_with_what_is_held = True  # its answers so far

    @extend_schema(**interview_schema.BACK)
    def post(self, request: Request, id: UUID) -> Response:
        """Take back what was said to the last screen and show it again."""
        interview_forms.read_nothing(request.data)
        now = timezone.now()
        return _answered(interviews.back(athlete_id=caller(request).pk, id=id, now=now))
