"""Do expressions make sense: known findings, of the right kind for each word?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from triage.engine.expression import Tree
from triage.engine.knowledge import Compiled

Found = tuple[str, str, str]  # file, key, reason


@dataclass(frozen=True, slots=True)
class _Kinds:
    asked: dict[str, dict[str, Any]]
    truths: set[str]
    numbers: set[str]
    causes: set[str]

    def is_asked_truth(self, name: str) -> bool:
        return self.asked.get(name, {}).get("type") == "bool3"


def expressions(compiled: Compiled) -> Iterator[Found]:
    """Yield what is wrong with the rules, the derived findings and the `ask_when` of questions."""
    asked = {raw["id"]: raw for raw in compiled["findings"]}
    derived = {raw["id"]: raw["logic"] for raw in compiled["derived"]}
    kinds = _Kinds(
        asked,
        {name for name, raw in asked.items() if raw["type"] == "bool3"}
        | {name for name, tree in derived.items() if tree[0] != "sum"},
        {name for name, raw in asked.items() if raw["type"] in ("int", "float", "nrs")}
        | {name for name, tree in derived.items() if tree[0] == "sum"},
        set(),
    )
    for name in derived.keys() & asked.keys():
        yield "derived.toml", name, "is an asked finding too"
    for name, tree in derived.items():
        for reason in _tree(tree, kinds):
            yield "derived.toml", name, reason
    for raw in compiled["findings"]:
        if "ask_logic" in raw:
            for reason in _tree(raw["ask_logic"], kinds):
                yield f"findings (section {raw['section']})", f"{raw['id']}.ask_when", reason
    kinds = replace(kinds, causes={raw["id"] for raw in compiled["conditions"]})
    files = {each["family"]: each["file"] for each in compiled["families"]}
    for raw in compiled["rules"]:
        for reason in _tree(raw["logic"], kinds):
            yield files[raw["family"]], f"{raw['id']}.when", reason
        for _, _, *tie in raw["tell_clauses"]:
            for reason in _tree(tie[0], kinds) if tie and isinstance(tie[0], list) else ():
                yield files[raw["family"]], f"{raw['id']}.states", reason


def _tree(tree: Tree, kinds: _Kinds) -> Iterator[str]:
    kind = tree[0]
    if kind in ("yes", "is_yes"):
        if tree[1] not in kinds.truths:
            yield f"{tree[1]!r} is no yes/no finding"
    elif kind in ("count", "any_unsure"):
        for name in tree[1]:
            if not kinds.is_asked_truth(name):
                yield f"{name!r} in {kind.upper()} is no asked yes/no finding"
        if kind == "count" and not 1 <= tree[2] <= len(set(tree[1])):
            yield f"COUNT can never reach {tree[2]}"
    elif kind == "missing":
        if tree[1] not in kinds.asked:
            yield f"{tree[1]!r} is no asked finding"
    elif kind == "compare":
        yield from _compare(tree, kinds)
    else:
        if kind == "sum" and any(_negates(part) for part in tree[1]):
            yield "a sum counts signs that are there: no NOT in INT"
        for part in tree[1] if kind == "sum" else tree[1:]:
            yield from _tree(part, kinds)


def _negates(tree: Tree) -> bool:
    return tree[0] == "not" or (
        tree[0] in ("and", "or") and any(_negates(part) for part in tree[1:])
    )


def _compare(tree: Tree, kinds: _Kinds) -> Iterator[str]:
    sides, signs = tree[1::2], tree[2::2]
    choices: list[str] = []
    for side in sides:
        if side[0] == "value" and side[1] in kinds.asked and kinds.asked[side[1]]["type"] == "enum":
            choices += kinds.asked[side[1]]["choices"]
        elif side[0] == "value" and side[1] not in kinds.numbers:
            yield f"{side[1]!r} has no number to compare"
        elif side[0] == "sum":
            yield from _tree(side, kinds)
        elif side[0] == "score":
            if side[1] not in kinds.causes:
                yield f"{side[1]!r} is no cause, or stands outside a rule"
        elif side[0] not in ("value", "const"):
            yield f"{side[0].upper()} cannot be compared"
    texts = [side[1] for side in sides if side[0] == "const" and isinstance(side[1], str)]
    if (texts or choices) and (len(sides) != 2 or signs[0] not in ("==", "!=")):
        yield "a choice is compared with == or != only"
    for text in texts:
        if text not in choices:
            yield f"{text!r} is no choice of the finding"
    if choices and not texts:
        yield "a choice is compared with a text in quotes"
