"""docs/faults.md as data: each fault, what must hold, and the tests that are named for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "faults.md"
_TEST = re.compile(r"`(tests/\w+/test_\w+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Fault:
    """One row: tests as (path of the file, name of the function)."""

    name: str
    must_hold: str
    tests: tuple[tuple[str, str], ...]


def faults() -> list[Fault]:
    """Return the rows in their order."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")][1:]
    made = []
    for line in lines:
        name, must_hold, tests = (cell.strip() for cell in line.strip("|").split(" | "))
        made.append(Fault(name, must_hold, tuple(_TEST.findall(tests))))
    return made
