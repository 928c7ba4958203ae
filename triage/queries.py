"""What other rooms may ask of triage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from triage.engine.answers import problem_with
from triage.loader import current
from triage.models import Assessment, Episode


@dataclass(frozen=True, slots=True)
class FlagFact:
    """One raised flag, as an alert needs it; `because` pairs a finding with its value."""

    rule: str
    suspected: str
    urgency: str
    title: str
    do_now: str
    tell_clinician: str
    because: tuple[tuple[str, Any], ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class RaisedFlags:
    """What one assessment raised, highest first; `day` is the day of the facts."""

    assessment_id: UUID
    athlete_id: int
    origin: str
    knowledge_version: str
    day: date
    flags: tuple[FlagFact, ...]


def raised_flags(*, assessment_id: UUID) -> RaisedFlags:
    """Return what an assessment raised above self_care, unsure flags at their lowered level."""
    row = Assessment.objects.get(pk=assessment_id)
    titles = current().compiled["levels"]["titles"]
    return RaisedFlags(
        assessment_id=row.pk,
        athlete_id=row.athlete_id,
        origin=row.origin,
        knowledge_version=row.knowledge_id,
        day=row.day,
        flags=tuple(
            FlagFact(
                rule=raw["id"],
                suspected=raw["suspected"],
                urgency=raw["urgency"],
                title=titles[raw["urgency"]],
                do_now=raw["do_now"],
                tell_clinician=raw["tell_clinician"],
                because=tuple((each["finding"], each["value"]) for each in raw["because"]),
                unsure=raw["unsure"],
            )
            for raw in row.raised
        ),
    )


def flags_raised(*, since: datetime | None) -> Iterator[tuple[int, str, date]]:
    """Yield (athlete, rule, day) of every flag raised in assessments received since a moment.

    None = of all there are.
    """
    rows = Assessment.objects.exclude(raised=[])
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    for athlete_id, day, raised in rows.values_list("athlete_id", "day", "raised").iterator():
        for raw in raised:
            yield athlete_id, raw["id"], day


def finding(finding_id: str) -> dict[str, Any] | None:
    """Return a finding of the vocabulary ({"id", "type", "question", ...}), or None."""
    if finding_id not in current().findings:
        return None
    return next(dict(raw) for raw in current().compiled["findings"] if raw["id"] == finding_id)


def check_value(finding_id: str, value: object) -> tuple[str, str] | None:
    """Return (code, remedy) where a finding does not exist or cannot have this value, else None."""
    known = current().findings.get(finding_id)
    if known is None:
        return "unknown-finding", "Choose a finding of the triage vocabulary."
    return problem_with(known, value)


def latest_answers(*, athlete_id: int) -> dict[str, Any]:
    """Return the answers of the latest triage in the open episode; {} if there is none."""
    row = (
        Assessment.objects.filter(
            episode__athlete_id=athlete_id, episode__closed_at=None, origin="triage"
        )
        .order_by("-taken_at", "-received_at")
        .values_list("answers", flat=True)
        .first()
    )
    return dict(row or {})


def open_urgency(*, athlete_id: int) -> str | None:
    """Return the level in force of the open episode, None if there is none."""
    row = Episode.objects.filter(athlete_id=athlete_id, closed_at=None).values_list("urgency")
    return next((urgency or None for (urgency,) in row), None)
