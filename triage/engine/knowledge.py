"""The knowledge as the engine holds it: made once from the compiled JSON, then only read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from triage.engine.expression import Tree
from triage.engine.logic import Check, Measure, compile_check, compile_sum, wakes
from triage.engine.score import Scoring, compile_scoring
from triage.engine.texts import Clause, words_for
from triage.engine.trees import adds, in_order, names_in, scores_in

Compiled = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One question of the vocabulary; `low`, `high` bound a number, `choices` an enum."""

    id: str
    type: str
    bit: int
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A finding computed from others; exactly one of `check` and `measure` is there."""

    id: str
    bit: int
    tree: Tree
    check: Check | None
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One red-flag rule; `level` is its rank (0 = self_care), `reads` the asked findings.

    `wakes` are the bits of which one must be yes or open, 0 where none must.
    `unless` names a family whose fired rules say the same and more; "" = none.
    """

    id: str
    place: tuple[int, int]
    level: int
    suspected: str
    do_now: str
    tell: tuple[Clause, ...]
    words: Mapping[str, Any]
    sources: tuple[str, ...]
    tree: Tree
    check: Check
    wakes: int
    reads: int
    family: str
    unless: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything a judgement needs."""

    version: str
    findings: Mapping[str, Finding]
    raws: Mapping[str, Compiled]  # the same findings as the files have them
    derived: tuple[Derived, ...]
    rules: tuple[Rule, ...]
    levels: tuple[str, ...]
    step_down: tuple[int, ...]
    mandatory: tuple[Finding, ...]
    conditional: tuple[tuple[int, Check], ...]
    asking_order: tuple[Finding, ...]  # conditional questions first
    yes_no: int
    bits: Mapping[str, int]
    reads: Mapping[str, int]
    trees: Mapping[str, Tree]
    parts: dict[int, Check]  # compiled parts of trees, filled as they are explained
    too_young: int  # the bit of "outside the intended use by age", 0 where there is none
    scoring: Scoring
    scored: tuple[tuple[str, int], ...]  # causes that rules read, with their place
    by_adding: tuple[Rule, ...]  # the rules that read them or a sum
    by_number: int  # bits of the derived findings that read no yes/no question
    compiled: Compiled


def build(compiled: Compiled) -> Knowledge:
    """Return the knowledge of a compiled copy, its expressions made into functions."""
    findings = {
        raw["id"]: Finding(
            raw["id"], raw["type"], 1 << place, raw.get("low", 0), raw.get("high", 0),
            tuple(raw.get("choices", ())),
        )
        for place, raw in enumerate(compiled["findings"])
    }  # fmt: skip
    bits = {name: finding.bit for name, finding in findings.items()}
    trees = {raw["id"]: raw["logic"] for raw in compiled["derived"]}
    for place, name in enumerate(trees):
        bits[name] = 1 << (len(findings) + place)
    levels = tuple(compiled["levels"]["order"])
    rank = {name: place for place, name in enumerate(levels)}
    down = compiled["levels"]["step_down"]
    order = in_order(trees)  # first: it refuses a circle
    reads = {name: _reads(name, bits, trees) for name in bits}
    weighed = _weighed(compiled, trees)
    scoring = compile_scoring(
        compiled, bits, {name: trees[name] for name in order if name in weighed}
    )
    rules = tuple(_rule(raw, rank, bits, reads, compiled) for raw in compiled["rules"])
    scored = {name for rule in rules for name in scores_in(rule.tree)}
    yes_no = sum(finding.bit for finding in findings.values() if finding.type == "bool3")
    return Knowledge(
        version=compiled["version"],
        findings=findings,
        raws={raw["id"]: raw for raw in compiled["findings"]},
        derived=tuple(_derived(name, trees[name], bits) for name in order),
        rules=rules,
        levels=levels,
        step_down=tuple(rank[down.get(name, levels[0])] for name in levels),
        mandatory=tuple(findings[name] for name in compiled["mandatory"]),
        conditional=tuple(
            (bits[raw["id"]], compile_check(raw["ask_logic"], bits))
            for raw in compiled["findings"]
            if "ask_logic" in raw
        ),
        asking_order=tuple(
            findings[raw["id"]]
            for raw in sorted(compiled["findings"], key=lambda raw: "ask_logic" not in raw)
        ),
        yes_no=yes_no,
        bits=bits,
        reads=reads,
        trees=trees,
        parts={},
        too_young=bits.get("age_under_16", 0),
        scoring=scoring,
        scored=tuple((name, scoring.place[name]) for name in sorted(scored)),
        by_adding=tuple(
            rule for rule in rules if any(scores_in(rule.tree)) or adds(rule.tree, trees)
        ),
        by_number=sum(bits[name] for name in trees if not reads[name] & yes_no),
        compiled=compiled,
    )


def _weighed(compiled: Compiled, trees: Mapping[str, Tree]) -> set[str]:
    """Return the derived yes/no findings that a cause weighs, and those that these read."""
    found: set[str] = set()
    waiting = [row[0] for raw in compiled["conditions"] for row in raw["weights"]]
    while waiting:
        name = waiting.pop()
        if name in trees and name not in found and trees[name][0] != "sum":
            found.add(name)
            waiting += names_in(trees[name])
    return found


def _reads(name: str, bits: Mapping[str, int], trees: Mapping[str, Tree]) -> int:
    if name not in trees:
        return bits[name]
    return reduce(or_, (_reads(inner, bits, trees) for inner in names_in(trees[name])), 0)


def _derived(name: str, tree: Tree, bits: Mapping[str, int]) -> Derived:
    if tree[0] == "sum":
        return Derived(name, bits[name], tree, None, compile_sum(tree, bits))
    return Derived(name, bits[name], tree, compile_check(tree, bits), None)


def _rule(
    raw: Mapping[str, Any],
    rank: Mapping[str, int],
    bits: Mapping[str, int],
    reads: Mapping[str, int],
    compiled: Compiled,
) -> Rule:
    first = compiled["levels"]["family_order"]
    family = first.index(raw["family"]) if raw["family"] in first else len(first)
    mask = reduce(or_, (reads[name] for name in names_in(raw["logic"])), 0)
    tell = tuple((text, end, tie[0] if tie else None) for text, end, *tie in raw["tell_clauses"])
    table = compiled["placeholders"]
    return Rule(
        id=raw["id"],
        place=(family, raw["order"]),
        level=rank[raw["level"]],
        suspected=raw["suspected"],
        do_now=raw["do_now"],
        tell=tell,
        words=words_for(raw["id"], tell, table, lambda name: bool(reads[name] & mask)),
        sources=tuple(raw["sources"]),
        tree=raw["logic"],
        check=compile_check(raw["logic"], bits),
        wakes=wakes(raw["logic"], bits),
        reads=mask,
        family=raw["family"],
        unless=raw.get("unless_fired", ""),
    )
