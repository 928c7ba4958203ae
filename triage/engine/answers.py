"""What an answer may be: yes, no, unsure, a number in its range, one of the choices."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kernel.errors import DomainError, FieldError
from triage.engine.knowledge import Finding

Answer = bool | int | float | str


class BadAnswers(DomainError):
    """Answers that the vocabulary does not allow."""

    code = "bad-answer"
    title = "An answer could not be understood"


def clean_answers(
    answers: object, findings: Mapping[str, Finding]
) -> tuple[dict[str, Answer], list[str]]:
    """Return the answers this knowledge knows, numbers made plain (5.0 is 5), and the other ids.

    :raises BadAnswers: naming every answer that is not allowed.
    """
    if not isinstance(answers, Mapping):
        raise BadAnswers("Send the answers as an object.", code="not-an-object", pointer="/answers")
    known: dict[str, Answer] = {}
    unknown: list[str] = []
    errors: list[FieldError] = []
    for name, value in answers.items():
        finding = findings.get(name)
        if finding is None:
            unknown.append(name)
        elif (value is True or value is False) and finding.type == "bool3":
            known[name] = value
        elif problem := problem_with(finding, value):
            errors.append(FieldError(f"/answers/{name}", *problem))
        else:
            whole = isinstance(value, float) and value.is_integer()
            known[name] = int(value) if whole else value
    if errors:
        raise BadAnswers(errors[0].detail, errors=errors)
    return known, sorted(unknown)


def problem_with(finding: Finding, value: object) -> tuple[str, str] | None:
    """Return (code, remedy) where a value is not one of the finding's, else None."""
    if finding.type == "bool3":
        if isinstance(value, bool) or value == "unsure":
            return None
        return "not-yes-no-unsure", 'Answer true, false or "unsure".'
    if finding.type == "enum":
        if isinstance(value, str) and value in finding.choices:
            return None
        return "unknown-choice", f"Choose one of: {', '.join(finding.choices)}."
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "not-a-number", f"Give a number from {finding.low} to {finding.high}."
    if finding.type != "float" and value != int(value):
        return "not-whole", f"Give a whole number from {finding.low} to {finding.high}."
    if not finding.low <= value <= finding.high:
        return "out-of-range", f"Give a number from {finding.low} to {finding.high}."
    return None
