"""Find, for each tree of the knowledge, a few sets of answers that tell it from its mutants.

A set is searched at random with a fixed seed, then cut down until each answer in it is needed.
Yes/no answers that a set does not name are no; a no is named where a tree asks whether it was
answered; numbers and choices that it does not name are open.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.knowledge.plain import Plain, comparisons
from tests.mutation.trees import whole
from triage.engine.expression import Tree
from triage.engine.trees import names_in

Answers = dict[str, Any]
Raw = Mapping[str, Any]
FEW = 2_000
TO_FIRE = 1_000_000  # a rule that asks for much and against much is rarely drawn
TRIES = 60_000  # nearly all are found within a hundred
DENSITIES = (0.04, 0.12, 0.3, 0.5, 0.8)


def telling_sets(plain: Plain, rule: Raw) -> list[Answers]:
    """Return sets so that each mutant of the rule that can be told is told by one of them.

    There is one at least for each outcome that the rule can have.
    """
    chance = random.Random(rule["id"])
    steering = random.Random(rule["id"] + " steered")
    values = _values(plain, rule["logic"])
    steers = _steers(plain, rule["logic"], values, steering)
    found: list[Answers] = []

    def look(tells: Callable[[Answers], bool], tries: int) -> None:
        if any(tells(answers) for answers in found):
            return
        for _ in range(tries):
            answers = _draw(chance, values)
            if tells(answers):
                found.append(_cut_down(answers, tells))
                return
        for _ in range(FEW if steers else 0):
            answers = _steered(_draw(steering, values), steering.choice(steers))
            if tells(answers):
                found.append(_cut_down(answers, tells))
                return

    for wanted, tries in (("fires", TO_FIRE), ("open", FEW), ("silent", FEW)):
        look(lambda answers, wanted=wanted: plain.outcome(rule, answers) == wanted, tries)
    for changed in changed_rules(rule):
        look(lambda answers, changed=changed: _tells(plain, rule, changed, answers), TRIES)
    return found


def changed_rules(rule: Raw) -> Iterator[dict[str, Any]]:
    """Yield the rule with each small mistake in its trigger, and without its silencing family."""
    for what, tree in whole(rule["logic"]):
        yield {**rule, "logic": tree, "changed": what}
    if "unless_fired" in rule:
        kept = {key: value for key, value in rule.items() if key != "unless_fired"}
        yield kept | {"changed": "dropped unless_fired"}


def probes(compiled: Raw) -> dict[str, dict[str, Any]]:
    """Return derived findings and ask_when conditions as rules, so that they can be judged.

    A sum is probed by each number that it can reach.
    """
    made: dict[str, Tree] = {}
    for raw in compiled["derived"]:
        if raw["logic"][0] == "sum":
            for least in range(1, len(raw["logic"][1]) + 1):
                side: Tree = ["value", raw["id"]]
                made[f"{raw['id']} {least}"] = ["compare", side, ">=", ["const", least]]
        else:
            made[raw["id"]] = raw["logic"]
    for raw in compiled["findings"]:
        if "ask_logic" in raw:
            made[f"ask {raw['id']}"] = raw["ask_logic"]
    blank = {"family": "PROBE", "suspected": "", "do_now": "", "tell_clinician": "",
             "tell_clauses": [], "sources": [], "order": 0, "level": "same_day"}  # fmt: skip
    return {name: blank | {"id": name, "logic": tree} for name, tree in made.items()}


def _values(plain: Plain, tree: Tree) -> dict[str, list[Any]]:
    """Return what each finding that the tree reads may be drawn as, beside left out."""
    edges = numbers_at_edges(plain)
    values: dict[str, list[Any]] = {}
    must_be_asked = set(_must_be_asked(plain, tree))
    for name in sorted(plain.reads(tree)):
        raw = plain.findings[name]
        if raw["type"] == "bool3":
            asked = name in must_be_asked
            values[name] = [False] * 7 + [True, "unsure"] if asked else [True] * 3 + ["unsure"]
        elif raw["type"] == "enum":
            values[name] = list(raw["choices"])
        else:
            values[name] = sorted(edges.get(name, {raw["low"], raw["high"]}))
    return values


def _must_be_asked(plain: Plain, tree: Tree) -> Iterator[str]:
    """Yield findings that the tree asks of whether they were answered: a no of theirs is told."""
    if tree[0] == "missing":
        yield tree[1]
    for name in names_in(tree):
        if name in plain.derived and plain.derived[name] != tree:
            yield from _must_be_asked(plain, plain.derived[name])
    for part in tree[1:]:
        if isinstance(part, list) and part and isinstance(part[0], str):
            yield from _must_be_asked(plain, part)


def numbers_at_edges(plain: Plain) -> dict[str, set[Any]]:
    """Return for each asked number the values just below, at and above what it is compared with."""
    trees = [raw["logic"] for raw in plain.rules.values()] + list(plain.derived.values())
    trees += [raw["ask_logic"] for raw in plain.findings.values() if "ask_logic" in raw]
    found: dict[str, set[Any]] = {}
    for tree in trees:
        for side, _, limit in comparisons(tree):
            raw = plain.findings.get(side[1]) if side[0] == "value" else None
            if raw is None or raw["type"] == "enum":
                continue
            whole = raw["type"] != "float"
            near = {limit - 1, limit, limit + 1} | (set() if whole else {limit - 0.1, limit + 0.1})
            if whole and isinstance(limit, float):
                near = {int(limit), int(limit) + 1}
            kept = {round(each, 1) for each in near if raw["low"] <= each <= raw["high"]}
            found.setdefault(side[1], set()).update(kept)
    return found


def _draw(chance: random.Random, values: Mapping[str, list[Any]]) -> Answers:
    density = chance.choice(DENSITIES)
    answers = {}
    for name, options in values.items():
        yes_no = True in options and "unsure" in options and False not in options
        if chance.random() < (density if yes_no else 0.8):
            answers[name] = chance.choice(options)
    return answers


def _steers(
    plain: Plain, tree: Tree, values: Mapping[str, list[Any]], chance: random.Random
) -> list[tuple[set[str], Answers]]:
    """Return, for each derived finding in a tree, sets that make it true and that leave it open.

    With each goes all that it reads. Draws meet a long condition too seldom without.
    """
    made = []
    for name in names_in(tree):
        if name not in plain.derived or plain.derived[name][0] == "sum":
            continue
        reads = sorted(plain.reads(["yes", name]))
        own = {each: values[each] for each in reads}
        for wanted in (True, None):
            for _ in range(TRIES):
                answers = _draw(chance, own)
                if plain.name(name, answers) is wanted:
                    made.append((set(reads), answers))
                    break
    return made


def _steered(answers: Answers, steer: tuple[set[str], Answers]) -> Answers:
    reads, given = steer
    return {name: value for name, value in answers.items() if name not in reads} | given


def _tells(plain: Plain, rule: Raw, changed: Raw, answers: Answers) -> bool:
    return plain.outcome(rule, answers) != plain.outcome(changed, answers)


def _cut_down(answers: Answers, tells: Callable[[Answers], bool]) -> Answers:
    for name in list(answers):
        less = {key: value for key, value in answers.items() if key != name}
        surer = answers | {name: True}
        if tells(less):
            answers = less
        elif answers[name] == "unsure" and tells(surer):
            answers = surer
    return answers
