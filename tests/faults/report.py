"""What came of each fault of docs/faults.md, read from what pytest wrote down of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.table import Fault, faults

Outcomes = Mapping[tuple[str, str], list[str]]  # (file, test) -> ok, FAILED or skipped: why
WORST = ("FAILED", "not run", "skipped", "ok")


def outcomes_in(junit: Path) -> Outcomes:
    """Return what became of each test, one word or line for each of its parameters."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in ElementTree.parse(junit).iter("testcase"):
        file = case.get("classname", "").replace(".", "/") + ".py"
        said = "ok"
        for part in case:
            if part.tag in ("failure", "error"):
                said = "FAILED"
            elif part.tag == "skipped":
                said = f"skipped: {part.get('message', '')}"
        found[file, case.get("name", "").split("[")[0]].append(said)
    return found


def verdict_of(fault: Fault, outcomes: Outcomes) -> tuple[str, list[str]]:
    """Return the worst word for a fault, and a line for each test that is not plainly ok."""
    words, lines = set(), []
    for path, name in fault.tests:
        for said in sorted(set(outcomes.get((path, name), ["not run"]))):
            words.add(said.split(":")[0])
            if said != "ok":
                lines.append(f"{path}::{name} {said}")
    return next(word for word in WORST if word in words), lines


def report(outcomes: Outcomes) -> Iterator[str]:
    """Yield a line for each fault, and under it what was not ok."""
    counted: dict[str, int] = defaultdict(int)
    for fault in faults():
        word, lines = verdict_of(fault, outcomes)
        counted[word] += 1
        yield f"{word:8} {fault.name}"
        yield from (f"           {line}" for line in lines)
    yield "faults: " + ", ".join(f"{counted[word]} {word}" for word in WORST if counted[word])
