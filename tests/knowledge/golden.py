"""The golden cases of the evidence pack, with what stays unsaid in them filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from triage.loader import FOLDER, current

FILE = FOLDER / "cases" / "golden-cases.json"


@dataclass(frozen=True)
class Case:
    """One case: complete answers, the level expected and the rules that fire."""

    name: str
    answers: dict[str, Any]
    level: str
    rules: tuple[str, ...]


def raw_cases(file: str) -> list[dict[str, Any]]:
    """Return the cases of a file as written."""
    raw = json.loads(FILE.with_name(file).read_text(encoding="utf-8"))
    cases: list[dict[str, Any]] = raw["cases"]
    return cases


def filled(case: dict[str, Any]) -> dict[str, Any]:
    """Return the whole answers of a case: what it leaves out is no, or the pack's default."""
    noes = {name: False for name, each in current().findings.items() if each.type == "bool3"}
    defaults = json.loads(FILE.read_text(encoding="utf-8"))["defaults"]
    return noes | {key: value for key, value in defaults.items() if key[0] != "_"} | case["answers"]


def golden_cases() -> list[Case]:
    """Return all cases; an unlisted yes/no finding is no, other defaults as the pack says."""
    return [
        Case(case["case"], filled(case), case["level"], tuple(case["rules"]))
        for case in raw_cases(FILE.name)
    ]
