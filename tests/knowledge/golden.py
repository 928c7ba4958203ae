"""The golden cases that the knowledge carries, with what stays unsaid in them filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from triage.cases import read_cases
from triage.loader import FOLDER, current


@dataclass(frozen=True)
class Case:
    """One case: complete answers, the level expected and the rules that fire."""

    name: str
    answers: dict[str, Any]
    level: str
    rules: tuple[str, ...]


def golden_cases() -> list[Case]:
    """Return all cases; those of the evidence pack come first, the calm V01 before all."""
    return [
        Case(case.name, case.answers(current()), case.level, case.rules)
        for case in sorted(read_cases(FOLDER), key=lambda each: each.file != PACK)
    ]


PACK = "cases/golden-cases.json"
