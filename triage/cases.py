"""The golden cases that the knowledge carries: whole answers, and the level and rules they mean.

A file in `knowledge/cases/` is JSON: {"provenance", "defaults", "cases": [{"case", "answers",
"level", "rules", "top"?, "source"?}]}. An unlisted yes/no finding is no; other unlisted findings
are as `defaults` says. Cases are no part of the knowledge version: they judge nothing.
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
OPTIONAL = {"top", "source"}
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
    top: str = ""
    source: str = ""

    @property
    def cause(self) -> str:
        """Return the id of the cause the case expects first, "" where it names none."""
        found = _TOP.fullmatch(self.top)
        return found[1] if found else ""

    def answers(self, knowledge: Knowledge) -> dict[str, Any]:
        """Return the complete answers."""
        noes = {name: False for name, each in knowledge.findings.items() if each.type == "bool3"}
        return noes | dict(self.defaults) | dict(self.told)


def read_cases(folder: Path) -> list[Case]:
    """Return all cases of a folder of knowledge, by file and in the order of the file.

    :raises BadKnowledge: for a file that is not JSON of this shape.
    """
    return [case for path in _files(folder) for case in _cases(path)]


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
        yield Case(
            file, each["case"], each["answers"], defaults, each["level"], tuple(each["rules"]),
            each.get("top", ""), each.get("source", ""),
        )  # fmt: skip
