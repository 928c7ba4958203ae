"""What the interview needs of one knowledge, made once: groups, conditions, rules, weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from triage.engine.answers import Answer
from triage.engine.expression import Tree
from triage.engine.knowledge import Knowledge, Rule
from triage.engine.spans import Span
from triage.engine.trees import in_order
from triage.interview.possible import NO, UNSURE, YES, Sets, World, compile_measure, compile_sets
from triage.interview.screen import Group

_SETS: Mapping[object, int] = {True: YES, False: NO, "unsure": UNSURE}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding that causes weigh: yes and no points by the cause's place, what it reads."""

    id: str
    weights: Mapping[int, tuple[int, int]]
    reads: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """One knowledge made ready for choosing screens."""

    knowledge: Knowledge
    groups: tuple[Group, ...]
    part_titles: tuple[str, ...]
    given: tuple[tuple[str, Any, str], ...]  # finding, value, the derived finding it hangs on
    when: Mapping[str, Tree]  # findings that are asked only under a condition
    derived: tuple[tuple[str, Sets | None, Callable[[World], tuple[Span, ...]] | None], ...]
    by_eye: frozenset[str]  # derived findings that numbers alone decide
    weighed: tuple[Weighed, ...]
    yes_no: tuple[str, ...]
    made: dict[int, Sets] = field(default_factory=dict)

    def sets_of(self, tree: Tree) -> Sets:
        """Return the compiled form of a tree of this knowledge; each is made once and kept."""
        found = self.made.get(id(tree))
        if found is None:
            found = self.made[id(tree)] = compile_sets(tree)
        return found

    def derive(self, world: World) -> None:
        """Work the derived findings into a world."""
        world.by_eye = self.by_eye
        for name, check, measure in self.derived:
            if check is not None:
                world.truth[name] = check(world)
            elif measure is not None:
                world.measures[name] = measure(world)

    def rule_sets(self, rule: Rule) -> Sets:
        """Return the compiled condition of a rule."""
        return self.sets_of(rule.tree)


_PLANS: dict[str, Plan] = {}


def plan_of(knowledge: Knowledge) -> Plan:
    """Return the plan of a knowledge, made once."""
    found = _PLANS.get(knowledge.version)
    if found is None or found.knowledge is not knowledge:
        found = _PLANS[knowledge.version] = _make(knowledge)
    return found


def settled(knowledge: Knowledge, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers with those that others give: no long-standing signs where there is none.

    Judge these, keep the person's own: an answer that is given goes when what gives it changes.
    """
    plan, found = plan_of(knowledge), dict(answers)
    for name, value, unless in plan.given:
        reads = names_of(knowledge, knowledge.reads[unless])
        if name in found or any(each not in found for each in reads):
            continue
        world = World(
            truth={each: _SETS[found[each]] for each in reads},
            numbers={}, unsure=frozenset(), open=frozenset(), answered=frozenset(reads),
        )  # fmt: skip
        if plan.sets_of(knowledge.trees[unless])(world) != YES:
            found[name] = value
    return found


def truth_of(answer: Answer) -> int:
    """Return the set that a yes/no answer stands for."""
    return _SETS[answer]


def _make(knowledge: Knowledge) -> Plan:
    raw = knowledge.compiled["screens"]
    parts = [part["id"] for part in raw["parts"]]
    asked = {each["id"]: each["ask_logic"] for each in knowledge.compiled["findings"]
             if "ask_logic" in each}  # fmt: skip
    trees = knowledge.trees
    return Plan(
        knowledge=knowledge,
        groups=tuple(
            Group(
                id=each["id"], kind=each["kind"], title=each["title"], lead=each["lead"],
                section=each["section"], part=parts.index(each["part"]) + 1,
                emergency=each["emergency"], whole=each["whole"],
                findings=tuple(each["findings"]),
            )
            for each in raw["screens"]
        ),
        part_titles=tuple(part["title"] for part in raw["parts"]),
        given=tuple((each["finding"], each["value"], each["unless"]) for each in raw["given"]),
        when=asked | {each["finding"]: each["logic"] for each in raw["only_when"]},
        derived=tuple(
            (name, None, compile_measure(trees[name]))
            if trees[name][0] == "sum"
            else (name, compile_sets(trees[name]), None)
            for name in in_order(trees)
        ),
        by_eye=frozenset(
            name for name in trees if knowledge.bits[name] & knowledge.by_number
        ),
        weighed=_weighed(knowledge),
        yes_no=tuple(name for name, each in knowledge.findings.items() if each.type == "bool3"),
    )  # fmt: skip


def _weighed(knowledge: Knowledge) -> tuple[Weighed, ...]:
    found: dict[str, dict[int, tuple[int, int]]] = {}
    for number, condition in enumerate(knowledge.scoring.conditions):
        for weight in condition.weights:
            found.setdefault(weight.finding, {})[number] = (weight.yes, weight.no)
    return tuple(
        Weighed(name, found[name], names_of(knowledge, knowledge.reads[name]))
        for name in knowledge.bits
        if name in found
    )


def names_of(knowledge: Knowledge, mask: int) -> tuple[str, ...]:
    """Return the asked findings whose bits stand in a mask."""
    return tuple(name for name, each in knowledge.findings.items() if each.bit & mask)
