"""Mutants of the knowledge: change one thing of one file, and see whether the tests notice."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.knowledge.expected import (
    POINTS,
    TELLING,
    broken_points,
    broken_rules,
    read,
    with_probes,
)
from tests.knowledge.golden import golden_cases
from tests.mutation.telling import changed_rules, probes
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge, build
from triage.loader import current

AIM = 0.9  # of all mutants
Compiled = dict[str, Any]
Mutant = tuple[str, str, str, Compiled]  # kind, entry, what was changed, the compiled copy


def rules() -> int:
    """Print the share of mutants that the tests notice, and those they do not; 1 below the aim."""
    made, killed = Counter[str](), Counter[str]()
    table, points = read(TELLING), read(POINTS)
    for kind, entry, what, compiled in all_mutants(current().compiled):
        made[kind] += 1
        if is_noticed(kind, entry, compiled, table, points):
            killed[kind] += 1
        else:
            print(f"survived: {kind} {entry}: {what}")
    for kind, count in made.items():
        print(f"{kind:10} {killed[kind]} of {count} killed, {killed[kind] / count:.1%}")
    share = killed.total() / made.total()
    print(
        f"{'all':10} {killed.total()} of {made.total()} killed, {share:.1%}; the aim is {AIM:.0%}"
    )
    return 0 if share >= AIM else 1


def is_noticed(kind: str, entry: str, compiled: Compiled, table: Any, points: Any) -> bool:
    """Run what the tests of the knowledge run, that which looks at the changed entry first."""
    try:
        knowledge = build(compiled)
    except (KeyError, ValueError):
        return True  # refused by the loader
    if kind in ("trigger", "level") and broken_rules(knowledge, table, [entry]):
        return True
    if kind in ("derived", "ask_when"):
        probed = probes(compiled)
        names = [name for name in probed if name.removeprefix("ask ").split()[0] == entry]
        if broken_rules(with_probes(compiled, probed), table, names):
            return True
    if kind == "points" and broken_points(knowledge, points):
        return True
    return any(_is_broken(knowledge, case) for case in golden_cases())


def _is_broken(knowledge: Knowledge, case: Any) -> bool:
    verdict = judge(knowledge, case.answers)
    fired = {flag.rule for flag in verdict.red_flags}
    return verdict.urgency != case.level or fired != set(case.rules)


def all_mutants(compiled: Compiled) -> Iterator[Mutant]:
    """Yield every mutant: triggers, levels, derived findings, ask_when, weights, priors, caps."""
    for at, rule in enumerate(compiled["rules"]):
        for changed in changed_rules(rule):
            yield "trigger", rule["id"], changed["changed"], _with(compiled, "rules", at, changed)
        for level in compiled["levels"]["order"]:
            if level != rule["level"]:
                changed = {**rule, "level": level}
                yield "level", rule["id"], level, _with(compiled, "rules", at, changed)
    for key, logic, kind in (
        ("derived", "logic", "derived"),
        ("findings", "ask_logic", "ask_when"),
    ):
        for at, raw in enumerate(compiled[key]):
            for changed in changed_rules({"logic": raw[logic]}) if logic in raw else ():
                made = {**raw, logic: changed["logic"]}
                yield kind, raw["id"], changed["changed"], _with(compiled, key, at, made)
    yield from _points(compiled)


def _points(compiled: Compiled) -> Iterator[Mutant]:
    for at, cause in enumerate(compiled["conditions"]):
        for row, weight in enumerate(cause["weights"]):
            for column in (1, 2):
                for value in {-weight[column], weight[column] + 1, weight[column] - 1}:
                    if value != weight[column]:
                        changed = copy.deepcopy(cause)
                        changed["weights"][row][column] = value
                        what = f"{weight[0]} {weight[column]} made {value}"
                        yield (
                            "points",
                            cause["id"],
                            what,
                            _with(compiled, "conditions", at, changed),
                        )
        for persona, prior in cause["prior"].items():
            for value in (prior - 1, prior + 1):
                changed = {**cause, "prior": {**cause["prior"], persona: value}}
                what = f"prior of {persona} made {value}"
                yield "points", cause["id"], what, _with(compiled, "conditions", at, changed)
    for at, section in enumerate(compiled["sections"]):
        for cap in {section["weight_cap"] - 1, section["weight_cap"] + 1} - {-1}:
            changed = {**section, "weight_cap": cap}
            yield (
                "points",
                section["section"],
                f"cap {cap}",
                _with(compiled, "sections", at, changed),
            )


def _with(compiled: Compiled, key: str, at: int, entry: Any) -> Compiled:
    return compiled | {key: [*compiled[key][:at], entry, *compiled[key][at + 1 :]]}
