"""What triage does for other rooms: judge, record an assessment, screen signs, note an outcome."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.calendar import day_in_zone
from kernel.errors import DomainError, NotFound
from kernel.ids import uuid7
from triage.agreement import disagreements
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag, Verdict
from triage.episodes import RANK, higher_of, hold, open_episode
from triage.loader import current
from triage.models import Assessment, Episode, Outcome, SeenOutcome, Urgency
from triage.queries import latest_answers
from triage.recording import as_answer, write_assessment
from triage.screening import DayRaised, SignFact, raised_by_day
from triage.signals import outcome_recorded

__all__ = ["SignFact", "judge_answers", "record_assessment", "record_outcome", "screen_signs"]
logger = logging.getLogger(__name__)
WITHHELD_FROM = RANK["same_day"]


class BadOutcome(DomainError):
    """An outcome that cannot be so."""

    code = "bad-outcome"


def judge_answers(
    answers: Mapping[str, object],
    *,
    knowledge: Knowledge | None = None,
    country: str | None = None,
) -> Verdict:
    """Return the verdict on exactly these answers; nothing is kept.

    :raises triage.engine.answers.BadAnswers: naming each answer that cannot be so.
    """
    return judge(knowledge or current(), answers, country=country)


def record_assessment(
    *,
    athlete_id: int,
    answers: Mapping[str, Any],
    taken_at: datetime,
    now: datetime,
    id: UUID | None = None,
    client: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], bool]:
    """Judge and keep what a person answered; return the contract's answer and whether it is new.

    `id` is the caller's own: the same again returns the same assessment. `client` is the phone's
    verdict; where the two differ that is kept, and the higher level is in force.
    :raises triage.engine.answers.BadAnswers: naming each answer that cannot be so.
    """
    knowledge = current()
    profile = AthleteProfile.objects.get(pk=athlete_id)
    verdict = judge(knowledge, answers, country=profile.country)
    own = uuid7(now_ms=int(now.timestamp() * 1000))
    taken_at = min(taken_at, now)
    with transaction.atomic():
        episode = open_episode(athlete_id=athlete_id, now=now)
        if id is not None:
            again = Assessment.objects.filter(athlete_id=athlete_id, uid=id).first()
            if again is not None:
                return as_answer(again), False
        level = higher_of(verdict.urgency_now, _level_of(client))
        held = hold(
            episode,
            urgency=level,
            complete=verdict.complete,
            taken_at=taken_at,
            assessment=id or own,
        )
        differs = _differs(verdict, client, own)
        verdict = verdict.held_at(held.urgency, withheld=_withheld(held.urgency))
        row = write_assessment(
            id=own, uid=id or own, athlete_id=athlete_id, episode=episode, origin="triage",
            day=day_in_zone(taken_at, profile.time_zone), taken_at=taken_at, now=now,
            knowledge=knowledge, country=profile.country, answers=answers, verdict=verdict,
            held_from=held.held_from, raised=_highest_first(verdict.raised), client=client,
            differs=differs,
        )  # fmt: skip
        return as_answer(row), True


def screen_signs(
    *,
    athlete_id: int,
    profile_answers: Mapping[str, Any],
    signs: Sequence[SignFact],
    now: datetime,
    today: date,
    country: str | None = None,
) -> list[UUID]:
    """Judge changed signs with the last seven days, the profile and the latest triage.

    `country` is the profile's, where the caller has it at hand.
    Keeps one assessment for each day whose facts raise something, and announces it; call inside
    the transaction that writes the signs. Returns the ids, oldest day first; [] = nothing raised.
    """
    if not any(sign.changed for sign in signs):
        return []
    if country is None:
        country = AthleteProfile.objects.values_list("country", flat=True).get(pk=athlete_id)
    base = {**profile_answers, **latest_answers(athlete_id=athlete_id)}
    by_day = raised_by_day(current(), base=base, signs=signs, today=today, country=country)
    if not by_day:
        return []
    with transaction.atomic():
        episode = open_episode(athlete_id=athlete_id, now=now)
        return [
            _record_day(episode, day, raised, athlete_id=athlete_id, now=now, country=country)
            for day, raised in sorted(by_day.items())
        ]


def _record_day(
    episode: Episode, day: date, raised: DayRaised, *, athlete_id: int, now: datetime, country: str
) -> UUID:
    own = uuid7(now_ms=int(now.timestamp() * 1000))
    flags = _highest_first(list(raised.flags.values()))
    verdict = judge(current(), raised.answers[0], country=country)
    held = hold(episode, urgency=flags[0].urgency, complete=False, taken_at=now, assessment=own)
    row = write_assessment(
        id=own, uid=own, athlete_id=athlete_id, episode=episode, origin="daily", day=day,
        taken_at=now, now=now, knowledge=current(), country=country, answers=raised.answers[0],
        other_answers=raised.answers[1:],
        verdict=verdict.held_at(held.urgency, withheld=_withheld(held.urgency)),
        held_from=held.held_from, raised=flags,
    )  # fmt: skip
    return row.pk


def record_outcome(
    *,
    athlete_id: int,
    episode_id: UUID,
    outcome: str,
    seen_on: date | None,
    note: str,
    now: datetime,
) -> dict[str, Any]:
    """Keep what a person says came of it; having been seen closes the episode and lifts its level.

    :raises NotFound: for an episode that is not theirs.
    :raises BadOutcome: where `seen_on` lies ahead.
    """
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)
    if seen_on is not None and seen_on > day_in_zone(now, zone):
        raise BadOutcome("Give a day that is not ahead.", code="in-the-future", pointer="/seen_on")
    with transaction.atomic():
        found = Episode.objects.select_for_update().filter(athlete_id=athlete_id, pk=episode_id)
        episode = found.first()
        if episode is None:
            raise NotFound("There is no such episode of yours.")
        row = Outcome.objects.create(
            id=uuid7(now_ms=int(now.timestamp() * 1000)), athlete_id=athlete_id, episode=episode,
            outcome=outcome, seen_on=seen_on, note=note, recorded_at=now,
        )  # fmt: skip
        if outcome != SeenOutcome.NOT_YET and episode.closed_at is None:
            episode.closed_at, episode.urgency = now, ""
            episode.save(update_fields=["closed_at", "urgency"])
        outcome_recorded.send(
            sender=Outcome, episode_id=episode.pk, athlete_id=athlete_id, outcome=outcome
        )
    return {
        "id": str(row.pk), "episode": str(episode.pk), "outcome": outcome,
        "seen_on": seen_on.isoformat() if seen_on else None, "note": note,
        "urgency": episode.urgency or None,
    }  # fmt: skip


def _level_of(client: Mapping[str, Any] | None) -> str | None:
    level = (client or {}).get("urgency")
    return level if isinstance(level, str) and level in Urgency.values else None


def _withheld(urgency: str | None) -> bool:
    return RANK.get(urgency or "", 0) >= WITHHELD_FROM


def _highest_first(flags: Sequence[Flag]) -> list[Flag]:
    return sorted(flags, key=lambda flag: -RANK[flag.urgency])


def _differs(verdict: Verdict, client: Mapping[str, Any] | None, assessment: UUID) -> bool:
    """Say whether the phone judged otherwise; the incident is logged by id only."""
    if not disagreements(verdict, client):
        return False
    logger.warning("assessment %s: the phone's verdict was another one", assessment)
    return True
