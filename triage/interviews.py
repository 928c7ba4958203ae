"""A triage asked screen by screen and kept on the way: begin, answer, go back, give up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from kernel.errors import DomainError, NotFound
from kernel.ids import uuid7
from triage.engine.answers import clean_answers, problem_with
from triage.engine.judge import judge
from triage.engine.texts import numbers_for
from triage.engine.verdict import Verdict
from triage.interview import Screen, next_screen, settled
from triage.interview.reply import read_reply
from triage.loader import current
from triage.models import Assessment, Interview
from triage.recording import as_answer
from triage.services import record_assessment


class NotNow(DomainError):
    """Something that does not go with where the interview stands."""

    status = 409
    code = "not-this-screen"
    title = "The interview stands elsewhere"


def begin(
    *, athlete_id: int, answers: Mapping[str, Any], now: datetime
) -> tuple[dict[str, Any], bool]:
    """Begin an interview with what is known already; return where it stands and whether it is new.

    A person has one open interview: where there is one, it is returned as it is.
    :raises triage.engine.answers.BadAnswers: naming each answer that cannot be so.
    """
    knowledge = current()
    known, _ = clean_answers(answers, knowledge.findings)
    with transaction.atomic():
        fresh = Interview(
            id=uuid7(now_ms=int(now.timestamp() * 1000)), athlete_id=athlete_id,
            knowledge_version=knowledge.version, answers=known, started_at=now, changed_at=now,
        )  # fmt: skip
        Interview.objects.bulk_create([fresh], ignore_conflicts=True)
        row = Interview.objects.select_for_update().get(athlete_id=athlete_id, ended_at=None)
        _follow_knowledge(row)
        _raise_or_end(row, now=now)
        return _standing(row), row.pk == fresh.pk


def answer(
    *,
    athlete_id: int,
    id: UUID,
    screen: str,
    answers: Mapping[str, Any],
    skipped: Sequence[str],
    now: datetime,
) -> dict[str, Any]:
    """Take what a person said to the screen that is shown; the same twice changes nothing.

    What it raises is recorded at once, as an assessment of what has been answered so far.
    :raises NotFound: for an interview that is not theirs.
    :raises NotNow: where another screen is shown.
    :raises triage.interview.reply.BadReply: naming each field that is wrong.
    """

    def take(row: Interview) -> None:
        shown = None if row.ended_at else _shown(row)
        if shown is None or screen != _name(row, shown):
            if not _said_before(row, screen, answers, skipped):
                raise NotNow("Answer the screen that is shown now.", pointer="/screen")
            return
        reply = read_reply(current(), shown, answers, skipped)
        row.shown = [*row.shown, {"id": screen, "findings": list(shown.findings)}]
        row.answers = row.answers | dict(reply.answers)
        row.skipped = [*row.skipped, *reply.skipped]
        _raise_or_end(row, now=now)

    return _changed(athlete_id, id, take, now=now)


def back(*, athlete_id: int, id: UUID, now: datetime) -> dict[str, Any]:
    """Go back one screen: what was said to it is taken away; what it raised stands.

    :raises NotFound: for an interview that is not theirs.
    :raises NotNow: at the first screen, and after the end.
    """

    def step_back(row: Interview) -> None:
        if row.ended_at is not None:
            raise NotNow("It has ended; begin a new one.", code="interview-over")
        if not row.shown:
            raise NotNow("This is the first screen.", code="nothing-before")
        gone = set(row.shown[-1]["findings"])
        row.shown = row.shown[:-1]
        row.answers = {name: value for name, value in row.answers.items() if name not in gone}
        row.skipped = [name for name in row.skipped if name not in gone]

    return _changed(athlete_id, id, step_back, now=now)


def standing(*, athlete_id: int, id: UUID) -> dict[str, Any]:
    """Return where an interview stands, for a person who comes back to it.

    :raises NotFound: for an interview that is not theirs.
    """
    row = Interview.objects.filter(athlete_id=athlete_id, pk=id).first()
    if row is None:
        raise NotFound("There is no such interview of yours.")
    _follow_knowledge(row)
    return _standing(row)


def give_up(*, athlete_id: int, id: UUID) -> None:
    """Forget an interview and its answers; what it raised on the way stands.

    :raises NotFound: for an interview that is not theirs.
    """
    gone, _ = Interview.objects.filter(athlete_id=athlete_id, pk=id).delete()
    if not gone:
        raise NotFound("There is no such interview of yours.")


def _changed(
    athlete_id: int, id: UUID, change: Callable[[Interview], None], *, now: datetime
) -> dict[str, Any]:
    with transaction.atomic():
        row = Interview.objects.select_for_update().filter(athlete_id=athlete_id, pk=id).first()
        if row is None:
            raise NotFound("There is no such interview of yours.")
        _follow_knowledge(row)
        change(row)
        row.changed_at = now
        row.save()
        return _standing(row)


def _follow_knowledge(row: Interview) -> None:
    """Go on with the knowledge of today: answers that it knows stay, others are asked anew."""
    knowledge = current()
    if row.knowledge_version == knowledge.version or row.ended_at is not None:
        return
    findings = knowledge.findings
    row.answers = {
        name: value
        for name, value in row.answers.items()
        if name in findings and problem_with(findings[name], value) is None
    }
    row.skipped = [name for name in row.skipped if name in findings]
    row.knowledge_version = knowledge.version


def _raise_or_end(row: Interview, *, now: datetime) -> None:
    """Record an assessment where this is the end, or where something new is raised."""
    answers = settled(current(), row.answers)
    ended = _shown(row) is None
    known = {tuple(pair) for pair in row.raised}
    found = {(flag.rule, flag.urgency) for flag in _verdict(row, "").raised}
    if not (ended or found - known):
        return
    made, _ = record_assessment(athlete_id=row.athlete_id, answers=answers, taken_at=now, now=now)
    row.raised = [list(pair) for pair in sorted(known | found)]
    if ended:
        row.ended_at, row.assessment = now, UUID(made["id"])
    row.save()


def _shown(row: Interview) -> Screen | None:
    return next_screen(current(), row.answers, row.skipped)


def _name(row: Interview, screen: Screen) -> str:
    """Return the name of a screen in this interview; a group shown again gets a number."""
    before = sum(each["id"].partition("~")[0] == screen.id for each in row.shown)
    return f"{screen.id}~{before + 1}" if before else screen.id


def _said_before(
    row: Interview, screen: str, answers: Mapping[str, Any], skipped: Sequence[str]
) -> bool:
    """Say whether this is the last reply once more: the same screen and nothing else in it."""
    if not row.shown or row.shown[-1]["id"] != screen:
        return False
    asked = row.shown[-1]["findings"]
    kept = {name: row.answers[name] for name in asked if name in row.answers}
    quiet = {name for name, value in kept.items() if value is False}
    unsure = {name for name, value in kept.items() if value == "unsure"}
    left = set(kept) - set(answers)
    return all(name in kept and kept[name] == value for name, value in answers.items()) and (
        left <= quiet | (unsure & set(skipped)) and set(skipped) <= set(asked)
    )


def _verdict(row: Interview, country: str) -> Verdict:
    return judge(current(), settled(current(), row.answers), country=country)


def _standing(row: Interview) -> dict[str, Any]:
    knowledge = current()
    country = AthleteProfile.objects.values_list("country", flat=True).get(pk=row.athlete_id)
    verdict = _verdict(row, country)
    screen = None if row.ended_at else _shown(row)
    ended_in = None
    if row.assessment is not None:
        ended_in = as_answer(Assessment.objects.get(athlete_id=row.athlete_id, uid=row.assessment))
    asked = {raw["id"]: raw for raw in knowledge.compiled["findings"]}
    keys = ("id", "question", "type", "choices", "choice_labels", "low", "high")
    return {
        "id": str(row.pk),
        "knowledge_version": row.knowledge_version,
        "country": country or None,
        "numbers": numbers_for(country, knowledge.compiled["numbers"]),
        "urgency_now": verdict.urgency_now,
        "red_flags": [flag.as_dict() for flag in verdict.red_flags],
        "unsure_flags": [flag.as_dict() for flag in verdict.unsure_flags],
        "answers": row.answers,
        "skipped": row.skipped,
        "screens_shown": len(row.shown),
        "screen": None if screen is None else screen.as_dict() | {"id": _name(row, screen)},
        "questions": [
            {key: asked[name][key] for key in keys if key in asked[name]}
            for name in (screen.findings if screen else ())
        ],
        "assessment": ended_in,
    }
