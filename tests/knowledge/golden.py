"""The golden cases of the evidence pack, with what stays unsaid in them filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.loader import current

FILE = Path(__file__).with_name("golden-cases.json")


@dataclass(frozen=True)
class Case:
    """One case: complete answers, the level expected and the rules that fire."""

    name: str
    answers: dict[str, Any]
    level: str
    rules: tuple[str, ...]


def golden_cases() -> list[Case]:
    """Return all cases; an unlisted yes/no finding is no, other defaults as the pack says."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    defaults = {name: value for name, value in raw["defaults"].items() if name[0] != "_"}
    noes = {name: False for name, each in current().findings.items() if each.type == "bool3"}
    return [
        Case(case["case"], noes | defaults | case["answers"], case["level"], tuple(case["rules"]))
        for case in raw["cases"]
    ]
