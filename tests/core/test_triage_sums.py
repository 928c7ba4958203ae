"""A comparison with a sum is three-valued by the least and the most that the sum may be."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kernel.truth import Truth
from tests.core.answer_sets import KNOWLEDGE, NOES
from tests.core.small_knowledge import small_knowledge, with_a_measure, with_rules
from triage.engine.expression import parse
from triage.engine.judge import judge
from triage.engine.logic import Facts, compile_check, wakes
from triage.engine.spans import COMPARISONS, holds

T, U, F = True, None, False
BITS = {"a": 1, "b": 2, "c": 4, "n": 8}
CALM = dict.fromkeys(["sprint", "pop", "blow", "sore_spot", "tingle", "cold", "blue"], False) | {
    "age_years": 30, "days": 3, "persona": "desk",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "by_span"),
    [
        # the sum may be      0-0 0-1 0-2 1-1 1-2 2-2
        ("{sum} >= 1",       (F,  U,  U,  T,  T,  T)),
        ("{sum} > 1",        (F,  F,  U,  F,  U,  T)),
        ("{sum} < 1",        (T,  U,  U,  F,  F,  F)),
        ("{sum} <= 1",       (T,  T,  U,  T,  U,  F)),
        ("{sum} == 1",       (F,  U,  U,  T,  U,  F)),
        ("{sum} != 1",       (T,  U,  U,  F,  U,  T)),
        ("1 <= {sum}",       (F,  U,  U,  T,  T,  T)),
        ("1 <= {sum} <= 1",  (F,  U,  U,  T,  U,  F)),
        ("0 <= {sum} <= 2",  (T,  T,  T,  T,  T,  T)),
        ("NOT {sum} >= 1",   (T,  U,  U,  F,  F,  F)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("derived", [False, True])
def test_the_truth_table_of_a_comparison_with_a_sum_of_two_terms(
    text: str, by_span: tuple[Truth, ...], derived: bool
) -> None:
    spans = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    for (least, most), expected in zip(spans, by_span, strict=True):
        yes, open_ = (1 << least) - 1, (1 << most) - (1 << least)
        facts = Facts(values={"n": least}, most={"n": most} if most > least else {})
        if derived:  # a sum that has a name, worked out before
            check = compile_check(parse(text.format(sum="n")), BITS)
            found = check(0, BITS["n"] if most > least else 0, facts)
        else:
            check = compile_check(parse(text.format(sum="INT(a) + INT(b)")), BITS)
            found = check(yes, open_, facts)
        assert found is expected, (least, most)


@pytest.mark.parametrize("sign", sorted(COMPARISONS))
def test_a_comparison_says_what_all_numbers_between_the_ends_say(sign: str) -> None:
    for least, most, limit in product(range(4), range(4), range(-1, 5)):
        if least <= most:
            said = {COMPARISONS[sign](n, limit) for n in range(least, most + 1)}
            expected = None if len(said) == 2 else said.pop()
            assert holds((COMPARISONS[sign],), ((least, most), (limit, limit))) is expected


def test_a_missing_number_beside_a_sum_leaves_the_comparison_unknown() -> None:
    check = compile_check(parse("INT(a) >= n"), BITS)

    assert check(0, 0, Facts()) is U
    assert check(0, 0, Facts(values={"n": 1})) is F


def test_no_sign_must_be_there_for_a_sum_not_to_be_false() -> None:
    assert wakes(parse("INT(a) + INT(b) < 1"), BITS) == 0
    assert wakes(parse("INT(a) + INT(b) >= 1 AND c"), BITS) == BITS["c"]
    assert wakes(parse("INT(a) + INT(b) >= 1 OR c"), BITS) == 0


def test_a_rule_by_a_sum_is_looked_at_whichever_of_its_signs_is_alive() -> None:
    knowledge = with_rules("signs >= 1", "INT(cold) + INT(pop) >= 1 AND NOT IS_YES(blow)")
    for cold, blue, pop in product([True, False, "unsure"], repeat=3):
        answers = CALM | {"cold": cold, "blue": blue, "pop": pop}
        verdict = judge(knowledge, answers)

        spoken = {flag.rule for flag in verdict.raised}
        assert ("RF-X-1" in spoken) is (cold is not False or blue is not False)
        assert ("RF-X-2" in spoken) is (cold is not False or pop is not False)


@pytest.mark.parametrize(
    ("change", "fired", "unsure", "because"),
    [
        ({"cold": True}, ["RF-X-1"], [], [("cold", True)]),
        ({"cold": "unsure"}, [], ["RF-X-1"], [("cold", "unsure")]),
        ({"cold": True, "blue": "unsure"}, ["RF-X-1"], [], [("cold", True)]),
        ({"cold": False, "blue": False}, [], [], []),
    ],
)
def test_an_unsure_term_is_told_as_unsure_and_named(
    change: dict[str, Any], fired: list[str], unsure: list[str], because: list[tuple[str, Any]]
) -> None:
    verdict = judge(with_rules("signs >= 1"), CALM | change)

    assert [flag.rule for flag in verdict.red_flags] == fired
    assert [flag.rule for flag in verdict.unsure_flags] == unsure
    assert [each for flag in verdict.raised for each in flag.because] == because
    assert verdict.urgency == ("same_day" if fired else "within_days" if unsure else "self_care")


def test_what_is_true_of_a_sum_that_is_not_enough_is_named_beside_the_unsure() -> None:
    verdict = judge(with_rules("signs >= 2"), CALM | {"cold": True, "blue": "unsure"})

    assert [flag.because for flag in verdict.unsure_flags] == [(("cold", True), ("blue", "unsure"))]


def test_a_term_that_was_never_asked_is_unscreened_and_not_unsure() -> None:
    without = {name: each for name, each in CALM.items() if name != "cold"}

    verdict = judge(with_rules("signs >= 1"), without)

    assert verdict.unscreened == ("RF-X-1",)
    assert not verdict.raised


def test_the_number_told_is_of_the_signs_that_are_certain() -> None:
    told = {"signs": {"value": "signs"}}
    rule = with_rules("signs >= 1").compiled["rules"][0] | {
        "tell_clauses": [["I counted {signs}", "."]]
    }
    knowledge = small_knowledge(rules=[rule], placeholders=told)

    for change, said in (
        ({"cold": True, "blue": "unsure"}, "I counted 1."),
        ({"cold": True, "blue": True, "tingle": True}, "I counted 2."),
    ):
        [flag] = judge(knowledge, CALM | change).raised
        assert flag.tell_clinician == said


@pytest.mark.parametrize(
    ("change", "unsure"),
    [
        ({"cold": False}, []),
        ({"cold": "unsure"}, ["RF-X-1"]),
        ({"cold": False, "tingle": "unsure"}, []),
        ({"cold": False, "blue": "unsure", "tingle": True}, ["RF-X-1"]),
    ],
)
def test_a_number_not_measured_is_counted_by_eye_and_holds_no_flag_open(
    change: dict[str, Any], unsure: list[str]
) -> None:
    by_eye = {name: each for name, each in CALM.items() if name != "age_years"} | change

    knowledge = with_a_measure("signs >= 1")
    verdict = judge(knowledge, by_eye)

    assert [flag.rule for flag in verdict.unsure_flags] == unsure
    for flag in verdict.unsure_flags:
        assert "unsure" in dict(flag.because).values()
    assert verdict.unscreened == ("RF-X-1",)  # the number could still raise it
    assert judge(knowledge, by_eye | {"age_years": 70}).red_flags
    assert not verdict.red_flags


def test_a_clot_sign_that_is_unsure_or_not_asked_keeps_the_wells_rule_in_sight() -> None:
    seen = {"lump_behind_knee": True, "tender_deep_vein_line": True}

    unsure = judge(KNOWLEDGE, NOES | seen | {"active_cancer": "unsure"})
    unasked = judge(KNOWLEDGE, seen)

    [flag] = [flag for flag in unsure.unsure_flags if flag.rule == "RF-DVT-3"]
    assert dict(flag.because) == {"active_cancer": "unsure", "tender_deep_vein_line": True}
    assert "RF-DVT-3" in unsure.unscreened
    assert "RF-DVT-3" in unasked.unscreened
    assert "RF-DVT-3" not in {each.rule for each in unasked.raised}


def test_two_clot_signs_that_are_certain_fire_whatever_else_is_unsure() -> None:
    signs = {"active_cancer": True, "tender_deep_vein_line": True, "prev_vte": "unsure"}

    verdict = judge(KNOWLEDGE, NOES | signs)

    flag = next(flag for flag in verdict.red_flags if flag.rule == "RF-DVT-3")
    assert "scored 2." in flag.tell_clinician
    assert "prev_vte" not in dict(flag.because)
