"""A plain reading of the rules' grammar, written apart from the engine; for tests only.

It reads the compiled copy as the first pass of a judgement does: a missing yes/no answer is no,
an unsure one is not known, a missing number or choice is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from kernel.truth import Truth, all_of, any_of, negate
from triage.engine.expression import Tree

Answers = Mapping[str, Any]


class Plain:
    """One compiled copy; every method takes the answers it is to be read with."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.findings = {raw["id"]: raw for raw in compiled["findings"]}
        self.derived = {raw["id"]: raw["logic"] for raw in compiled["derived"]}
        self.rules = {raw["id"]: raw for raw in compiled["rules"]}
        self.causes = {raw["id"]: raw for raw in compiled["conditions"]}
        self.caps = {raw["section"]: raw["weight_cap"] for raw in compiled["sections"]}
        self.section = {
            raw["id"]: raw.get("section") for raw in (*compiled["findings"], *compiled["derived"])
        }
        self.by_number = [
            name for name, tree in self.derived.items()
            if tree[0] != "sum"
            and all(self.findings[each]["type"] != "bool3" for each in self.reads(tree))
        ]  # fmt: skip

    def name(self, name: str, answers: Answers) -> Truth:
        """Return what an asked yes/no finding or a derived one comes to."""
        if name in self.derived:
            return self.tree(self.derived[name], answers)
        value = answers.get(name, False)
        return None if value == "unsure" else bool(value)

    def tree(self, tree: Tree, answers: Answers) -> Truth:
        """Return what a tree comes to."""
        kind = tree[0]
        if kind == "yes":
            return self.name(tree[1], answers)
        if kind == "is_yes":
            return self.name(tree[1], answers) is True
        if kind == "not":
            return negate(self.tree(tree[1], answers))
        if kind in ("and", "or"):
            parts = (self.tree(part, answers) for part in tree[1:])
            return all_of(parts) if kind == "and" else any_of(parts)
        if kind == "missing":
            return tree[1] not in answers
        if kind == "any_unsure":
            return any(answers.get(name) == "unsure" for name in tree[1])
        if kind == "count":
            values = [self.name(name, answers) for name in set(tree[1])]
            if values.count(True) >= tree[2]:
                return True
            return None if values.count(True) + values.count(None) >= tree[2] else False
        return self._chain(tree[1:], answers)

    def _chain(self, parts: list[Any], answers: Answers) -> Truth:
        if parts[0][0] == "score":
            certain, most = self.reach(parts[0][1], answers)
            return True if certain >= parts[2][1] else None if most >= parts[2][1] else False
        sides = [self.numbers(side, answers) for side in parts[0::2]]
        if [None] in sides:
            return None
        outcomes = {
            all(
                _holds(left, sign, right)
                for left, sign, right in zip(row, parts[1::2], row[1:], strict=False)
            )
            for row in product(*sides)
        }
        return None if len(outcomes) > 1 else outcomes == {True}

    def numbers(self, side: Tree, answers: Answers) -> list[Any]:
        """Return all that a side may be: a sum also what its open terms may add."""
        inner = self.derived.get(side[1]) if side[0] == "value" else side
        if inner is None or inner[0] != "sum":
            return [self.number(side, answers)]
        least = self.number(inner, answers)
        terms = [part for part in inner[1] if self.tree(part, answers) is None]
        grows = sum(self._by_eye(part, answers) is not False for part in terms)
        return list(range(least, least + grows + 1))

    def _by_eye(self, tree: Tree, answers: Answers) -> Truth:
        """Return what a term comes to where no derived finding waits for a number alone."""
        waiting = [
            name for name in self.by_number if self.tree(self.derived[name], answers) is None
        ]
        kept = self.derived
        self.derived = kept | {name: ["any_unsure", []] for name in waiting}  # these are no
        try:
            return self.tree(tree, answers)
        finally:
            self.derived = kept

    def number(self, side: Tree, answers: Answers) -> Any:
        """Return the number (or choice) of a side; None = not there."""
        if side[0] == "const":
            return side[1]
        if side[0] == "sum":
            return sum(self.tree(part, answers) is True for part in side[1])
        if side[1] in self.derived:
            return self.number(self.derived[side[1]], answers)
        return answers.get(side[1])

    def reach(self, cause: str, answers: Answers) -> tuple[int, int]:
        """Return the points of a cause as rules read them, and the most an unsure may make it."""
        certain: dict[str, int] = {}
        most: dict[str, int] = {}
        for name, yes, no in self.causes[cause]["weights"]:
            best, section = max(yes, no, 0), str(self.section[name])
            asked = name in self.derived or name in answers
            value = self.weighed(name, answers) if asked else None
            points = {True: best, False: no, None: 0}[value]
            unsure = value is None and any(
                answers.get(each) == "unsure" for each in self.reads(["yes", name])
            )
            certain[section] = certain.get(section, 0) + points
            most[section] = most.get(section, 0) + (best if unsure else points)
        prior = self.causes[cause]["prior"].get(str(answers.get("persona")), 0)
        low, high = (
            prior + sum(max(-self.caps[key], min(self.caps[key], total))
                        for key, total in each.items())
            for each in (certain, most)
        )  # fmt: skip
        return low, high

    def weighed(self, name: str, answers: Answers) -> Truth:
        """Return what a finding comes to for a cause: here an unanswered question is not known."""
        unasked = {
            each: "unsure"
            for each in self.reads(["yes", name])
            if each not in answers and self.findings[each]["type"] == "bool3"
        }
        return self.name(name, {**unasked, **answers})

    def reads(self, tree: Tree) -> set[str]:
        """Return the asked findings that a tree reads, derived ones opened up."""
        found: set[str] = set()
        for name in _names(tree):
            found |= self.reads(self.derived[name]) if name in self.derived else {name}
        return found

    def outcome(self, rule: Mapping[str, Any], answers: Answers) -> str:
        """Return what a person is told of a rule: "fires", "open" (one level down), "silent"."""
        value = self.tree(rule["logic"], answers)
        silencing = rule.get("unless_fired")
        if value is False or (silencing and self._has_fired(silencing, rule["id"], answers)):
            return "silent"
        if value:
            return "fires"
        reads = self.reads(rule["logic"])
        return "open" if any(answers.get(name) == "unsure" for name in reads) else "silent"

    def _has_fired(self, family: str, besides: str, answers: Answers) -> bool:
        return any(
            self.tree(rule["logic"], answers) is True
            for rule in self.rules.values()
            if rule["family"] == family and rule["id"] != besides
        )


