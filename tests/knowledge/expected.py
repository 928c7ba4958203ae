"""What the knowledge is expected to say, as data that was written once and is read by reviewers.

telling-sets.json: for each rule its level, and sets of answers under which it fires, is left open
by an unsure answer, or stays silent; each set differs by one small thing from one with another
outcome. The derived findings and `ask_when` conditions ("ask ...") stand there as rules too.
points.json: what each answer weighs for each cause, the priors, and the points where all that
speaks for (against) a cause was answered, which shows the caps of the sections.
`python -m tests.mutation sets --write` brings both up to date; the difference is what to review.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.knowledge.plain import Plain
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge, build
from triage.engine.score import score

HERE = Path(__file__).parent
TELLING, POINTS = HERE / "telling-sets.json", HERE / "points.json"
OUTCOMES = ("fires", "open", "silent")
Table = Mapping[str, Any]


@cache
def read(path: Path) -> dict[str, Any]:
    """Return the expectations of one file, read once; not to be changed."""
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def broken_rules(knowledge: Knowledge, table: Table, only: Iterable[str] = ()) -> list[str]:
    """Return each rule and set of answers with another outcome or level than expected."""
    broken = []
    levels = {raw["id"]: raw["level"] for raw in knowledge.compiled["rules"]}
    for name in only or levels:
        entry = table.get(name)
        if entry is None or name not in levels:
            broken.append(f"{name}: has no expectations")
            continue
        if entry["level"] != levels[name]:
            broken.append(f"{name}: is of level {levels[name]}")
        for wanted in OUTCOMES:
            for answers in entry[wanted]:
                said = outcome(knowledge, name, answers)
                if said != wanted:
                    broken.append(f"{name}: {said}, not {wanted}, with {answers}")
    return broken


def outcome(knowledge: Knowledge, rule: str, answers: Mapping[str, Any]) -> str:
    """Return what a person is told of a rule; its level is checked on the way."""
    verdict = judge(knowledge, answers)
    for said, flags in (("fires", verdict.red_flags), ("open", verdict.unsure_flags)):
        for flag in flags:
            if flag.rule == rule:
                return said
    return "silent"


def with_probes(compiled: Mapping[str, Any], probes: Mapping[str, Any]) -> Knowledge:
    """Return knowledge whose only rules are derived findings and ask_when conditions."""
    return build({**compiled, "rules": list(probes.values())})


def points(knowledge: Knowledge) -> dict[str, Any]:
    """Return the table of points as the engine gives them."""
    compiled, plain = knowledge.compiled, Plain(knowledge.compiled)
    found: dict[str, Any] = {}
    for place, raw in enumerate(compiled["conditions"]):
        names = [row[0] for row in raw["weights"]]
        told = {name: (_alone(knowledge, place, name, True), _alone(knowledge, place, name, False))
                for name in names}  # fmt: skip
        best = {name: max((True, False), key=lambda yes: told[name][not yes]) for name in names}
        worst = {name: not yes for name, yes in best.items()}
        found[raw["id"]] = {
            "prior": {
                persona: score(knowledge.scoring, {"persona": persona}, ()).points[place]
                for persona in plain.findings["persona"]["choices"]
            },
            "weights": {name: list(pair) for name, pair in told.items()},
            "all_for": _points(knowledge, place, best),
            "all_against": _points(knowledge, place, worst),
        }
    return found


def _alone(knowledge: Knowledge, place: int, name: str, value: bool) -> int:
    return _points(knowledge, place, {name: value})


def _points(knowledge: Knowledge, place: int, values: Mapping[str, bool]) -> int:
    return score(knowledge.scoring, {}, values.items()).points[place]


def broken_points(knowledge: Knowledge, table: Table) -> list[str]:
    """Return each cause whose points are not the expected ones."""
    made = points(knowledge)
    return [
        f"{cause}: {key}"
        for cause in sorted({*made, *table})
        for key in ("prior", "weights", "all_for", "all_against")
        if made.get(cause, {}).get(key) != table.get(cause, {}).get(key)
    ]
