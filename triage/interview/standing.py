"""Where an interview stands: what is certain, what is still to come, what that could change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triage.engine.answers import Answer
from triage.engine.knowledge import Rule
from triage.engine.score import PERSONA, Condition
from triage.interview.plan import Plan, truth_of
from triage.interview.possible import ANY, NO, OPEN, UNSURE, YES, Points, World
from triage.interview.waiting import open_in


@dataclass(slots=True)
class Standing:
    """One state of an interview; `level` is the rank that no answer still to come can lower."""

    plan: Plan
    answers: Mapping[str, Answer]
    shown: frozenset[str]
    now: World  # as if nothing else were asked
    later: World  # everything that may still be asked is open
    weighing: Mapping[str, int]  # `later` as causes see it: what is not asked weighs nothing
    points: tuple[Points, ...]  # of all causes, later
    points_now: tuple[int, ...]
    level: int
    raising: tuple[tuple[Rule, int, frozenset[str]], ...]  # rule, its best rank, what it waits for
    hanging: dict[str, set[str]] = field(default_factory=dict)  # on what each condition waits

    def may_be_asked(self, name: str) -> bool:
        """Say whether a finding is to be asked now: not shown, its condition certainly not no."""
        tree = self.plan.when.get(name)
        return name in self.later.open and (
            tree is None or not self.plan.sets_of(tree)(self.later) & NO
        )

    def waits_for(self, names: Iterable[str]) -> set[str]:
        """Return these findings, and those that decide whether they are asked at all."""
        found, left = set(), set(names)
        while left:
            name = left.pop()
            found.add(name)
            if name in self.plan.when:
                left |= self._hangs_on(name) - found
        return found

    def _hangs_on(self, name: str) -> set[str]:
        found = self.hanging.get(name)
        if found is None:
            tree, trees = self.plan.when[name], self.plan.knowledge.trees
            found = open_in(tree, self.later, self.plan.sets_of, trees)
            self.hanging[name] = found
        return found


def stand(plan: Plan, answers: Mapping[str, Answer], shown: frozenset[str]) -> Standing:
    """Return where an interview with these answers stands; `shown` are answered or skipped."""
    now = world_of(plan, answers)
    later = _open_world(plan, answers, shown)
    weighing_now = _weighing(plan, now, answers)
    weighing = _weighing(plan, later, answers)
    points_now = _all_points(plan, now, weighing_now, answers)
    points = _all_points(plan, later, weighing, answers)
    for name, place in plan.knowledge.scored:
        now.points[name], later.points[name] = points_now[place], points[place]
    level, raising = _raising(plan, later)
    return Standing(
        plan=plan, answers=answers, shown=shown, now=now, later=later, weighing=weighing,
        points=points, points_now=tuple(each.low for each in points_now), level=level,
        raising=raising,
    )  # fmt: skip


def world_of(
    plan: Plan, answers: Mapping[str, Answer], open_: frozenset[str] = frozenset()
) -> World:
    """Return the world of these answers; what is neither answered nor open stays unsaid."""
    truth = {name: ANY if name in open_ else NO for name in plan.yes_no}
    numbers: dict[str, object] = {name: OPEN for name in open_ if name not in truth}
    for name, answer in answers.items():
        if name in truth:
            truth[name] = truth_of(answer)
        else:
            numbers[name] = answer
    world = World(
        truth=truth,
        numbers=numbers,
        unsure=frozenset(name for name, answer in answers.items() if answer == "unsure"),
        open=open_,
        answered=frozenset(answers),
    )
    plan.derive(world)
    return world


def _open_world(plan: Plan, answers: Mapping[str, Answer], shown: frozenset[str]) -> World:
    """Open what has no condition; then what a condition does not rule out, until nothing joins."""
    unshown = [name for name in plan.knowledge.findings if name not in shown]
    open_ = frozenset(name for name in unshown if name not in plan.when)
    waiting = [name for name in unshown if name in plan.when]
    while True:
        world = world_of(plan, answers, open_)
        joining = {name for name in waiting if plan.sets_of(plan.when[name])(world) != NO}
        if not joining:
            return world
        open_ |= joining
        waiting = [name for name in waiting if name not in joining]


def _weighing(plan: Plan, world: World, answers: Mapping[str, Answer]) -> dict[str, int]:
    truth = {
        name: values if name in answers or name in world.open else UNSURE
        for name, values in world.truth.items()
    }
    seen = World(truth, world.numbers, world.unsure, world.open, world.answered)
    plan.derive(seen)
    return seen.truth


def _all_points(
    plan: Plan, world: World, weighing: Mapping[str, int], answers: Mapping[str, Answer]
) -> tuple[Points, ...]:
    knowledge = plan.knowledge
    readable = 0
    for name in (*world.unsure, *world.open):
        readable |= knowledge.bits[name] & knowledge.yes_no
    return tuple(
        _points(plan, condition, world, weighing, answers, readable)
        for condition in knowledge.scoring.conditions
    )


def _points(
    plan: Plan,
    condition: Condition,
    world: World,
    weighing: Mapping[str, int],
    answers: Mapping[str, Answer],
    readable: int,
) -> Points:
    reads, caps = plan.knowledge.reads, plan.knowledge.scoring.caps
    totals: dict[int, list[int]] = {}
    for weight in condition.weights:
        values = weighing[weight.finding]
        said = [weight.yes] if values & YES else []
        if values & NO:
            said.append(weight.no)
        reach = said
        if values & UNSURE:
            best = max(weight.yes, weight.no, 0) if reads[weight.finding] & readable else 0
            said, reach = [*said, 0], [*said, best]
        total = totals.get(weight.slot)
        if total is None:
            total = totals[weight.slot] = [0, 0, 0, 0]
        total[0] += min(said)
        total[1] += max(said)
        total[2] += min(reach)
        total[3] += max(reach)
    low, high = _priors(condition, world, answers)
    found = [low, high, low, high]
    for slot, total in totals.items():
        cap = caps[slot % len(caps)]
        for at in range(4):
            found[at] += max(-cap, min(cap, total[at]))
    return Points(*found)


def _priors(condition: Condition, world: World, answers: Mapping[str, Answer]) -> tuple[int, int]:
    if PERSONA in world.open:
        values = [0, *condition.prior.values()]
        return min(values), max(values)
    prior = condition.prior.get(str(answers.get(PERSONA)), 0)
    return prior, prior


def _raising(plan: Plan, later: World) -> tuple[int, tuple[tuple[Rule, int, frozenset[str]], ...]]:
    """Return the level that is certain, and the rules that could still come out above it."""
    knowledge = plan.knowledge
    unsure = mask_of(plan, later.unsure)
    readable = unsure | mask_of(plan, later.open) & knowledge.yes_no
    values = [plan.rule_sets(rule)(later) for rule in knowledge.rules]
    fired = [rule for rule, value in zip(knowledge.rules, values, strict=True) if value == YES]
    level, undecided = 0, []
    for rule, value in zip(knowledge.rules, values, strict=True):
        if rule.unless and any(other.family == rule.unless and other is not rule
                               for other in fired):  # fmt: skip
            continue
        down = knowledge.step_down[rule.level]
        if value == YES:
            level = max(level, rule.level)
        elif not value & NO and rule.reads & unsure:
            level = max(level, down)
        if value not in (NO, UNSURE, YES):
            best = rule.level if value & YES else down if rule.reads & readable else 0
            undecided.append((rule, best))
    return level, tuple(
        (rule, best, frozenset(open_in(rule.tree, later, plan.sets_of, knowledge.trees)))
        for rule, best in undecided
        if best > level
    )


def mask_of(plan: Plan, names: Iterable[str]) -> int:
    """Return the bits of some findings."""
    mask = 0
    for name in names:
        mask |= plan.knowledge.bits[name]
    return mask
