"""Two rule engines from the package index, given the very rules of the knowledge.

Both are two-valued: they are given complete answers without an unsure one. Derived findings are
worked out by each engine itself, in the order in which they build on one another; the points of
causes, which neither can add up, are given to them ready made, and so is which finding is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import rule_engine
from json_logic import jsonLogic

from triage.engine.expression import Tree
from triage.engine.knowledge import Knowledge
from triage.engine.trees import in_order

Answers = dict[str, Any]
Fire = Callable[[Answers], set[str]]


def in_rule_engine(knowledge: Knowledge) -> Fire:
    """Return a function that fires the rules with `rule-engine`."""
    derived, rules = _trees(knowledge)
    made = [(name, tree[0] == "sum", rule_engine.Rule(_text(tree))) for name, tree in derived]
    compiled = [(name, rule_engine.Rule(_text(tree))) for name, tree in rules]

    def fire(answers: Answers) -> set[str]:
        facts = dict(answers)
        for name, is_sum, rule in made:
            facts[name] = rule.evaluate(facts) if is_sum else rule.matches(facts)
        return {name for name, rule in compiled if rule.matches(facts)}

    return fire


def in_json_logic(knowledge: Knowledge) -> Fire:
    """Return a function that fires the rules with `json-logic-qubit`."""
    derived, rules = _trees(knowledge)
    made = [(name, _json(tree)) for name, tree in derived]
    compiled = [(name, _json(tree)) for name, tree in rules]

    def fire(answers: Answers) -> set[str]:
        facts = dict(answers)
        for name, tree in made:
            facts[name] = jsonLogic(tree, facts)
        return {name for name, tree in compiled if jsonLogic(tree, facts)}

    return fire


def _trees(knowledge: Knowledge) -> tuple[list[tuple[str, Tree]], list[tuple[str, Tree]]]:
    order = in_order(knowledge.trees)
    rules = [(raw["id"], raw["logic"]) for raw in knowledge.compiled["rules"]]
    return [(name, knowledge.trees[name]) for name in order], rules


def _text(tree: Tree) -> str:
    kind = tree[0]
    if kind in ("yes", "is_yes", "value"):
        return str(tree[1])
    if kind in ("and", "or"):
        return "(" + f" {kind} ".join(_text(part) for part in tree[1:]) + ")"
    if kind == "not":
        return f"(not {_text(tree[1])})"
    if kind == "missing":
        return f"missing_{tree[1]}"
    if kind == "any_unsure":
        return "false"
    if kind == "const":
        return json.dumps(tree[1])
    if kind == "score":
        return f"points_{tree[1]}"
    if kind == "count":
        if tree[2] == 1:
            return "(" + " or ".join(tree[1]) + ")"
        return "(" + " + ".join(f"({name} ? 1 : 0)" for name in tree[1]) + f" >= {tree[2]})"
    if kind == "sum":
        return "(" + " + ".join(f"({_text(part)} ? 1 : 0)" for part in tree[1]) + ")"
    pairs = zip(tree[1::2], tree[2::2], tree[3::2], strict=False)
    return "(" + " and ".join(f"{_text(a)} {sign} {_text(b)}" for a, sign, b in pairs) + ")"


def _json(tree: Tree) -> Any:
    kind = tree[0]
    if kind in ("yes", "is_yes", "value"):
        return {"var": tree[1]}
    if kind in ("and", "or"):
        return {kind: [_json(part) for part in tree[1:]]}
    if kind == "not":
        return {"!": [_json(tree[1])]}
    if kind == "missing":
        return {"var": f"missing_{tree[1]}"}
    if kind == "any_unsure":
        return False
    if kind == "const":
        return tree[1]
    if kind == "score":
        return {"var": f"points_{tree[1]}"}
    if kind == "count":
        if tree[2] == 1:
            return {"or": [{"var": name} for name in tree[1]]}
        terms = [{"if": [{"var": name}, 1, 0]} for name in tree[1]]
        return {">=": [{"+": terms}, tree[2]]}
    if kind == "sum":
        return {"+": [{"if": [_json(part), 1, 0]} for part in tree[1]]}
    pairs = zip(tree[1::2], tree[2::2], tree[3::2], strict=False)
    parts = [{sign: [_json(a), _json(b)]} for a, sign, b in pairs]
    return parts[0] if len(parts) == 1 else {"and": parts}
