"""What a comparison comes to where a side may still be any of several whole numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from kernel.truth import Truth

Number = int | float | str
Span = tuple[Number, Number]  # the least and the most that a side may be
Compare = Callable[[Any, Any], bool]
COMPARISONS: dict[str, Compare] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_EQUALS = (operator.eq, operator.ne)


def holds(signs: Sequence[Compare], spans: Sequence[Span]) -> Truth:
    """Say whether a chain holds wherever each side is within its span; None = here yes, there no.

    Sides are taken as independent of one another. Where both ends are the same, any value may
    stand; else whole numbers.
    """
    if len(signs) == 1 and signs[0] not in _EQUALS:  # its ends settle it
        (least, most), (low, high) = spans
        one, other = signs[0](least, high), signs[0](most, low)
        return one if one is other else None
    rows = product(*((a,) if a == b else range(int(a), int(b) + 1) for a, b in spans))
    found = {
        all(sign(a, b) for sign, a, b in zip(signs, row, row[1:], strict=False)) for row in rows
    }
    return found.pop() if len(found) == 1 else None
