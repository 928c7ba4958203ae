"""The small mistakes that a rule could hold: each near neighbour of a tree, with its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.engine.expression import Tree

Mutant = tuple[str, Tree]
_BOUNDARY = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "=="}


def mutants(tree: Tree) -> Iterator[Mutant]:
    """Yield (what was changed, the changed tree), one change each; the tree itself stays."""
    kind = tree[0]
    if kind in ("and", "or"):
        yield from _joined(tree)
    elif kind == "not":
        yield "dropped NOT", tree[1]
        yield from ((what, ["not", inner]) for what, inner in mutants(tree[1]))
    elif kind == "is_yes":
        yield f"dropped IS_YES({tree[1]})", ["yes", tree[1]]
    elif kind == "missing":
        yield "negated missing", ["not", tree]
    elif kind == "count":
        yield from _counted(tree)
    elif kind == "any_unsure":
        for at, name in enumerate(tree[1]):
            if len(tree[1]) > 1:
                yield f"dropped {name}", [kind, tree[1][:at] + tree[1][at + 1 :]]
    elif kind == "compare":
        yield from _compared(tree)
    elif kind == "sum":
        yield from _summed(tree)


def whole(tree: Tree) -> Iterator[Mutant]:
    """Yield the mutants of a whole trigger: those of its parts, and always and never true."""
    yield "always true", ["compare", ["const", 1], "==", ["const", 1]]
    yield "never true", ["compare", ["const", 1], "==", ["const", 0]]
    yield from mutants(tree)


def _joined(tree: Tree) -> Iterator[Mutant]:
    kind, parts = tree[0], tree[1:]
    other = "or" if kind == "and" else "and"
    yield f"{kind} made {other}", [other, *parts]
    for at, part in enumerate(parts):
        rest = parts[:at] + parts[at + 1 :]
        yield f"dropped {_short(part)}", rest[0] if len(rest) == 1 else [kind, *rest]
        for what, changed in mutants(part):
            yield what, [kind, *parts[:at], changed, *parts[at + 1 :]]


def _counted(tree: Tree) -> Iterator[Mutant]:
    _, names, least = tree
    if least > 1:
        yield "count one fewer", ["count", names, least - 1]
    if least < len(names):
        yield "count one more", ["count", names, least + 1]
    for at, name in enumerate(names):
        if len(names) > least:
            yield f"dropped {name}", ["count", names[:at] + names[at + 1 :], least]


def _compared(tree: Tree) -> Iterator[Mutant]:
    for at in range(2, len(tree), 2):
        sign = tree[at]
        if tree[1][0] != "score":
            yield f"{sign} made {_BOUNDARY[sign]}", [*tree[:at], _BOUNDARY[sign], *tree[at + 1 :]]
    for at in range(1, len(tree), 2):
        side = tree[at]
        if side[0] == "const" and isinstance(side[1], int | float):
            for step in (-1, 1):
                made: list[Any] = ["const", side[1] + step]
                yield f"{side[1]} made {side[1] + step}", [*tree[:at], made, *tree[at + 1 :]]


def _summed(tree: Tree) -> Iterator[Mutant]:
    terms = tree[1]
    for at, term in enumerate(terms):
        if len(terms) > 1:
            yield f"dropped {_short(term)}", ["sum", terms[:at] + terms[at + 1 :]]
        for what, changed in mutants(term):
            yield what, ["sum", [*terms[:at], changed, *terms[at + 1 :]]]


def _short(tree: Tree) -> str:
    return tree[1] if tree[0] == "yes" else f"{tree[0]} part"
