"""What may be posted to an interview: read strictly, every unknown field named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel.errors import FieldError
from triage.api.forms import BadBody


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """What was said to one screen; the answers are still to be judged."""

    screen: str
    answers: Mapping[str, Any]
    skipped: tuple[str, ...]


def read_beginning(body: object) -> Mapping[str, Any]:
    """Read `POST /triage/interviews`: the answers that are known already.

    :raises BadBody: naming each field that is wrong.
    """
    fields, errors = _opened(body, {"answers"})
    answers = _answers(fields, errors)
    _refuse(errors)
    return answers


def read_reply(body: object) -> ReplyForm:
    """Read `POST /triage/interviews/{id}/answers`.

    :raises BadBody: naming each field that is wrong.
    """
    fields, errors = _opened(body, {"screen", "answers", "skipped"})
    screen, skipped = fields.get("screen"), fields.get("skipped", [])
    if not isinstance(screen, str):
        errors.append(FieldError("/screen", "missing", "Name the screen that is answered."))
    if not isinstance(skipped, list) or not all(isinstance(each, str) for each in skipped):
        errors.append(FieldError("/skipped", "not-a-list", "Send a list of finding ids."))
        skipped = []
    answers = _answers(fields, errors)
    _refuse(errors)
    return ReplyForm(str(screen), answers, tuple(skipped))


def read_nothing(body: object) -> None:
    """Read a body that has no fields.

    :raises BadBody: naming each field that is there.
    """
    _refuse(_opened(body, set())[1])


def _opened(body: object, fields: set[str]) -> tuple[Mapping[str, Any], list[FieldError]]:
    if not isinstance(body, Mapping):
        raise BadBody("Send an object.", code="not-an-object", pointer="")
    return body, [
        FieldError(f"/{name}", "unknown-field", "There is no such field here.")
        for name in sorted(set(body) - fields)
    ]


def _answers(body: Mapping[str, Any], errors: list[FieldError]) -> Mapping[str, Any]:
    answers = body.get("answers", {})
    if isinstance(answers, Mapping):
        return answers
    errors.append(FieldError("/answers", "not-an-object", "Send the answers as an object."))
    return {}


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise BadBody(errors[0].detail, code=errors[0].code, errors=errors)
