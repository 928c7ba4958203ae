"""What an undecided rule waits for: the findings still to come that can change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from triage.engine.expression import Tree
from triage.engine.trees import names_in
from triage.interview.possible import NO, UNSURE, YES, Sets, World

Trees = Mapping[str, Tree]


def open_in(tree: Tree, world: World, sets_of: Callable[[Tree], Sets], trees: Trees) -> set[str]:
    """Return the findings still to come that can change what a tree comes to."""
    found: set[str] = set()
    _gather(tree, world, sets_of, trees, found)
    return found


def _gather(
    tree: Tree, world: World, sets_of: Callable[[Tree], Sets], trees: Trees, found: set[str]
) -> None:
    kind = tree[0]
    if kind == "sum":
        for part in tree[1]:
            _gather(part, world, sets_of, trees, found)
        return
    if sets_of(tree)(world) in (NO, UNSURE, YES):
        return
    if kind in ("and", "or", "not"):
        for part in tree[1:]:
            _gather(part, world, sets_of, trees, found)
        return
    for name in names_in(tree):
        if name in trees:
            _gather(trees[name], world, sets_of, trees, found)
        elif name in world.open:
            found.add(name)
