"""Can a rule ever fire? A search for answers that make its expression true; no Django.

Goals (a tree, and whether it should be true) are worked off one by one; each gives ways, and a way
that contradicts an answer already given is dropped. A conditional question may only be answered
yes where its `ask_when` holds, so that what is found could be asked. What is found is judged by
the engine: the search proposes, the engine decides.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from typing import Any

from triage.engine.expression import Tree
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge, Rule

MISSING = object()  # the answer of a finding that must stay without one
TRIED = 500  # sets of answers given to the engine before a rule counts as out of reach
STEPS = 100_000  # goals worked off before the search gives up
SIGNS = {"<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
         "<": operator.lt, ">": operator.gt}  # fmt: skip

Answers = dict[str, Any]
Goals = tuple[tuple[Tree, bool], ...]
Way = tuple[Goals, Answers]


def reach(knowledge: Knowledge, rule: Rule) -> Answers | None:
    """Return answers with which a rule fires (an unlisted yes/no finding is no), or None."""
    search = _Search(knowledge)
    noes = {name: False for name, each in knowledge.findings.items() if each.type == "bool3"}
    for found in islice(search.solve(((rule.tree, True),), {}), TRIED):
        answers = {n: v for n, v in (noes | found).items() if v is not MISSING}
        if any(flag.rule == rule.id for flag in judge(knowledge, answers).red_flags):
            return {n: v for n, v in found.items() if v is not MISSING and v is not False}
    return None


class _Search:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.steps = knowledge, 0
        self.asks = {
            raw["id"]: raw["ask_logic"]
            for raw in knowledge.compiled["findings"]
            if "ask_logic" in raw
        }
        self.values = _values(knowledge)

    def solve(self, goals: Goals, given: Answers) -> Iterator[Answers]:
        """Yield sets of answers that meet all goals."""
        self.steps += 1
        if self.steps > STEPS:
            return
        if not goals:
            yield given
            return
        (tree, wanted), rest = goals[0], goals[1:]
        if _reads_score(tree) and any(not _reads_score(other) for other, _ in rest):
            yield from self.solve(
                (*rest, goals[0]), given
            )  # points come last, beside what is given
            return
        for more, answers in self.ways(tree, wanted):
            if any(given.get(name, value) != value for name, value in answers.items()):
                continue
            asked = tuple(
                (self.asks[name], True)
                for name, value in answers.items()
                if value is True and name in self.asks and name not in given
            )
            yield from self.solve((*more, *asked, *rest), given | answers)

    def ways(self, tree: Tree, wanted: bool) -> Iterator[Way]:
        """Yield how a tree can come to what is wanted: further goals, and answers."""
        kind = tree[0]
        if kind in ("yes", "is_yes"):
            inner = self.knowledge.trees.get(tree[1])
            yield (((inner, wanted),), {}) if inner else ((), {tree[1]: wanted})
        elif kind == "not":
            yield ((tree[1], not wanted),), {}
        elif kind in ("and", "or"):
            if (kind == "and") is wanted:
                yield tuple((part, wanted) for part in tree[1:]), {}
            else:
                yield from ((((part, wanted),), {}) for part in tree[1:])
        elif kind == "count":
            sizes = [tree[2]] if wanted else range(tree[2])
            yield from (((), chosen) for chosen in _chosen(tree[1], sizes))
        elif kind == "any_unsure":
            yield from (((), {name: "unsure"}) for name in tree[1]) if wanted else [((), {})]
        elif kind == "missing":
            values = [MISSING] if wanted else self.values[tree[1]]
            yield from (((), {tree[1]: value}) for value in values)
        elif kind == "compare":
            yield from self._compare(tree, wanted)

    def _compare(self, tree: Tree, wanted: bool) -> Iterator[Way]:
        sides, signs = tree[1::2], tree[2::2]
        place = next(at for at, side in enumerate(sides) if side[0] != "const")
        side = sides[place]
        inner = self.knowledge.trees.get(side[1]) if side[0] == "value" else None

        def holds(value: Any) -> bool:
            row = [value if at == place else each[1] for at, each in enumerate(sides)]
            return wanted is all(SIGNS[sign](row[at], row[at + 1]) for at, sign in enumerate(signs))

        if side[0] == "score":
            yield from self._points(side[1]) if wanted else [((), {})]
        elif side[0] == "sum" or inner is not None:
            terms = (side if inner is None else inner)[1]
            for size in filter(holds, range(len(terms) + 1)):
                for chosen in combinations(range(len(terms)), size):
                    yield tuple((term, at in chosen) for at, term in enumerate(terms)), {}
        else:
            yield from (((), {side[1]: value}) for value in self.values[side[1]] if holds(value))

    def _points(self, cause: str) -> Iterator[Way]:
        """Yield answers that speak for a cause, few first: a rule may need the others to be no."""
        scoring = self.knowledge.scoring
        weights = scoring.conditions[scoring.place[cause]].weights
        speak = [each for each in weights if max(each.yes, each.no) > 0]
        for size in range(len(speak) + 1):
            for chosen in combinations(speak, size):
                goals = tuple((["yes", each.finding], each.yes > 0) for each in chosen)
                yield goals, {}


def _reads_score(tree: Tree) -> bool:
    return tree[0] == "compare" and any(side[0] == "score" for side in tree[1::2])


def _chosen(names: list[str], sizes: Any) -> Iterator[Answers]:
    for size in sizes:
        for yes in combinations(names, size):
            # with at least so many wanted, the others may be anything
            yield dict.fromkeys(yes, True) | (
                {} if sizes == [size] else {name: False for name in names if name not in yes}
            )


def _values(knowledge: Knowledge) -> Mapping[str, list[Any]]:
    """Return for each finding that is not yes/no the values worth trying: bounds and thresholds."""
    found: dict[str, set[Any]] = {}
    for each in knowledge.findings.values():
        found[each.id] = set(each.choices) or {each.low, each.high}
        if each.type == "bool3":
            found[each.id] = {True, False}

    def visit(tree: Tree) -> None:
        if tree[0] == "compare":
            names = [side[1] for side in tree[1::2] if side[0] == "value"]
            for constant in [side[1] for side in tree[1::2] if side[0] == "const"]:
                for name in names:
                    each = knowledge.findings.get(name)
                    if each is not None and not each.choices:
                        near = {constant - 1, constant, constant + 1}
                        found[name] |= {v for v in near if each.low <= v <= each.high}
        for part in tree[1:]:
            if isinstance(part, list) and part and isinstance(part[0], str):
                visit(part)

    for raw in (*knowledge.compiled["rules"], *knowledge.compiled["derived"]):
        visit(raw["logic"])
    return {name: _near_first(knowledge, name, values) for name, values in found.items()}


def _near_first(knowledge: Knowledge, name: str, values: set[Any]) -> list[Any]:
    """Return thresholds before bounds: an age of 50 tells more of a rule than one of 120."""
    each = knowledge.findings[name]
    if each.choices:
        return list(each.choices)
    return sorted(values, key=lambda value: (value in (each.low, each.high), value))
