"""Which answers made a rule speak: those to show, and all those that had a hand in it."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.truth import Truth
from triage.engine.answers import Answer
from triage.engine.expression import Tree
from triage.engine.knowledge import Knowledge
from triage.engine.logic import Facts, compile_check


class Explainer:
    """Walks a tree over facts already judged; only asked findings are named."""

    def __init__(
        self,
        knowledge: Knowledge,
        answers: Mapping[str, Answer],
        yes: int,
        open_: int,
        facts: Facts,
    ) -> None:
        self.knowledge, self.answers = knowledge, answers
        self.yes, self.open, self.facts = yes, open_, facts

    def value(self, tree: Tree) -> Truth:
        """Return what a part of a rule came to; each part is compiled once and kept.

        Only for trees of the knowledge: they are told apart by their place in memory.
        """
        check = self.knowledge.parts.get(id(tree))
        if check is None:
            check = self.knowledge.parts[id(tree)] = compile_check(tree, self.knowledge.bits)
        return check(self.yes, self.open, self.facts)

    def because(self, tree: Tree, *, nots: bool = True) -> set[str]:
        """Return the findings that speak for a true tree, or hold open one that is not known.

        A no under a NOT is left out: it is not a sign of anything. Without `nots` all under a NOT
        is: what would silence the tree does not speak for it.
        """
        found: set[str] = set()
        self._because(tree, found, nots)
        return found

    def touched(self, tree: Tree) -> set[str]:
        """Return all answered findings whose change could matter, the noes under a NOT included."""
        found: set[str] = set()
        self._touched(tree, found)
        return found

    def _because(self, tree: Tree, found: set[str], nots: bool) -> None:
        kind = tree[0]
        if kind == "yes" or (kind == "is_yes" and self.value(tree)):
            self._name(tree[1], found, nots)
        elif kind == "not":
            if nots and self.value(tree[1]) is None:
                self._because(tree[1], found, nots)
        elif kind in ("and", "or"):
            wanted = self.value(tree)
            for part in tree[1:]:
                if kind == "and" or self.value(part) is wanted:
                    self._because(part, found, nots)
        elif kind == "count":
            certain = self.value(tree)
            found.update(
                name
                for name in tree[1]
                if self.answers.get(name) is True
                or (certain is None and self.answers.get(name) == "unsure")
            )
        elif kind == "any_unsure":
            found.update(name for name in tree[1] if self.answers.get(name) == "unsure")
        elif kind == "compare" and (value := self.value(tree)) is not False:
            for side in tree[1::2]:
                if value:
                    self._side(side, found, nots)
                else:
                    self._terms(side, found, nots, wanted=(True, None))

    def _name(self, name: str, found: set[str], nots: bool) -> None:
        tree = self.knowledge.trees.get(name)
        if tree is not None:
            self._because(tree, found, nots)
        elif self.answers.get(name, False) is not False:
            found.add(name)

    def _side(self, side: Tree, found: set[str], nots: bool) -> None:
        if side[0] == "score":
            self._weighed(side[1], found)
        elif side[0] == "value" and side[1] in self.answers:
            found.add(side[1])
        else:
            self._terms(side, found, nots, wanted=(True,))

    def _terms(self, side: Tree, found: set[str], nots: bool, *, wanted: tuple[Truth, ...]) -> None:
        """Name what speaks for the terms of a sum that came to what is wanted."""
        tree = self.knowledge.trees.get(side[1]) if side[0] == "value" else side
        if tree is not None and tree[0] == "sum":
            for part in tree[1]:
                if self.value(part) in wanted:
                    self._because(part, found, nots)

    def _weighed(self, cause: str, found: set[str]) -> None:
        """Name the answers that speak for a cause."""
        scoring = self.knowledge.scoring
        for weight in scoring.conditions[scoring.place[cause]].weights:
            if weight.yes > 0 and self.yes & self.knowledge.bits[weight.finding]:
                self._name(weight.finding, found, nots=True)

    def _touched(self, tree: Tree, found: set[str]) -> None:
        """Walk down only where a part decided the value of the whole."""
        kind = tree[0]
        if kind in ("yes", "is_yes", "missing", "value"):
            inner = self.knowledge.trees.get(tree[1])
            if inner is not None:
                self._touched(inner, found)
            elif tree[1] in self.answers:
                found.add(tree[1])
        elif kind == "not":
            self._touched(tree[1], found)
        elif kind in ("and", "or"):
            value, settles = self.value(tree), kind == "or"
            for part in tree[1:]:
                if value is not settles or self.value(part) is settles:
                    self._touched(part, found)
        elif kind in ("count", "any_unsure"):
            found.update(name for name in tree[1] if name in self.answers)
        elif kind == "score":
            for name in tree[2]:
                self._touched(["value", name], found)
        elif kind in ("compare", "sum"):
            for part in tree[1::2] if kind == "compare" else tree[1]:
                self._touched(part, found)
