"""Sets of answers that make every rule speak and stand at every boundary, and what they cover."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.knowledge.expected import OUTCOMES, TELLING, read
from tests.knowledge.golden import golden_cases
from tests.knowledge.plain import Plain, comparisons
from tests.mutation.telling import numbers_at_edges
from triage.engine.expression import Tree
from triage.loader import current

Answers = dict[str, Any]
WOKEN = 4  # firing sets of rules that read a number, for each of its boundary values


def covering_sets(*, at_least: int, seed: int) -> list[Answers]:
    """Return the sets, those that cover something first, then random ones up to `at_least`."""
    plain, chance = Plain(current().compiled), random.Random(seed)
    noes: Answers = {name: False for name, raw in plain.findings.items() if raw["type"] == "bool3"}
    made = [*_alone(plain), *_counts(plain), *_edges(plain, noes), *_telling(noes), *_unsure()]
    cases = [case.answers for case in golden_cases()]
    while len(made) < at_least:
        near = dict(chance.choice(cases))
        for name in chance.sample(sorted(plain.findings), chance.randint(1, 5)):
            near[name] = random_value(plain, name, chance)
        made += [near, random_answers(plain, chance)]
    return made


def _telling(noes: Answers) -> Iterator[Answers]:
    for entry in read(TELLING).values():
        for outcome in OUTCOMES:
            for answers in entry[outcome]:
                yield answers
                yield noes | answers


def _unsure() -> Iterator[Answers]:
    for entry in read(TELLING).values():
        for answers in entry["fires"]:
            for name, value in answers.items():
                if value is True:
                    yield answers | {name: "unsure"}


def _edges(plain: Plain, noes: Answers) -> Iterator[Answers]:
    table = read(TELLING)
    for name, values in numbers_at_edges(plain).items():
        readers = [rule for rule, raw in plain.rules.items() if name in plain.reads(raw["logic"])]
        woken = [table[rule]["fires"][0] for rule in readers if table[rule]["fires"]][:WOKEN]
        for value in sorted(values):
            for answers in ({}, noes, *woken):
                yield answers | {name: value}


def _counts(plain: Plain) -> Iterator[Answers]:
    for tree in _trees(plain):
        for names, least in counted(tree):
            for number in (least - 1, least, least + 1):
                if number <= len(names):
                    yield dict.fromkeys(names[:number], True)
    for logic in plain.derived.values():
        if logic[0] == "sum":
            terms = [_that_counts(plain, term) for term in logic[1]]
            for number in range(len(terms) + 1):
                yield {name: value for term in terms[:number] for name, value in term.items()}


def _that_counts(plain: Plain, term: Tree) -> Answers:
    """Return answers that make a term of a sum true: every yes, and numbers at their edge."""
    edges = numbers_at_edges(plain)
    return {name: max(edges.get(name, {True})) for name in sorted(plain.reads(term))}


def _alone(plain: Plain) -> Iterator[Answers]:
    """Yield each answer that a cause weighs, alone: so no cap hides what it weighs."""
    table = read(TELLING)
    for name in sorted({row[0] for raw in plain.causes.values() for row in raw["weights"]}):
        if name not in plain.derived:
            yield from ({name: True}, {name: False})
            continue
        for outcome in OUTCOMES:
            for answers in table[name][outcome]:
                noes = {each: False for each in plain.reads(["yes", name])
                        if plain.findings[each]["type"] == "bool3"}  # fmt: skip
                yield from (answers, noes | answers)


def random_answers(plain: Plain, chance: random.Random) -> Answers:
    """Return a set of answers, sparse or full, calm or alarming."""
    density, alarm = chance.choice([0.02, 0.1, 0.4, 0.95]), chance.random()
    answers: Answers = {}
    for name, raw in plain.findings.items():
        if chance.random() < density:
            loud = raw["type"] != "bool3" or chance.random() < alarm
            answers[name] = random_value(plain, name, chance) if loud else False
    return answers


def random_value(plain: Plain, name: str, chance: random.Random) -> Any:
    """Return one value that a finding may have."""
    raw = plain.findings[name]
    if raw["type"] == "bool3":
        return chance.choice([True, True, "unsure", False])
    if raw["type"] == "enum":
        return chance.choice(raw["choices"])
    if raw["type"] == "float":
        return round(chance.uniform(raw["low"], raw["high"]), 1)
    return chance.randint(int(raw["low"]), int(raw["high"]))


def counted(tree: Tree) -> Iterator[tuple[list[str], int]]:
    """Yield the names and the number of every COUNT in a tree."""
    if tree[0] == "count":
        yield tree[1], tree[2]
    for part in tree[1:] if tree[0] in ("and", "or", "not") else ():
        yield from counted(part)


def _trees(plain: Plain) -> Iterable[Tree]:
    yield from (raw["logic"] for raw in plain.rules.values())
    yield from plain.derived.values()
    yield from (raw["ask_logic"] for raw in plain.findings.values() if "ask_logic" in raw)


@dataclass
class Coverage:
    """What is still to be covered, by kind; `seen` counts what was."""

    plain: Plain
    left: dict[str, set[Any]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        table = read(TELLING)
        edges = numbers_at_edges(self.plain)
        self.left = {
            "rules fired": set(self.plain.rules),
            "rules left open by an unsure answer": {
                name for name in self.plain.rules if table[name]["open"]
            },
            "rules unscreened": set(self.plain.rules),
            "boundary values": {(name, value) for name, each in edges.items() for value in each},
            "counts": set(self._count_edges()),
            "points and sums": set(self._sum_edges()),
            "weights": {
                (cause, name, value)
                for cause, raw in self.plain.causes.items()
                for name, yes, no in raw["weights"]
                for value, points in ((True, yes), (False, no))
                if points
            },
        }

    def _count_edges(self) -> Iterator[tuple[tuple[str, ...], int]]:
        for tree in _trees(self.plain):
            for names, least in counted(tree):
                for number in (least - 1, least, least + 1):
                    if number <= len(names):
                        yield tuple(names), number

    def _sum_edges(self) -> Iterator[tuple[str, int]]:
        for tree in _trees(self.plain):
            for side, _, limit in comparisons(tree):
                if side[0] == "score" or (side[0] == "value" and side[1] in self.plain.derived):
                    yield from ((side[1], limit + step) for step in (-1, 0, 1))

    def add(self, answers: Mapping[str, Any], verdict: Mapping[str, Any]) -> None:
        """Take away what one judged set covers; `verdict` in its wire form."""
        self._take("rules fired", {flag["id"] for flag in verdict["red_flags"]})
        unsure = {flag["id"] for flag in verdict["unsure_flags"]}
        self._take("rules left open by an unsure answer", unsure)
        self._take("rules unscreened", set(verdict["unscreened"]))
        self._take("boundary values", {
            (name, value) for name, value in answers.items()
            if not isinstance(value, bool | str)
        })  # fmt: skip
        self._take("counts", {
            (names, number) for names, number in self.left["counts"]
            if sum(answers.get(name) is True for name in names) == number
        })  # fmt: skip
        self._take("points and sums", {
            (name, number) for name, number in self.left["points and sums"]
            if self._amount(name, answers) == number
        })  # fmt: skip
        self._take("weights", {
            (cause, name, value) for cause, name, value in self.left["weights"]
            if self._says(name, answers) is value
        })  # fmt: skip

    def _take(self, kind: str, covered: set[Any]) -> None:
        hit = self.left[kind] & covered
        self.left[kind] -= hit
        self.seen[kind] += len(hit)

    def _amount(self, name: str, answers: Mapping[str, Any]) -> Any:
        if name in self.plain.causes:
            return self.plain.reach(name, answers)[0]
        return self.plain.number(["value", name], answers)

    def _says(self, name: str, answers: Mapping[str, Any]) -> Any:
        if name in self.plain.derived:
            return self.plain.weighed(name, answers)
        return answers.get(name)
