"""The grammar of rules: what binds tighter, and what is refused."""

from __future__ import annotations

import pytest

from triage.engine.expression import BadExpression, parse


def test_not_binds_tighter_than_and_and_and_tighter_than_or() -> None:
    assert parse("NOT a AND b OR c") == [
        "or", ["and", ["not", ["yes", "a"]], ["yes", "b"]], ["yes", "c"],
    ]  # fmt: skip


def test_a_chain_compares_neighbours() -> None:
    assert parse("11 <= age <= 19") == [
        "compare", ["const", 11], "<=", ["value", "age"], "<=", ["const", 19],
    ]  # fmt: skip


def test_a_sum_of_terms_counts_what_is_true() -> None:
    assert parse("INT(a) + INT(b OR c) >= 2")[1] == [
        "sum", [["yes", "a"], ["or", ["yes", "b"], ["yes", "c"]]],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "a AND", "AND a", "(a", "a)", "a b", "COUNT(a)", "COUNT(a) > 1", "COUNT() >= 1", "'text'",
     "IS_YES(a, b)", "NOT", "a ==", "1 is missing", "a & b", "INT(a) + b", "a == 'open"],
)  # fmt: skip
def test_what_the_grammar_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)
