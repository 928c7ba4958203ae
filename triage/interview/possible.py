"""What a rule may still come to: trees over sets of truth values, some answers still to come.

A set is three bits, NO, UNSURE and YES. A finding that is still to come may be all three, one
that was answered is one; a rule whose set has no YES can never fire. Parts of a rule are taken as
independent of one another, so a set may hold too much, never too little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from triage.engine.expression import Tree
from triage.engine.spans import COMPARISONS, Compare, Span, holds

NO, UNSURE, YES, ANY = 1, 2, 4, 7
OPEN = object()  # a number or a choice that is still to come
_LOWEST = {NO: 0, UNSURE: 1, YES: 2}
_SET = {False: NO, None: UNSURE, True: YES}


@dataclass(frozen=True, slots=True)
class Points:
    """Bounds of a cause's points; `reach` counts unsure answers with the best they may say."""

    low: int
    high: int
    reach_low: int
    reach_high: int


@dataclass(slots=True)
class World:
    """What each finding may still be; derived findings are worked in after the asked ones."""

    truth: dict[str, int]
    numbers: dict[str, Any]  # a number or text; OPEN; absent = will stay unknown
    unsure: frozenset[str]
    open: frozenset[str]
    answered: frozenset[str]
    measures: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    points: dict[str, Points] = field(default_factory=dict)
    by_eye: frozenset[str] = frozenset()  # derived findings that numbers alone decide


Sets = Callable[[World], int]


def _table(combine: Callable[[int, int], int]) -> tuple[int, ...]:
    made = []
    for one in range(8):
        for other in range(8):
            found = 0
            for a in _LOWEST:
                for b in _LOWEST:
                    if one & a and other & b:
                        found |= combine(a, b)
            made.append(found)
    return tuple(made)


BOTH = _table(min)  # NO < UNSURE < YES
EITHER = _table(max)


def compile_sets(tree: Tree) -> Sets:
    """Return a function from a world to the set of values that a tree may have."""
    kind = tree[0]
    if kind == "yes":
        name = tree[1]
        return lambda world: world.truth[name]
    if kind in ("and", "or"):
        return _joined(tree)
    if kind == "not":
        inner = compile_sets(tree[1])
        return lambda world: _turned(inner(world))
    if kind == "count":
        return _count(tuple(dict.fromkeys(tree[1])), tree[2])
    if kind == "compare":
        return _compare(tree)
    if kind == "is_yes":
        name = tree[1]
        return lambda world: _certain(world.truth[name])
    names = frozenset(tree[1]) if kind == "any_unsure" else frozenset({tree[1]})
    if kind == "any_unsure":
        return lambda world: YES if names & world.unsure else NO | YES if names & world.open else NO
    return lambda world: _missing(world, tree[1])


def _joined(tree: Tree) -> Sets:
    parts = tuple(compile_sets(part) for part in tree[1:])
    table, end = (BOTH, NO) if tree[0] == "and" else (EITHER, YES)

    def check(world: World) -> int:
        found = YES + NO - end
        for part in parts:
            found = table[found * 8 + part(world)]
            if found == end:
                break
        return found

    return check


def _turned(values: int) -> int:
    return (values & UNSURE) | (YES if values & NO else 0) | (NO if values & YES else 0)


def _certain(values: int) -> int:
    return (YES if values & YES else 0) | (NO if values & (NO | UNSURE) else 0)


def _missing(world: World, name: str) -> int:
    if name in world.open:
        return NO | YES
    return NO if name in world.answered else YES


def _count(names: tuple[str, ...], least: int) -> Sets:
    def check(world: World) -> int:
        surely = possibly = not_no = maybe = doubtful = 0
        for name in names:
            values = world.truth[name]
            surely += values == YES
            possibly += values >= YES
            not_no += not values & NO
            maybe += values != NO
            doubtful += values & UNSURE
        found = YES if possibly >= least else 0
        if not_no < least:
            found |= NO
        if doubtful and surely < least <= maybe:
            found |= UNSURE
        return found

    return check


def _compare(tree: Tree) -> Sets:
    if tree[1][0] == "score":
        cause, least = tree[1][1], tree[3][1]
        return lambda world: _reaches(world.points[cause], least)
    signs = tuple(COMPARISONS[sign] for sign in tree[2::2])
    sides = tuple(_side(part) for part in tree[1::2])
    if len(sides) == 2 and tree[1][0] == "value" and tree[3][0] == "const":
        return _limit(tree[1][1], signs[0], tree[3][1], sides[0])

    def check(world: World) -> int:
        spans = [side(world) for side in sides]
        if OPEN in spans:
            return ANY
        if None in spans:
            return UNSURE
        found = 0
        for row in product(*spans):
            found |= _SET[holds(signs, row)]
        return found

    return check


def _side(part: Tree) -> Callable[[World], Any]:
    """Return a function that says what one side of a comparison may be: spans, OPEN or None."""
    if part[0] == "const":
        return lambda world: ((part[1], part[1]),)
    if part[0] == "sum":
        return compile_measure(part)

    def look(world: World) -> Any:
        if part[1] in world.measures:
            return world.measures[part[1]]
        number = world.numbers.get(part[1])
        return number if number is OPEN or number is None else ((number, number),)

    return look


def _limit(name: str, sign: Compare, limit: Any, side: Callable[[World], Any]) -> Sets:
    """Compare one finding with a constant: nearly all comparisons are of this form."""

    def check(world: World) -> int:
        if name in world.measures:
            found = 0
            for span in side(world):
                found |= _SET[holds((sign,), (span, (limit, limit)))]
            return found
        number = world.numbers.get(name)
        if number is OPEN:
            return ANY
        if number is None:
            return UNSURE
        return YES if sign(number, limit) else NO

    return check


def _reaches(points: Points, least: int) -> int:
    found = YES if points.high >= least else 0
    if points.reach_low < least:
        found |= NO
    if points.low < least <= points.reach_high and points.reach_high > points.low:
        found |= UNSURE
    return found


def compile_measure(tree: Tree) -> Callable[[World], tuple[Span, ...]]:
    """Return a function that says what a sum may come to: its least and its most, told together.

    They differ by the terms that end unsure.
    """
    parts = [compile_sets(part) for part in tree[1]]

    def spans(world: World) -> tuple[Span, ...]:
        seen = _by_eye(world)
        found = [part(seen) for part in parts]
        surely, doubtful = found.count(YES), found.count(UNSURE)
        possibly = sum(each >= YES for each in found)
        not_no = sum(not each & NO for each in found)
        maybe = len(found) - found.count(NO)
        doubted = sum(bool(each & UNSURE) for each in found)
        return tuple(
            (least, most)
            for least in range(surely, possibly + 1)
            for most in range(max(least, not_no), maybe + 1)
            if doubtful <= most - least <= doubted
        )

    return spans


def _by_eye(world: World) -> World:
    """Return the world as the terms of a sum see it: what a missing number leaves open is no."""
    changed = {
        name: values & YES | NO
        for name in world.by_eye
        if (values := world.truth.get(name, NO)) & UNSURE
    }
    return replace(world, truth=world.truth | changed) if changed else world
