"""Choose the next screen: the emergency pages, then what tells most for the time it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from triage.engine.answers import Answer
from triage.engine.knowledge import Knowledge
from triage.interview.plan import Plan, plan_of, settled
from triage.interview.possible import NO
from triage.interview.screen import Group, Screen
from triage.interview.standing import Standing, stand
from triage.interview.worth import SAME, WITHHELD_FROM, deciding, informing

ROWS = 9  # on one screen at most; the body map is one picture
ENOUGH = SAME // 20  # a screen that tells less than this of the causes is not worth a tap
ROW = SAME * 8 // 1000  # a row that tells no more than this of the causes is not worth reading
TAPPING = 3  # a screen costs as much as this many rows, besides its rows
MANDATORY = SAME // 4  # what a mandatory answer is worth besides what it tells


def next_screen(
    knowledge: Knowledge, answers: Mapping[str, Answer], skipped: Collection[str]
) -> Screen | None:
    """Return the next screen, or None where the interview may end.

    It may end when all mandatory findings are answered, nothing still to come could raise the
    level, and nothing could tell much more of the causes. `skipped` are optional numbers and
    choices that were shown and left empty.
    """
    plan = plan_of(knowledge)
    given = settled(knowledge, answers)
    shown = frozenset(given) | _skippable(knowledge, skipped)
    emergency = [(group, _left(group, shown)) for group in plan.groups if group.emergency]
    emergency = [(group, names) for group, names in emergency if names]
    standing = stand(plan, given, shown)
    if emergency:
        group, names = emergency[0]
        return _screen(plan, group, names, left=len(emergency) + len(_asking(standing)))
    return _best(standing)


def _left(group: Group, shown: Collection[str]) -> list[str]:
    return [name for name in group.findings if name not in shown]


def _skippable(knowledge: Knowledge, skipped: Collection[str]) -> frozenset[str]:
    must = {each.id for each in knowledge.mandatory}
    return frozenset(
        name for name in skipped
        if name not in must and name in knowledge.findings
        and knowledge.findings[name].type != "bool3"
    )  # fmt: skip


def _best(standing: Standing) -> Screen | None:
    found = _asking(standing)
    if not found:
        return _undecided(standing)
    _, group, members = max(found, key=lambda each: each[0])  # the first of those that are alike
    return _screen(standing.plan, group, members, left=len(found))


def _asking(standing: Standing) -> list[tuple[int, Group, list[str]]]:
    """Return, in order, the groups after the emergency pages that would be asked as things stand,
    each with its rate and what it would show: an estimate of how many screens are still to come."""
    plan = standing.plan
    rules, told = deciding(standing), informing(standing)
    mandatory, must = _needed(standing, rules)
    found: list[tuple[int, Group, list[str]]] = []
    for group in plan.groups:
        if group.emergency:
            continue
        members = _members(standing, group, must, told)
        needed = any(name in must for name in members)
        worth = sum(told.get(name, 0) for name in members)
        if not members or not (needed or worth >= ENOUGH):
            continue
        worth += sum(rules.get(name, 0) + MANDATORY * (name in mandatory) for name in members)
        found.append((_bucket(worth // (TAPPING + len(members))), group, members))
    return found


def _needed(standing: Standing, rules: Iterable[str]) -> tuple[set[str], Collection[str]]:
    """Return the mandatory findings still open, and all that must be asked."""
    mandatory = {each.id for each in standing.plan.knowledge.mandatory} - standing.shown
    return mandatory, standing.waits_for({*rules, *mandatory})


def _members(
    standing: Standing, group: Group, must: Collection[str], told: Mapping[str, int]
) -> list[str]:
    """Return what this group would show now; nothing where none of it matters."""
    asked = [name for name in group.findings if standing.may_be_asked(name)]
    alarmed = standing.level >= WITHHELD_FROM
    matter = [name for name in asked if name in must or (told.get(name, 0) > ROW and not alarmed)]
    if not matter:
        return []
    members = asked if group.whole and not alarmed else matter
    return members if group.kind == "body_map" else members[:ROWS]


def _undecided(standing: Standing) -> Screen | None:
    """Return a screen whose findings wait for one another: ask what now looks as if to be asked."""
    _, must = _needed(standing, deciding(standing))
    waiting = [
        (group, members)
        for group in standing.plan.groups
        if (members := [one for one in group.findings if one in must and _asked_now(standing, one)])
    ]
    if not waiting:
        return None
    group, members = waiting[0]
    return _screen(standing.plan, group, members[:ROWS], left=len(waiting))


def _asked_now(standing: Standing, name: str) -> bool:
    tree = standing.plan.when.get(name)
    return name in standing.later.open and (
        tree is None or standing.plan.sets_of(tree)(standing.now) != NO
    )


def _bucket(rate: int) -> int:
    """Return how often a rate can be halved: screens within a factor of two tell as much."""
    return rate.bit_length()


def _screen(plan: Plan, group: Group, findings: Iterable[str], *, left: int) -> Screen:
    return Screen(
        id=group.id, kind=group.kind, title=group.title, lead=group.lead, section=group.section,
        findings=tuple(findings), emergency=group.emergency, part=group.part,
        parts=len(plan.part_titles), part_title=plan.part_titles[group.part - 1], left=left,
    )  # fmt: skip
