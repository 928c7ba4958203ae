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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a AND #bcdefghijklmnopqrstuvwxyz", "cannot read ' #bcdefghijklmnopqrs'"),
        ("(a", "ends too early, expected )"), ("(a b", "expected ')', found 'b'"),
        ("a b", "did not expect 'b'"), ("a AND AND", "did not expect 'AND'"),
        ("COUNT(a)", "count needs a comparison"), ("COUNT(a) > 1", "write COUNT(...) >= n"),
        ("COUNT(a) >= 1.5", "write COUNT(...) >= n"),
        ("COUNT(a b)", "findings in brackets are parted by commas"),
        ("COUNT(1)", "expected a finding, found '1'"), ("IS_YES(a, b)", "IS_YES takes one finding"),
        ("SCORE(a, b) >= 1", "SCORE takes one cause"), ("SCORE(a) > 1", "write SCORE(cause) >= n"),
        ("SCORE(a) >= 1.5", "write SCORE(cause) >= n"),
        ("1 is missing", "only a finding can be missing"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_expression_is_refused_with_the_place_and_the_reason(
    text: str, reason: str
) -> None:
    with pytest.raises(BadExpression) as refused:
        parse(text)

    assert str(refused.value) == reason