def comparisons(tree: Tree) -> Iterable[tuple[Tree, str, Any]]:
    """Yield (side, sign, constant) of every comparison with a constant in a tree."""
    if tree[0] == "compare":
        parts = tree[1:]
        for left, sign, right in zip(parts[0::2], parts[1::2], parts[2::2], strict=False):
            if right[0] == "const":
                yield left, sign, right[1]
            elif left[0] == "const":
                yield right, sign, left[1]
    if tree[0] in ("and", "or", "not"):
        for part in tree[1:]:
            yield from comparisons(part)
    if tree[0] == "sum":
        for part in tree[1]:
            yield from comparisons(part)


def _names(tree: Tree) -> Iterable[str]:
    kind = tree[0]
    if kind in ("yes", "is_yes", "missing", "value"):
        return [tree[1]]
    if kind in ("count", "any_unsure"):
        return list(tree[1])
    if kind == "score":
        return list(tree[2])
    if kind == "const":
        return []
    parts = tree[1] if kind == "sum" else [part for part in tree[1:] if isinstance(part, list)]
    return [name for part in parts for name in _names(part)]


def _holds(left: Any, sign: str, right: Any) -> bool:
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    if "=" in sign and left == right:
        return True
    return bool(left > right) if ">" in sign else bool(left < right)
