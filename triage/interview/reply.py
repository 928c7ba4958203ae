"""Read what a person said to one screen: strictly, and never an answer out of silence but a no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import DomainError, FieldError
from triage.engine.answers import Answer, clean_answers, problem_with
from triage.engine.knowledge import Knowledge
from triage.interview.screen import Screen

TICKED = {"ticks", "body_map"}  # what is not ticked on these is no: it stood there to be seen


class BadReply(DomainError):
    """A reply that does not fit its screen."""

    code = "bad-answer"
    title = "An answer could not be understood"


@dataclass(frozen=True, slots=True)
class Reply:
    """What one screen brought: answers, and optional findings left empty."""

    answers: Mapping[str, Answer]
    skipped: tuple[str, ...]


def read_reply(
    knowledge: Knowledge, screen: Screen, answers: Mapping[str, Any], skipped: Sequence[str]
) -> Reply:
    """Return what a reply says of each finding of its screen.

    On a screen of ticks what is not named is no, but for a finding that may be skipped. A yes/no
    finding that is skipped is unsure, never no. A number or choice that is left out is skipped,
    unless it is mandatory.
    :raises BadReply: naming each field that is wrong.
    """
    errors = [
        FieldError(f"/answers/{name}", "not-on-this-screen", "Answer what this screen asks.")
        for name in answers
        if name not in screen.findings
    ]
    errors += [
        FieldError("/skipped", "not-on-this-screen", "Skip only what this screen asks.")
        for name in skipped
        if name not in screen.findings or name in answers
    ]
    must = {each.id for each in knowledge.mandatory}
    said: dict[str, Any] = {}
    empty: list[str] = []
    for name in screen.findings:
        finding = knowledge.findings[name]
        if name in answers:
            if problem := problem_with(finding, answers[name]):
                errors.append(FieldError(f"/answers/{name}", *problem))
            said[name] = answers[name]
        elif finding.type == "bool3" and name in skipped:
            said[name] = "unsure"
        elif finding.type == "bool3" and screen.kind in TICKED:
            said[name] = "unsure" if knowledge.raws[name].get("may_skip") else False
        elif finding.type == "bool3" or name in must:
            errors.append(FieldError(f"/answers/{name}", "missing", _remedy(finding.type)))
        else:
            empty.append(name)
    if errors:
        raise BadReply(errors[0].detail, errors=errors)
    return Reply(clean_answers(said, knowledge.findings)[0], tuple(empty))


def _remedy(kind: str) -> str:
    if kind == "bool3":
        return 'Answer true, false or "unsure".'
    return "This one is needed; it cannot be left empty."
