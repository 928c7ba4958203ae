"""Trees of the grammar made into quick functions over bit sets, three-valued throughout.

A pass over the rules is given two bit sets: `yes` (findings and derived findings that are true)
and `open_` (those not known). What stands in neither is no. Which findings are open is what
tells one reading from another: only the unsure ones when rules are judged, the missing ones as
well when we ask which rules have been screened. The bit of a sum is open where it may still grow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.truth import Truth
from triage.engine.expression import Tree
from triage.engine.spans import COMPARISONS, Compare, Number, Span, holds


@dataclass(slots=True)
class Facts:
    """What was answered, apart from plain yes and no: unsure bits, answered bits, numbers.

    `scores` holds for a cause its points and the most they could still become, `most` the same for
    a sum that may still grow. `by_eye` are bits of derived findings that a missing number leaves
    open, which do not open the term of a sum (ADR 0206).
    """

    unsure: int = 0
    answered: int = 0
    values: dict[str, Number] = field(default_factory=dict)
    scores: dict[str, tuple[int, int]] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    by_eye: int = 0


Check = Callable[[int, int, Facts], Truth]
Side = Callable[[int, int, Facts], Span | None]
Measure = Callable[[int, int, Facts], tuple[int, int]]


def compile_check(tree: Tree, bits: Mapping[str, int]) -> Check:
    """Return a function that says whether a tree is true, false or unknown (None)."""
    kind = tree[0]
    if kind == "yes":
        return _any_of(bits[tree[1]])
    if kind in ("and", "or"):
        return _joined(tree, bits)
    if kind == "not":
        return _negated(compile_check(tree[1], bits))
    if kind == "count":
        return _at_least(_mask(tree[1], bits), tree[2])
    if kind == "compare":
        return _chain(tree[1:], bits)
    if kind == "is_yes":
        bit = bits[tree[1]]
        return lambda yes, open_, facts: bool(yes & bit)
    if kind == "any_unsure":
        mask = _mask(tree[1], bits)
        return lambda yes, open_, facts: bool(facts.unsure & mask)
    bit = bits[tree[1]]  # "missing"
    return lambda yes, open_, facts: not facts.answered & bit


def wakes(tree: Tree, bits: Mapping[str, int]) -> int:
    """Return bits of which one must be yes or open for the tree not to be false; 0 = none must.

    A rule none of whose bits is set need not be looked at: most rules, for most people.
    """
    kind = tree[0]
    if kind in ("yes", "is_yes"):
        return bits[tree[1]]
    if kind in ("count", "any_unsure"):
        return _mask(tree[1], bits)
    if kind not in ("and", "or"):
        return 0
    parts = [wakes(part, bits) for part in tree[1:]]
    if kind == "and":
        return min((mask for mask in parts if mask), key=int.bit_count, default=0)
    joined = 0
    for mask in parts:
        joined |= mask
    return joined if all(parts) else 0


def compile_sum(tree: Tree, bits: Mapping[str, int]) -> Measure:
    """Return a function that says what INT terms add up to, unknown ones as 0 and as 1."""
    parts = [compile_check(part, bits) for part in tree[1]]

    def add(yes: int, open_: int, facts: Facts) -> tuple[int, int]:
        least = most = 0
        aside = open_ & facts.by_eye
        for part in parts:
            value = part(yes, open_, facts)
            if value:
                least += 1
                most += 1
            elif value is None and (not aside or part(yes, open_ ^ aside, facts) is not False):
                most += 1
        return least, most

    return add


def _mask(names: Sequence[str], bits: Mapping[str, int]) -> int:
    mask = 0
    for name in names:
        mask |= bits[name]
    return mask


def _any_of(mask: int) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        if yes & mask:
            return True
        return None if open_ & mask else False

    return check


def _at_least(mask: int, least: int) -> Check:
    if least == 1:
        return _any_of(mask)

    def check(yes: int, open_: int, facts: Facts) -> Truth:
        certain = (yes & mask).bit_count()
        if certain >= least:
            return True
        return None if certain + (open_ & mask).bit_count() >= least else False

    return check


def _negated(inner: Check) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        value = inner(yes, open_, facts)
        return None if value is None else not value

    return check


def _joined(tree: Tree, bits: Mapping[str, int]) -> Check:
    """Join parts; plain findings (and COUNT >= 1 inside OR) become one bit set, tried first."""
    mask, rest = 0, []
    for part in tree[1:]:
        if part[0] == "yes":
            mask |= bits[part[1]]
        elif tree[0] == "or" and part[0] == "count" and part[2] == 1:
            mask |= _mask(part[1], bits)
        else:
            rest.append(compile_check(part, bits))
    parts = tuple(rest)
    if tree[0] == "or":
        return _either(mask, parts) if parts else _any_of(mask)
    return _both(mask, parts)


def _either(mask: int, parts: tuple[Check, ...]) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        if yes & mask:
            return True
        unknown = bool(open_ & mask)
        for part in parts:
            value = part(yes, open_, facts)
            if value:
                return True
            unknown = unknown or value is None
        return None if unknown else False

    return check


def _both(mask: int, parts: tuple[Check, ...]) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        not_yes = mask & ~yes
        if not_yes & ~open_:
            return False
        unknown = bool(not_yes)
        for part in parts:
            value = part(yes, open_, facts)
            if value is False:
                return False
            unknown = unknown or value is None
        return None if unknown else True

    return check


def _chain(parts: Sequence[Any], bits: Mapping[str, int]) -> Check:
    """Compare neighbours of a chain; a missing value leaves the whole of it unknown."""
    if parts[0][0] == "score":
        return _reaches(parts[0][1], parts[2][1])
    if len(parts) == 3 and parts[0][0] == "value" and parts[2][0] == "const":
        name = parts[0][1]
        return _one_comparison(name, bits[name], COMPARISONS[parts[1]], parts[2][1])
    sides = [_side(part, bits) for part in parts[0::2]]
    signs = [COMPARISONS[sign] for sign in parts[1::2]]

    def check(yes: int, open_: int, facts: Facts) -> Truth:
        spans = [span for side in sides if (span := side(yes, open_, facts)) is not None]
        return holds(signs, spans) if len(spans) == len(sides) else None

    return check


def _one_comparison(name: str, bit: int, compare: Compare, limit: Number) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        value = facts.values.get(name)
        if value is None:
            return None
        if open_ & bit:  # a sum that may still grow
            return holds((compare,), ((value, facts.most[name]), (limit, limit)))
        return compare(value, limit)

    return check


def _reaches(cause: str, least: int) -> Check:
    def check(yes: int, open_: int, facts: Facts) -> Truth:
        points, most = facts.scores[cause]
        if points >= least:
            return True
        return None if most >= least else False

    return check


def _side(part: Tree, bits: Mapping[str, int]) -> Side:
    if part[0] == "const":
        return lambda yes, open_, facts: (part[1], part[1])
    if part[0] == "sum":
        return compile_sum(part, bits)
    name, bit = part[1], bits[part[1]]

    def look(yes: int, open_: int, facts: Facts) -> Span | None:
        value = facts.values.get(name)
        if value is None:
            return None
        return value, facts.most[name] if open_ & bit else value

    return look
