"""What other rooms may ask of triage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from triage.engine.answers import problem_with
from triage.history import EpisodeFact, episode, episodes, open_episode_fact
from triage.loader import current
from triage.models import Assessment, Episode
from triage.told_causes import ToldCauseFact, told_causes

__all__ = [
    "AskedCheck", "AwaitingOutcome", "EpisodeFact", "FlagFact", "LatestTriage", "RaisedFlags",
    "ToldCauseFact", "asked_check", "awaiting_outcome", "check_value", "episode", "episodes",
    "finding", "latest_answers", "latest_answers_of", "latest_triage", "open_episode_fact",
    "open_urgency", "raised_flags", "told_causes",
]  # fmt: skip


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
    counts_from: datetime | None  # since when it counts as told, where that is known


@dataclass(frozen=True, slots=True)
class RaisedFlags:
    """What one assessment raised, highest first; `day` is the day of the facts."""

    assessment_id: UUID
    episode_id: UUID
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
        episode_id=row.episode_id,
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
                counts_from=_counts_from(raw),
            )
            for raw in row.raised
        ),
    )


def _counts_from(raw: Mapping[str, Any]) -> datetime | None:
    moment = raw.get("counts_from")  # assessments of earlier releases do not say
    return datetime.fromisoformat(moment) if moment else None


def flags_raised(
    *, since: datetime | None
) -> Iterator[tuple[tuple[int, str, date], datetime | None]]:
    """Yield (athlete, rule, day) of every flag raised in assessments received since a moment.

    With each, since when it counts as told, where that is known. None = of all there are.
    """
    rows = Assessment.objects.exclude(raised=[])
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    for athlete_id, day, raised in rows.values_list("athlete_id", "day", "raised").iterator():
        for raw in raised:
            yield (athlete_id, raw["id"], day), _counts_from(raw)


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


@dataclass(frozen=True, slots=True)
class LatestTriage:
    """What was last answered in the open episode, when, and whether nothing mandatory was left."""

    answers: dict[str, Any]
    taken_at: datetime
    complete: bool


def latest_triage(*, athlete_id: int) -> LatestTriage | None:
    """Return the latest triage of the open episode, None if there is none."""
    rows = Assessment.objects.filter(
        episode__athlete_id=athlete_id, episode__closed_at=None, origin="triage"
    ).order_by("-taken_at", "-received_at")
    row = rows.values_list("answers", "taken_at", "verdict__complete").first()
    return LatestTriage(dict(row[0]), row[1], bool(row[2])) if row else None


def latest_answers(*, athlete_id: int) -> dict[str, Any]:
    """Return the answers of the latest triage in the open episode; {} if there is none."""
    latest = latest_triage(athlete_id=athlete_id)
    return latest.answers if latest else {}


def latest_answers_of(*, athlete_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the same of each athlete who has such a triage, in one statement."""
    triages = Assessment.objects.filter(episode=OuterRef("pk"), origin="triage")
    latest = triages.order_by("-taken_at", "-received_at").values("answers")[:1]
    rows = Episode.objects.filter(athlete_id__in=list(athlete_ids), closed_at=None)
    found = rows.annotate(latest=Subquery(latest)).values_list("athlete_id", "latest")
    return {athlete: dict(answers) for athlete, answers in found if answers is not None}


def open_urgency(*, athlete_id: int) -> str | None:
    """Return the level in force of the open episode, None if there is none."""
    row = Episode.objects.filter(athlete_id=athlete_id, closed_at=None).values_list("urgency")
    return next((urgency or None for (urgency,) in row), None)


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """A new check that an open episode asks for: since when, why, because of which findings."""

    episode_id: UUID
    since: datetime
    reason: str
    because: tuple[str, ...]


def asked_check(*, athlete_id: int) -> AskedCheck | None:
    """Return the new check that the person is asked for, None if they are not."""
    rows = Episode.objects.filter(
        athlete_id=athlete_id, closed_at=None, recheck_since__isnull=False
    )
    fields = ("pk", "recheck_since", "recheck_reason", "recheck_because")
    for episode_id, since, reason, because in rows.values_list(*fields):
        return AskedCheck(episode_id, since, reason, tuple(because))
    return None


def reviews_overdue(*, today: date) -> tuple[str, list[str]]:
    """Return the version in force, and its files whose clinical review was due before today."""
    reviews = current().compiled["reviews"]
    overdue = [file for file, each in reviews.items() if each["review_due"] < today.isoformat()]
    return current().version, sorted(overdue)


@dataclass(frozen=True, slots=True)
class AwaitingOutcome:
    """An open episode whose level asks "Were you seen?": in force since an earlier day.

    `held_by` is the uid of the assessment that holds the level.
    """

    episode_id: UUID
    urgency: str
    since: datetime
    held_by: UUID | None


def awaiting_outcome(*, athlete_id: int, now: datetime) -> AwaitingOutcome | None:
    """Return what the person is to be asked about today: "Were you seen?".

    From the day after a level of same_day or above came into force, in the person's time zone,
    once a day: after a "not yet" of today there is nothing more to ask until tomorrow.
    """
    episode = Episode.objects.filter(
        athlete_id=athlete_id, closed_at=None, urgency__in=["same_day", "emergency_now"]
    ).first()
    if episode is None or episode.held_since is None:
        return None
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    today = day_in_zone(now, zone)
    answered = episode.outcomes.order_by("-recorded_at").values_list("recorded_at", flat=True)
    asked_again = [day_in_zone(at, zone) for at in answered[:1]]
    if day_in_zone(episode.held_since, zone) >= today or today in asked_again:
        return None
    return AwaitingOutcome(episode.pk, episode.urgency, episode.held_since, episode.held_by)
