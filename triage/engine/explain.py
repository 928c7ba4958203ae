"""Which answers made a rule speak: those to show, and those whose change would matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kernel.truth import Truth
from triage.engine.answers import Answer
from triage.engine.expression import Tree
from triage.engine.logic import COMPARISONS, Number

Ids = frozenset[str]
NONE: Ids = frozenset()


class Told(NamedTuple):
    """A value, the asked findings that speak for it, and all that had a hand in it."""

    value: Truth
    because: Ids
    touched: Ids


class Explainer:
    """Reads trees as the rules are judged: a missing yes/no answer is no, an unsure one open."""

    def __init__(self, answers: Mapping[str, Answer], trees: Mapping[str, Tree]) -> None:
        self.answers, self.trees = answers, trees
        self._derived: dict[str, Told] = {}
        self._readers: dict[str, Callable[[Tree], Told]] = {
            "yes": lambda tree: self.name(tree[1]),
            "is_yes": self._is_yes,
            "not": self._not,
            "and": self._and,
            "or": self._or,
            "count": self._count,
            "any_unsure": self._any_unsure,
            "missing": self._missing,
            "compare": self._compare,
            "sum": lambda tree: Told(True, *self._side_ids(tree)),
        }

    def tree(self, tree: Tree) -> Told:
        """Explain one tree."""
        return self._readers[tree[0]](tree)

    def name(self, name: str) -> Told:
        """Explain a finding, opening a derived one."""
        if name in self.trees:
            if name not in self._derived:
                self._derived[name] = self.tree(self.trees[name])
            return self._derived[name]
        answer = self.answers.get(name)
        ids = frozenset((name,))
        if answer is None:
            return Told(False, NONE, NONE)
        if answer is False:
            return Told(False, NONE, ids)
        return Told(None if answer == "unsure" else True, ids, ids)

    def _is_yes(self, tree: Tree) -> Told:
        told = self.name(tree[1])
        return told if told.value else Told(False, NONE, told.because | told.touched)

    def _not(self, tree: Tree) -> Told:
        told = self.tree(tree[1])
        if told.value is None:
            return told
        return Told(not told.value, NONE, told.because | told.touched)

    def _and(self, tree: Tree) -> Told:
        parts = [self.tree(part) for part in tree[1:]]
        if any(part.value is False for part in parts):
            return Told(False, NONE, _touched(part for part in parts if part.value is False))
        value = None if any(part.value is None for part in parts) else True
        return Told(value, _because(parts), _touched(parts))

    def _or(self, tree: Tree) -> Told:
        parts = [self.tree(part) for part in tree[1:]]
        for value in (True, None):
            speaking = [part for part in parts if part.value is value]
            if speaking:
                return Told(value, _because(speaking), _touched(speaking))
        return Told(False, NONE, _touched(parts))

    def _count(self, tree: Tree) -> Told:
        names, least = tree[1], tree[2]
        yes = frozenset(name for name in names if self.answers.get(name) is True)
        unsure = frozenset(name for name in names if self.answers.get(name) == "unsure")
        if len(yes) >= least:
            return Told(True, yes, yes)
        if len(yes) + len(unsure) >= least:
            return Told(None, yes | unsure, yes | unsure)
        return Told(False, NONE, frozenset(name for name in names if name in self.answers))

    def _any_unsure(self, tree: Tree) -> Told:
        unsure = frozenset(name for name in tree[1] if self.answers.get(name) == "unsure")
        if unsure:
            return Told(True, unsure, unsure)
        return Told(False, NONE, frozenset(name for name in tree[1] if name in self.answers))

    def _missing(self, tree: Tree) -> Told:
        there = tree[1] in self.answers
        return Told(not there, NONE, frozenset((tree[1],)) if there else NONE)

    def _compare(self, tree: Tree) -> Told:
        values = [self._number(side) for side in tree[1::2]]
        if None in values:
            return Told(None, NONE, NONE)
        signs = [COMPARISONS[sign] for sign in tree[2::2]]
        holds = all(
            sign(a, b) for sign, a, b in zip(signs, values, values[1:], strict=False)
        )
        told = [self._side_ids(side) for side in tree[1::2]]
        touched = NONE.union(*(pair[1] for pair in told))
        return Told(holds, NONE.union(*(pair[0] for pair in told)) if holds else NONE, touched)

    def _number(self, side: Tree) -> Number | None:
        if side[0] == "const":
            return side[1]  # type: ignore[no-any-return]
        if side[0] == "sum":
            return sum(1 for part in side[1] if self.tree(part).value)
        if side[1] in self.trees:
            return self._number(self.trees[side[1]])
        return self.answers.get(side[1])

    def _side_ids(self, side: Tree) -> tuple[Ids, Ids]:
        if side[0] == "const":
            return NONE, NONE
        if side[0] == "sum":
            parts = [self.tree(part) for part in side[1]]
            return _because([part for part in parts if part.value]), _touched(parts)
        if side[1] in self.trees:
            return self._side_ids(self.trees[side[1]])
        ids = frozenset((side[1],)) if side[1] in self.answers else NONE
        return ids, ids


def _because(parts: Iterable[Told]) -> Ids:
    return NONE.union(*(part.because for part in parts))


def _touched(parts: Iterable[Told]) -> Ids:
    return NONE.union(*(part.touched for part in parts))
