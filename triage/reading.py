"""A person's own assessments, as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.calendar import format_instant, parse_instant
from kernel.errors import DomainError
from triage.models import Assessment
from triage.recording import as_answer


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: what is shown, and its place in the list."""

    facts: dict[str, Any]
    place: tuple[str, str]


def assessments(*, athlete_id: int, after: Sequence[Any] | None, limit: int) -> list[Shown]:
    """Return the person's assessments, newest first, from behind a place on."""
    rows = Assessment.objects.filter(athlete_id=athlete_id).order_by("-received_at", "-id")
    if after is not None:
        at, last = _place(after)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))
    return [
        Shown(facts(row), (format_instant(row.received_at), str(row.pk))) for row in rows[:limit]
    ]


def assessment(*, athlete_id: int, uid: UUID) -> dict[str, Any] | None:
    """Return one assessment of the person with its answers, None where they have no such one."""
    row = Assessment.objects.filter(athlete_id=athlete_id, uid=uid).first()
    return None if row is None else facts(row) | {"answers": row.answers}


def facts(row: Assessment) -> dict[str, Any]:
    """Return the contract's form, with where it came from and when."""
    return as_answer(row) | {
        "origin": row.origin,
        "day": row.day.isoformat(),
        "taken_at": format_instant(row.taken_at),
    }


def brief(row: Assessment) -> dict[str, Any]:
    """Return what a list of an episode shows of an assessment: levels and rules, no answers."""
    return {
        "id": str(row.uid),
        "origin": row.origin,
        "day": row.day.isoformat(),
        "taken_at": format_instant(row.taken_at),
        "urgency": row.urgency or None,
        "urgency_now": row.verdict["urgency_now"],
        "complete": row.verdict["complete"],
        "red_flags": [flag["id"] for flag in row.raised],
    }


def _place(after: Sequence[Any]) -> tuple[Any, UUID]:
    try:
        return parse_instant(after[0]), UUID(str(after[1]))
    except (DomainError, ValueError):
        raise DomainError(
            "Begin again without a cursor.", code="bad-cursor", pointer="/cursor"
        ) from None
