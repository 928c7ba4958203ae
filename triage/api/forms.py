"""What may be posted: read strictly, every unknown field named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.calendar import BadTime, parse_day, parse_instant
from kernel.errors import DomainError, FieldError
from triage.models import SeenOutcome

LONGEST_NOTE = 2000  # characters


class BadBody(DomainError):
    """A body that is not the one this address takes."""

    code = "bad-body"


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """A posted assessment; `answers` are still to be judged."""

    answers: Mapping[str, Any]
    id: UUID | None
    taken_at: datetime | None
    client: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """A posted outcome; `id` is the caller's own."""

    episode: UUID
    id: UUID | None
    outcome: str
    seen_on: date | None
    note: str
    told_at: datetime | None


class Reader:
    """Collects what is wrong while fields are taken out of a body."""

    def __init__(self, body: object, fields: set[str]) -> None:
        if not isinstance(body, Mapping):
            raise BadBody("Send an object.", code="not-an-object", pointer="")
        self.body = body
        self.errors = [
            FieldError(f"/{name}", "unknown-field", "There is no such field here.")
            for name in sorted(set(body) - fields)
        ]

    def wrong(self, name: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(f"/{name}", code, detail))

    def uuid(self, name: str, *, needed: bool = False) -> UUID | None:
        value = self.body.get(name)
        if name not in self.body and not needed:
            return None
        try:
            if not isinstance(value, str) or len(value) != 36:
                raise ValueError
            return UUID(value)
        except ValueError:
            self.wrong(name, "bad-uuid", "Give a UUID.")
            return None

    def time(self, name: str, parse: Any) -> Any:
        if name not in self.body:
            return None
        try:
            return parse(self.body[name])
        except BadTime as error:
            self.wrong(name, error.code, error.detail)
            return None

    def done(self) -> None:
        if self.errors:
            raise BadBody(self.errors[0].detail, code=self.errors[0].code, errors=self.errors)


def read_assessment(body: object) -> AssessmentForm:
    """Read `POST /triage/assessments`.

    :raises BadBody: naming each field that is wrong.
    """
    reader = Reader(body, {"answers", "id", "taken_at", "client"})
    answers = reader.body.get("answers")
    client = reader.body.get("client", {})
    if not isinstance(answers, Mapping):
        reader.wrong("answers", "not-an-object", "Send the answers as an object.")
    if not isinstance(client, Mapping):
        reader.wrong("client", "not-an-object", "Send an object.")
    form = AssessmentForm(
        answers=answers if isinstance(answers, Mapping) else {},
        id=reader.uuid("id"),
        taken_at=reader.time("taken_at", parse_instant),
        client=client,
    )
    reader.done()
    return form


def read_outcome(body: object) -> OutcomeForm:
    """Read `POST /triage/outcomes`.

    :raises BadBody: naming each field that is wrong.
    """
    reader = Reader(body, {"episode", "id", "outcome", "seen_on", "note", "told_at"})
    outcome, note = reader.body.get("outcome"), reader.body.get("note", "")
    if not isinstance(outcome, str) or outcome not in SeenOutcome.values:
        reader.wrong(
            "outcome", "unknown-choice", f"Choose one of: {', '.join(SeenOutcome.values)}."
        )
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        reader.wrong("note", "bad-text", f"Give a text of at most {LONGEST_NOTE} characters.")
    episode, own = reader.uuid("episode", needed=True), reader.uuid("id")
    seen_on = reader.time("seen_on", parse_day)
    told_at = reader.time("told_at", parse_instant)
    reader.done()
    assert episode is not None
    return OutcomeForm(episode, own, str(outcome), seen_on, str(note), told_at)
