"""The doors to episodes: list, look at one, correct or settle one, tell what a clinician said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
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
from kernel.calendar import format_instant, parse_instant
from kernel.errors import DomainError, NotFound
from triage import history
from triage.api import episode_forms, episode_schema
from triage.correcting import change_episode
from triage.history import EpisodeFact
from triage.models import DriftReading
from triage.reading import brief
from triage.told_causes import ToldCauseFact, take_back_cause, tell_cause, told_causes


class EpisodesView(APIView):
    """The caller's episodes."""

    @extend_schema(**episode_schema.EPISODES)
    def get(self, request: Request) -> Response:
        """List my episodes, newest first; the open one, if there is one, says what to recheck."""
        cursor = request.query_params.get("cursor")
        before = None if cursor is None else _place(read_cursor(cursor, length=2))
        found = history.episodes(
            athlete_id=caller(request).pk, before=before, limit=LARGEST_PAGE + 1
        )
        last = found[LARGEST_PAGE - 1] if len(found) > LARGEST_PAGE else None
        following = write_cursor(format_instant(last.opened_at), str(last.id)) if last else None
        told = told_causes(episode_ids=[fact.id for fact in found])
        shown = [as_wire(fact, told.get(fact.id, ())) for fact in found[:LARGEST_PAGE]]
        return etag_json(request, page(shown, next_link(request, following)))


class EpisodeView(APIView):
    """One episode of the caller."""

    @extend_schema(**episode_schema.EPISODE)
    def get(self, request: Request, episode_id: UUID) -> Response:
        """Show it with its newest assessments, outcomes and weekly readings."""
        return etag_json(request, _whole(caller(request).pk, episode_id))

    @extend_schema(**episode_schema.CHANGE)
    def patch(self, request: Request, episode_id: UUID) -> Response:
        """Correct side or first day, say whether it came back, or that the ache is over."""
        athlete_id = caller(request).pk
        changes = episode_forms.read_changes(request.data)
        change_episode(
            athlete_id=athlete_id, episode_id=episode_id, changes=changes, now=timezone.now()
        )
        whole = _whole(athlete_id, episode_id)
        return Response(whole, headers={"Cache-Control": "no-store"})


class ToldCauseView(APIView):
    """One word of a clinician on an episode of the caller."""

    @extend_schema(**episode_schema.TELL)
    def put(self, request: Request, episode_id: UUID, cause_id: UUID) -> Response:
        """Keep what a clinician said it is, under an id of mine; the same again changes nothing."""
        athlete_id = caller(request).pk
        told = episode_forms.read_told_cause(request.data)
        is_new = tell_cause(
            athlete_id=athlete_id, episode_id=episode_id, cause_id=cause_id, told=told,
            now=timezone.now(),
        )  # fmt: skip
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        whole = _whole(athlete_id, episode_id)
        return Response(whole, status=code, headers={"Cache-Control": "no-store"})

    @extend_schema(**episode_schema.TAKE_BACK)
    def delete(self, request: Request, episode_id: UUID, cause_id: UUID) -> Response:
        """Take it back."""
        take_back_cause(athlete_id=caller(request).pk, episode_id=episode_id, cause_id=cause_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _whole(athlete_id: int, episode_id: UUID) -> dict[str, Any]:
    fact = history.episode(athlete_id=athlete_id, episode_id=episode_id)
    if fact is None:
        raise NotFound
    told = told_causes(episode_ids=[episode_id]).get(episode_id, ())
    return as_wire(fact, told) | {
        "assessments": [
            brief(row) for row in history.assessments_of(episode_id=episode_id, limit=LARGEST_PAGE)
        ],
        "outcomes": [
            {
                "id": str(row.wire_id),
                "outcome": row.outcome,
                "seen_on": row.seen_on.isoformat() if row.seen_on else None,
                "note": row.note,
                "told_at": format_instant(row.told_at or row.recorded_at),
                "recorded_at": format_instant(row.recorded_at),
            }
            for row in history.outcomes_of(episode_id=episode_id, limit=LARGEST_PAGE)
        ],
        "drift": [
            _reading(row, withheld=fact.withheld)
            for row in history.drift_of(episode_id=episode_id, limit=LARGEST_PAGE)
        ],
    }


def _told(fact: ToldCauseFact) -> dict[str, Any]:
    return {
        "id": str(fact.id),
        "condition": fact.told.condition,
        "title": fact.title,
        "said_by": fact.told.said_by,
        "said_on": fact.told.said_on.isoformat(),
        "note": fact.told.note,
        "recorded_at": format_instant(fact.recorded_at),
    }


def _reading(row: DriftReading, *, withheld: bool) -> dict[str, Any]:
    return {
        "week": row.week.isoformat(),
        "urgency": row.urgency or None,
        "ranking": [] if withheld else row.ranking,
        "scores": {} if withheld else row.scores,
        "moved_toward": [] if withheld else row.up,
        "logged": row.logged,
        "knowledge_version": row.knowledge_id,
    }


def _place(parts: list[Any]) -> tuple[datetime, UUID]:
    try:
        return parse_instant(parts[0]), UUID(str(parts[1]))
    except (DomainError, ValueError):
        raise BadCursor("Begin again without a cursor.", pointer="/cursor") from None


def _at(moment: datetime | None) -> str | None:
    return format_instant(moment) if moment else None


def as_wire(fact: EpisodeFact, told: tuple[ToldCauseFact, ...]) -> dict[str, Any]:
    """Return an episode in the form of the API, with what clinicians said of it."""
    recheck = None
    if fact.recheck_since is not None:
        recheck = {
            "since": _at(fact.recheck_since),
            "reason": fact.recheck_reason,
            "because": list(fact.recheck_because),
        }
    return {
        "id": str(fact.id),
        "state": fact.state,
        "side": fact.side,
        "started_on": fact.started_on.isoformat() if fact.started_on else None,
        "opened_at": _at(fact.opened_at),
        "closed_at": _at(fact.closed_at),
        "closed_as": fact.closed_as,
        "urgency": fact.urgency,
        "urgency_since": _at(fact.urgency_since),
        "held_by": str(fact.held_by) if fact.held_by else None,
        "withheld": fact.withheld,
        "causes": list(fact.judged_as.causes),
        "ranking": list(fact.judged_as.ranking),
        "told_causes": [_told(one) for one in told],
        "recurrence_of": str(fact.recurrence_of) if fact.recurrence_of else None,
        "came_back": fact.came_back,
        "recheck_since": _at(fact.recheck_since),
        "recheck": recheck,
    }
