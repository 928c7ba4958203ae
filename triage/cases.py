"""The golden cases that the knowledge carries: whole answers, and the level and rules they mean.

A file in `knowledge/cases/` is JSON: {"provenance", "defaults", "cases": [{"case", "answers",
"level", "rules"}]}, and in a case, where it says more: "at_least" and "at_most" (the levels that a
clinician would accept), "main" or "top" (the cause that should lead), "causes" (those shown, as
[id, fit, points]), "source" (keys of sources.toml). An unlisted yes/no finding is no; other
unlisted findings are as `defaults` says. Cases are no part of the knowledge version: they judge
nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.engine.knowledge import Knowledge
from triage.loader import BadKnowledge

SUB = "cases"
KEYS = {"case", "answers", "level", "rules"}
OPTIONAL = {"at_least", "at_most", "main", "top", "causes", "source"}
_TOP = re.compile(r"([a-z][a-z0-9_]*)(?: \([-0-9]+\))?")  # hs_strain_g1 (13)


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it is written: `told` are the answers it lists, `defaults` those of its file."""

    file: str
    name: str
    told: Mapping[str, Any]
    defaults: Mapping[str, Any]
    level: str
    rules: tuple[str, ...]
    cause: str = ""  # the id of the cause that should lead, "" where the case names none
    causes: tuple[tuple[str, str, int], ...] | None = None
    at_least: str = ""
    at_most: str = ""
    sources: tuple[str, ...] = ()

    def answers(self, knowledge: Knowledge) -> dict[str, Any]:
        """Return the complete answers."""
        noes = {name: False for name, each in knowledge.findings.items() if each.type == "bool3"}
        return noes | dict(self.defaults) | dict(self.told)


def read_cases(folder: Path) -> list[Case]:
    """Return all cases of a folder of knowledge, by file and in the order of the file.

    :raises BadKnowledge: for a file that is not JSON of this shape.
    """
    return [case for path in _files(folder) for case in _cases(path)]


def provenance(folder: Path) -> dict[str, str]:
    """Return what each file of cases says of where its cases come from ("" = nothing)."""
    return {
        f"{SUB}/{path.name}": str(json.loads(path.read_bytes()).get("provenance", ""))
        for path in _files(folder)
    }


def cases_digest(folder: Path) -> str:
    """Return a hash over the files of cases: what a page that shows them depends on."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted((folder / SUB).glob("*.json"))


def _cases(path: Path) -> Iterator[Case]:
    file = f"{SUB}/{path.name}"
    try:
        raw = json.loads(path.read_bytes())
    except ValueError as error:
        raise BadKnowledge(file, "file", f"is not JSON: {error}") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cases"), list):
        raise BadKnowledge(file, "cases", "must be a list")
    defaults = {name: value for name, value in raw.get("defaults", {}).items() if name[0] != "_"}
    for place, each in enumerate(raw["cases"]):
        if not isinstance(each, dict) or KEYS - each.keys():
            wanted = KEYS - each.keys() if isinstance(each, dict) else KEYS
            raise BadKnowledge(file, f"cases[{place}]", f"lacks {sorted(wanted)}")
        if extra := each.keys() - KEYS - OPTIONAL:
            raise BadKnowledge(file, each["case"], f"{min(extra)!r} is not a key of a case")
        top = _TOP.fullmatch(each.get("top", ""))
        yield Case(
            file=file,
            name=each["case"],
            told=each["answers"],
            defaults=defaults,
            level=each["level"],
            rules=tuple(each["rules"]),
            cause=each.get("main") or (top[1] if top else ""),
            causes=tuple(tuple(row) for row in each["causes"]) if "causes" in each else None,
            at_least=each.get("at_least", ""),
            at_most=each.get("at_most", ""),
            sources=tuple(each.get("source", ())),
        )
