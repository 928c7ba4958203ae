"""The weekly reading of an open episode: what was logged, scored on top of its latest triage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from triage.engine.answers import problem_with
from triage.engine.drift import DriftRead, Move, read_drift
from triage.engine.judge import touched_by
from triage.engine.logged import Fact, Logged, facts_logged, tapped_once
from triage.history import is_withheld
from triage.loader import current
from triage.models import Assessment, DriftReading, Episode
from triage.recording import keep_knowledge
from triage.screening import DayRaised
from triage.services import record_day

__all__ = ["Due", "Logged", "Moved", "allowed", "due", "keep_reading", "open_athletes"]
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """An open episode to be read: `since` is its latest complete triage, of `first`, in the zone.

    `week` is the Monday of the last week that is over for the person.
    """

    athlete_id: int
    episode_id: UUID
    since: datetime
    first: date
    week: date

    @property
    def last(self) -> date:
        """Return the Sunday of the week."""
        return self.week + WEEK - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A logged finding that speaks for a move: its words and value."""

    finding: str
    words: str
    value: Any


@dataclass(frozen=True, slots=True)
class Moved:
    """A reading that entered directions (nerve, vessel); `checked_on` is the triage's day."""

    directions: tuple[str, ...]
    because: tuple[Said, ...]
    checked_on: date
    knowledge_version: str


def open_athletes(*, after_id: int, limit: int) -> list[int]:
    """Return the next people by id who have an open episode."""
    rows = Episode.objects.filter(closed_at=None, athlete_id__gt=after_id).order_by("athlete_id")
    return list(rows.values_list("athlete_id", flat=True)[:limit])


def due(*, athlete_id: int, now: datetime) -> Due | None:
    """Return what to read of a person's open episode, None without a complete triage before."""
    base = _base(athlete_id)
    if base is None:
        return None
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    today = day_in_zone(now, zone)
    week = today - timedelta(days=today.weekday()) - WEEK
    found = Due(athlete_id, base.episode_id, base.taken_at, base.day, week)
    return found if found.first <= found.last else None


def keep_reading(
    *,
    due: Due,
    profile_answers: Mapping[str, Any],
    entries: Sequence[Logged],
    country: str,
    now: datetime,
) -> Moved | None:
    """Read a week and keep it; return what moved in it for the first time, None for silence.

    `entries` are those of `due.first` to `due.last` told after `due.since`. A week in which nothing
    was logged that says anything has no reading: silence is neither better nor worse. A red-flag
    rule that the log alone makes true is raised as from any daily log. The same again changes
    nothing; entries that came late change the week's reading.
    """
    knowledge = current()
    facts = facts_logged(knowledge, entries)
    if not any(fact.day >= due.week for fact in facts.values()):
        return None
    with transaction.atomic():
        rows = Episode.objects.select_for_update().filter(pk=due.episode_id, closed_at=None)
        episode, base = rows.first(), _base(due.athlete_id)
        if episode is None or base is None or base.taken_at != due.since:
            return None
        answers = {**profile_answers, **allowed(base.answers)}
        logged = {name: fact.value for name, fact in facts.items()}
        read = read_drift(
            knowledge, base=answers, logged=logged, once=tapped_once(facts),
            country=country, up_before=_up_before(episode, base, due.week),
        )  # fmt: skip
        _raise_new(episode, read, facts, {**answers, **logged}, country=country, now=now)
        told = _write(episode, base, due, read, logged, now=now)
    if not told:
        return None
    return Moved(
        directions=tuple(move.direction for move in told),
        because=tuple(_said(told, logged)),
        checked_on=base.day,
        knowledge_version=knowledge.version,
    )


def _base(athlete_id: int) -> Assessment | None:
    rows = Assessment.objects.filter(
        episode__athlete_id=athlete_id, episode__closed_at=None, origin="triage",
        verdict__complete=True,
    )  # fmt: skip
    return rows.order_by("-taken_at", "-received_at").first()


def allowed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of answers what an older knowledge took and this one does not."""
    known = current().findings
    return {
        name: value
        for name, value in answers.items()
        if name in known and problem_with(known[name], value) is None
    }


def _up_before(episode: Episode, base: Assessment, week: date) -> list[str]:
    """Return what the last reading left up; a new triage is a new start."""
    rows = DriftReading.objects.filter(episode=episode, week__lt=week, base=base.uid)
    last = rows.order_by("-week").values_list("up", flat=True).first()
    return list(last or [])


def _write(
    episode: Episode,
    base: Assessment,
    due: Due,
    read: DriftRead,
    logged: Mapping[str, Any],
    *,
    now: datetime,
) -> tuple[Move, ...]:
    """Keep the reading; where the level in force withholds causes it holds none and tells none."""
    withheld = is_withheld(episode.urgency)
    moves = () if withheld else read.moves
    entered = {move.direction for move in read.moves} if withheld else set()
    keep_knowledge(current(), now=now)
    DriftReading.objects.update_or_create(
        episode=episode,
        week=due.week,
        defaults={
            "athlete_id": episode.athlete_id,
            "base": base.uid,
            "logged": dict(logged),
            "ranking": [] if withheld else list(read.ranking),
            "scores": {} if withheld else dict(read.scores),
            "urgency": read.urgency or "",
            "knowledge_id": current().version,
            "up": [direction for direction in read.up if direction not in entered],
            "told": [move.direction for move in moves],
            "read_at": now,
        },
    )
    return moves


def _raise_new(
    episode: Episode,
    read: DriftRead,
    facts: Mapping[str, Fact],
    answers: dict[str, Any],
    *,
    country: str,
    now: datetime,
) -> None:
    """Raise rules that only the log as a whole makes true and that were not raised before."""
    already = {
        flag["id"]
        for raised in Assessment.objects.filter(episode=episode).values_list("raised", flat=True)
        for flag in raised
    }
    new = [flag for flag in read.raised if flag.rule not in already]
    touched = touched_by(current(), answers, [flag.rule for flag in new])
    by_day: dict[date, DayRaised] = {}
    for flag in new:
        days = [facts[name].day for name in touched[flag.rule] if name in facts]
        if days:
            by_day.setdefault(max(days), DayRaised(answers=[answers])).flags[flag.rule] = flag
    for day, raised in sorted(by_day.items()):
        record_day(episode, day, raised, athlete_id=episode.athlete_id, now=now, country=country)


def _said(moves: Sequence[Move], logged: Mapping[str, Any]) -> Iterator[Said]:
    names = {name for move in moves for name in move.because}
    for raw in current().compiled["findings"]:
        if raw["id"] in names:
            yield Said(raw["id"], raw.get("label") or raw["question"], logged[raw["id"]])
