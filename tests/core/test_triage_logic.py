"""Three-valued evaluation as the evidence pack makes it exact."""

from __future__ import annotations

import pytest

from kernel.truth import Truth
from triage.engine.expression import parse
from triage.engine.logic import Facts, compile_check

BITS = {"a": 1, "b": 2, "c": 4, "n": 8}
T, U, F = True, None, False


def check(text: str, *, yes: str = "", unsure: str = "", **values: int) -> Truth:
    bits = sum(BITS[name] for name in yes)
    open_ = sum(BITS[name] for name in unsure)
    known = sum(BITS[name] for name in {*yes, *unsure, *values})
    facts = Facts(unsure=open_, answered=known, values=dict(values))
    return compile_check(parse(text), BITS)(bits, open_, facts)


@pytest.mark.parametrize(
    ("text", "yes", "unsure", "expected"),
    [
        ("a OR b", "a", "b", T), ("a OR b", "", "b", U), ("a OR b", "", "", F),
        ("a AND b", "a", "b", U), ("a AND b", "", "b", F), ("a AND b", "ab", "", T),
        ("NOT a", "", "", T), ("NOT a", "", "a", U), ("NOT a", "a", "", F),
        ("NOT (a AND b)", "a", "b", U), ("NOT (a AND b)", "", "b", T),
        ("IS_YES(a)", "", "a", F), ("NOT IS_YES(a)", "", "a", T), ("NOT IS_YES(a)", "a", "", F),
        ("ANY_UNSURE(a, b)", "a", "b", T), ("ANY_UNSURE(a, b)", "ab", "", F),
        ("COUNT(a, b, c) >= 2", "ab", "", T), ("COUNT(a, b, c) >= 2", "a", "b", U),
        ("COUNT(a, b, c) >= 2", "a", "", F), ("COUNT(a, b, c) >= 2", "", "a", F),
        ("a OR COUNT(b, c) >= 1", "", "c", U), ("a OR COUNT(b, c) >= 1", "c", "a", T),
        ("INT(a) + INT(b) >= 1", "", "ab", U), ("INT(a) + INT(b OR c) >= 2", "ac", "", T),
    ],
)  # fmt: skip
def test_unknown_stays_unknown_unless_something_settles_it(
    text: str, yes: str, unsure: str, expected: Truth
) -> None:
    assert check(text, yes=yes, unsure=unsure) is expected


def test_a_comparison_with_a_missing_value_is_unknown_in_chains_too() -> None:
    assert check("n >= 5") is U
    assert check("1 <= n <= 5") is U
    assert check("NOT n >= 5") is U
    assert check("1 <= n <= 5", n=5) is T
    assert check("1 <= n <= 5", n=6) is F


def test_missing_is_not_unsure() -> None:
    assert check("a is missing") is T
    assert check("a is missing", unsure="a") is F
    assert check("n is missing", n=0) is F
