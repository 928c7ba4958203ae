"""What a tree of the grammar names: findings, causes, sums, and in which order trees are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.engine.expression import Tree

_JOINING = ("and", "or", "not", "compare")


def names_in(tree: Tree) -> Iterator[str]:
    """Yield every finding that a tree names, derived ones not opened up, weighed ones included."""
    kind = tree[0]
    if kind in ("yes", "is_yes", "missing", "value"):
        yield tree[1]
    elif kind in ("count", "any_unsure"):
        yield from tree[1]
    elif kind == "score":
        yield from tree[2]
    elif kind == "sum":
        for part in tree[1]:
            yield from names_in(part)
    elif kind != "const":
        for part in tree[1:]:
            if isinstance(part, list):
                yield from names_in(part)


def scores_in(tree: Tree) -> Iterator[str]:
    """Yield the causes whose score a tree reads."""
    if tree[0] == "score":
        yield tree[1]
    elif tree[0] in ("and", "or", "not", "compare"):
        for part in tree[1:]:
            if isinstance(part, list):
                yield from scores_in(part)


def adds(tree: Tree, trees: Mapping[str, Tree]) -> bool:
    """Say whether a tree compares a sum, its own or that of a derived finding; circles are met."""
    waiting, met = [tree], set[str]()
    while waiting:
        each = waiting.pop()
        if each[0] == "sum":
            return True
        waiting += [part for part in each[1:] if isinstance(part, list) and each[0] in _JOINING]
        new = {name for name in names_in(each) if name in trees} - met
        met |= new
        waiting += [trees[name] for name in new]
    return False


def in_order(trees: Mapping[str, Tree]) -> list[str]:
    """Return derived ids so that each stands after those it reads.

    :raises ValueError: where they read one another in a circle.
    """
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{' -> '.join((*above, name))} goes round in a circle")
        if name in done:
            return
        for inner in names_in(trees[name]):
            if inner in trees:
                visit(inner, (*above, name))
        done.append(name)

    for name in trees:
        visit(name, ())
    return done
