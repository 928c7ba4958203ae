"""Microseconds of one assessment: the golden cases, a half-answered triage, nothing at all.

    python benchmarks/assess.py

Beside each stands the time of a bare loop that only calls the compiled rules once (one pass, no
explanation, no text), so that the ratio says what the rest of an assessment costs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from triage.engine.judge import judge  # noqa: E402
from triage.engine.logic import Facts  # noqa: E402
from triage.loader import FOLDER, current, load  # noqa: E402

Answers = dict[str, Any]
ROUNDS = 15
CALM: Answers = {"age_years": 30, "weight_bearing": "normal"}
MANDATORY: Answers = {each.id: False for each in current().mandatory} | CALM


def main() -> None:
    """Print one line a workload."""
    began = time.perf_counter()
    load(FOLDER)
    spent = (time.perf_counter() - began) * 1e3
    print(f"reading and compiling the knowledge: {spent:.0f} ms, once")
    cases = golden()
    mandatory = [MANDATORY | given for given in short()]
    for name, sets in (("golden cases, all answered", cases), ("mandatory answered", mandatory),
                       ("nothing answered", [{}])):  # fmt: skip
        whole = best(lambda answers: judge(current(), answers), sets)
        bare = best(one_pass, sets)
        print(f"{name:28} {whole:7.0f} µs an assessment, {bare:5.0f} µs bare rules, "
              f"ratio {whole / bare:.1f}")  # fmt: skip


def golden() -> list[Answers]:
    """Return the golden cases with every unlisted yes/no finding answered no."""
    noes = {name: False for name, each in current().findings.items() if each.type == "bool3"}
    return [noes | CALM | given for given in short()]


def short() -> list[Answers]:
    """Return the golden cases as written."""
    raw = json.loads((FOLDER / "cases" / "golden-cases.json").read_text("utf-8"))
    return [case["answers"] for case in raw["cases"]]


def one_pass(answers: Answers) -> int:
    """Call each compiled rule once and count those that are true."""
    knowledge, facts = current(), Facts(scores={name: (0, 0) for name, _ in current().scored})
    yes = 0
    for name, value in answers.items():
        if value is True:
            yes |= knowledge.bits[name]
    return sum(1 for rule in knowledge.rules if rule.check(yes, 0, facts))


def best(work: Callable[[Answers], object], sets: Sequence[Answers]) -> float:
    """Return the microseconds of one call, the best of several rounds."""
    rounds = []
    repeat = max(1, 100 // len(sets))
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(repeat):
            for answers in sets:
                work(answers)
        rounds.append((time.perf_counter() - began) / (len(sets) * repeat))
    return min(rounds) * 1e6


if __name__ == "__main__":
    main()
