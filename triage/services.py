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
from kernel.ids import uuid7
from triage.agreement import disagreements
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag, Verdict
from triage.episodes import RANK, believed, higher_of, hold, level_named, open_episode
from triage.loader import current
from triage.memory import ask_again, remember_told, was_checked
from triage.models import Assessment, Episode, Recheck
from triage.outcomes import BadOutcome, record_outcome
from triage.phone_asked import phone_asked
from triage.queries import LatestTriage, latest_triage
from triage.rechecking import Asks, PlaceFact, asking
from triage.recording import as_answer, write_assessment
from triage.screening import DayRaised, SignFact, raised_by_day

__all__ = [
    "BadOutcome", "PlaceFact", "SignFact", "episode_to_tell_of", "judge_answers",
    "record_assessment", "record_day", "record_outcome", "screen_signs",
]  # fmt: skip
logger = logging.getLogger(__name__)
WITHHELD_FROM = RANK["same_day"]


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
    verdict; where the two differ that is kept, the higher level is in force, and what the phone
    raised above the server's is raised here too.
    :raises triage.engine.answers.BadAnswers: naming each answer that cannot be so.
    """
    knowledge = current()
    profile = AthleteProfile.objects.get(pk=athlete_id)
    verdict = judge(knowledge, answers, country=profile.country)
    own = uuid7(now_ms=int(now.timestamp() * 1000))
    taken_at = believed(taken_at, now=now)
    day = day_in_zone(taken_at, profile.time_zone)
    with transaction.atomic():
        episode = open_episode(athlete_id=athlete_id, now=now)
        if id is not None:
            again = Assessment.objects.filter(athlete_id=athlete_id, uid=id).first()
            if again is not None:
                return as_answer(again), False
        level = higher_of(verdict.urgency_now, level_named((client or {}).get("urgency")))
        held = hold(
            episode,
            urgency=level,
            complete=verdict.complete,
            taken_at=taken_at,
            assessment=id or own,
        )
        differs = _differs(verdict, client, own)
        from_phone = phone_asked(knowledge, verdict, client, country=profile.country)
        verdict = verdict.held_at(held.urgency, withheld=_withheld(held.urgency))
        row = write_assessment(
            id=own, uid=id or own, athlete_id=athlete_id, episode=episode, origin="triage",
            day=day, taken_at=taken_at, now=now, knowledge=knowledge,
            country=profile.country, answers=answers, verdict=verdict,
            held_from=held.held_from, raised=_highest_first(verdict.raised),
            counts_from={flag.rule: taken_at for flag in (*verdict.raised, *from_phone)},
            from_phone=_highest_first(from_phone), client=client, differs=differs,
        )  # fmt: skip
        remember_told(episode, answers=answers, day=day)
        if verdict.complete:
            was_checked(episode, at=taken_at)
        return as_answer(row), True


def screen_signs(
    *,
    athlete_id: int,
    profile_answers: Mapping[str, Any],
    signs: Sequence[SignFact],
    places: Sequence[PlaceFact] = (),
    now: datetime,
    today: date,
    country: str | None = None,
) -> list[UUID]:
    """Judge changed signs with the last seven days, the profile and the latest triage.

    `country` is the profile's, where the caller has it at hand. `places` are where pain was logged.
    Keeps one assessment for each day whose facts raise something, and announces it; asks for a new
    check where the facts say what the latest triage did not. Call inside the transaction that
    writes the signs. Returns the ids, oldest day first; [] = nothing raised.
    """
    if not (any(sign.changed for sign in signs) or any(place.changed for place in places)):
        return []
    if country is None:
        country = AthleteProfile.objects.values_list("country", flat=True).get(pk=athlete_id)
    latest = latest_triage(athlete_id=athlete_id)
    known = {**profile_answers, **(latest.answers if latest else {})}
    by_day = raised_by_day(current(), base=known, signs=signs, today=today, country=country)
    raised_by = {
        name for day in by_day.values() for flag in day.flags.values() for name, _ in flag.because
    }
    asks = asking(known=known, today=today, signs=signs, places=places, raised_by=raised_by)
    asks = _not_answered_since(asks, latest)
    if not by_day and not asks:
        return []
    with transaction.atomic():
        episode = open_episode(athlete_id=athlete_id, now=now)
        if asks:
            ask_again(
                episode,
                reason=Recheck.ANSWERS_CHANGED,
                because=sorted({ask.finding for ask in asks}),
                since=max(ask.told_at for ask in asks),
            )
        return [
            record_day(episode, day, raised, athlete_id=athlete_id, now=now, country=country)
            for day, raised in sorted(by_day.items())
        ]


def episode_to_tell_of(*, athlete_id: int, now: datetime) -> UUID:
    """Return the open episode, made if there is none: where an outcome is told that has no other.

    Call inside a transaction.
    """
    return open_episode(athlete_id=athlete_id, now=now).pk


def _not_answered_since(asks: Sequence[Asks], latest: LatestTriage | None) -> list[Asks]:
    """Leave out what a complete triage came after: the phone may send the two in either order."""
    if latest is None or not latest.complete:
        return list(asks)
    return [ask for ask in asks if ask.told_at > latest.taken_at]


def record_day(
    episode: Episode, day: date, raised: DayRaised, *, athlete_id: int, now: datetime, country: str
) -> UUID:
    """Keep and announce what the facts of one day raised in an episode that is locked."""
    own = uuid7(now_ms=int(now.timestamp() * 1000))
    flags = _highest_first(list(raised.flags.values()))
    verdict = judge(current(), raised.answers[0], country=country)
    held = hold(episode, urgency=flags[0].urgency, complete=False, taken_at=now, assessment=own)
    row = write_assessment(
        id=own, uid=own, athlete_id=athlete_id, episode=episode, origin="daily", day=day,
        taken_at=now, now=now, knowledge=current(), country=country, answers=raised.answers[0],
        other_answers=raised.answers[1:],
        verdict=verdict.held_at(held.urgency, withheld=_withheld(held.urgency)),
        held_from=held.held_from, raised=flags, counts_from=raised.counts_from,
    )  # fmt: skip
    remember_told(episode, answers=raised.answers[0], day=day)
    return row.pk


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
