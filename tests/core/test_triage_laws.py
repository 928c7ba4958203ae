"""The laws of triage, each a property over many sets of answers and the whole knowledge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.core.answer_sets import FINDINGS, KNOWLEDGE, NOES, YES_NO, any_sets
from tests.knowledge.plain import Plain
from triage.engine.judge import judge, scores_of
from triage.engine.trees import names_in

# Answers that may lower a level, each by an explicit yes only, with the rules that say so.
# Source: evidence-pack-draft-2, 3.1; a clear injury is a sudden start with one of the mechanisms.
MODIFIERS = {
    "ces_long_standing_assessed": "RF-CES-1 becomes RF-CES-5",
    "agg_sitting": "RF-PAD-2",
    "extreme_exertion_72h": "RF-DRG-2",
    "onset_sudden": "a clear injury",
    "mech_sprint": "a clear injury",
    "mech_direction_change": "a clear injury",
    "mech_kick": "a clear injury",
    "mech_overstretch": "a clear injury; RF-RUP-3 becomes RF-RUP-12",
    "mech_slip_split": "a clear injury",
    "mech_direct_blow": "a clear injury",
    "mech_fall": "a clear injury",
    "mech_major_trauma": "a clear injury",
}
DANGER_SIGNS = sorted(
    name for name in YES_NO
    if name not in MODIFIERS and any(rule.reads & FINDINGS[name].bit for rule in KNOWLEDGE.rules)
)  # fmt: skip
CONDITIONAL = {raw["id"] for raw in KNOWLEDGE.compiled["findings"] if "ask_when" in raw}
# One clot sign more, and RF-DVT-3 counts two of them.
ONE_CLOT_SIGN = {"lump_behind_knee": True, "tender_deep_vein_line": True}
PLAIN = Plain(KNOWLEDGE.compiled)
SAME_DAY = KNOWLEDGE.levels.index("same_day")


def rank(urgency: str | None) -> int:
    return -1 if urgency is None else KNOWLEDGE.levels.index(urgency)


def level(answers: dict[str, Any]) -> int:
    return rank(judge(KNOWLEDGE, answers).urgency)


@settings(max_examples=300, deadline=None)
@given(any_sets, st.sampled_from(DANGER_SIGNS), st.sampled_from([True, "unsure"]))
def test_a_danger_sign_never_lowers_the_level(
    answers: dict[str, Any], sign: str, value: bool | str
) -> None:
    without = {name: each for name, each in answers.items() if name != sign}

    assert level(without | {sign: value}) >= level(without | {sign: False})
    assert level(without | {sign: value}) >= level(without)


@settings(max_examples=150, deadline=None)
@given(any_sets, st.sampled_from(sorted(MODIFIERS)))
def test_what_may_lower_a_level_does_so_by_an_explicit_yes_only(
    answers: dict[str, Any], modifier: str
) -> None:
    without = {name: each for name, each in answers.items() if name != modifier}

    assert level(without | {modifier: "unsure"}) >= level(without | {modifier: False})
    assert level(without) >= level(without | {modifier: False})


def test_every_modifier_is_a_question_that_some_rule_reads() -> None:
    assert [name for name in MODIFIERS if name not in YES_NO] == []
    assert [
        name for name in MODIFIERS
        if not any(rule.reads & FINDINGS[name].bit for rule in KNOWLEDGE.rules)
    ] == []  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(any_sets, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: dict[str, Any], chance: Any) -> None:
    items = list(answers.items())
    chance.shuffle(items)

    assert judge(KNOWLEDGE, dict(items)).as_dict() == judge(KNOWLEDGE, answers).as_dict()
    assert scores_of(KNOWLEDGE, dict(items)) == scores_of(KNOWLEDGE, answers)


@settings(max_examples=150, deadline=None)
@given(any_sets, st.sampled_from(DANGER_SIGNS))
@example(ONE_CLOT_SIGN, "active_cancer")
@example(NOES | ONE_CLOT_SIGN, "active_cancer")
def test_unsure_is_never_read_as_no(answers: dict[str, Any], sign: str) -> None:
    unsure = judge(KNOWLEDGE, answers | {sign: "unsure"})
    no = judge(KNOWLEDGE, answers | {sign: False})
    yes = judge(KNOWLEDGE, answers | {sign: True})

    spoken = {flag.rule for flag in unsure.raised} | {flag.rule for flag in unsure.unsure_flags}
    assert {flag.rule for flag in no.red_flags} <= spoken | {flag.rule for flag in unsure.red_flags}
    woken = {flag.rule for flag in yes.red_flags} - {flag.rule for flag in no.red_flags}
    silenced = {rule.id for rule in KNOWLEDGE.rules if rule.unless}
    assert woken - silenced <= {flag.rule for flag in (*unsure.red_flags, *unsure.unsure_flags)}


@settings(max_examples=200, deadline=None)
@given(any_sets, st.sampled_from(YES_NO))
@example(ONE_CLOT_SIGN, "active_cancer")
@example(NOES | ONE_CLOT_SIGN, "active_cancer")
def test_a_flag_that_an_unanswered_question_could_raise_is_listed_as_unscreened(
    answers: dict[str, Any], question: str
) -> None:
    assume(question not in CONDITIONAL)
    without = {name: each for name, each in answers.items() if name != question}
    verdict = judge(KNOWLEDGE, without)

    answered = judge(KNOWLEDGE, without | {question: True})

    new = {flag.rule for flag in answered.red_flags} - {flag.rule for flag in verdict.red_flags}
    assert new <= set(verdict.unscreened)
    assert not (new and verdict.is_clear)


@settings(max_examples=150, deadline=None)
@given(any_sets)
def test_an_unanswered_flag_question_is_never_an_all_clear(answers: dict[str, Any]) -> None:
    verdict = judge(KNOWLEDGE, answers)

    if verdict.is_clear:
        assert not verdict.red_flags
        assert not verdict.unsure_flags
        assert not verdict.unscreened
        assert not verdict.missing_mandatory
    spoken = {flag.rule for flag in verdict.red_flags}
    assert not spoken & set(verdict.unscreened)
    assert {flag.rule for flag in verdict.unsure_flags} <= set(verdict.unscreened)


@settings(max_examples=150, deadline=None)
@given(any_sets)
def test_the_level_is_the_highest_raised_and_an_incomplete_calm_has_none(
    answers: dict[str, Any],
) -> None:
    verdict = judge(KNOWLEDGE, answers)

    highest = max((rank(flag.urgency) for flag in verdict.raised), default=0)
    missing = [each.id for each in KNOWLEDGE.mandatory if each.id not in answers]
    assert verdict.missing_mandatory == tuple(missing)
    assert verdict.complete is (not missing)
    assert rank(verdict.urgency) == (-1 if missing and highest == 0 else highest)
    if verdict.urgency is None:
        assert (verdict.causes, verdict.ranking, verdict.unclear) == ((), (), None)


@settings(max_examples=150, deadline=None)
@given(any_sets)
def test_causes_are_withheld_from_same_day_on_and_ranked_below(answers: dict[str, Any]) -> None:
    verdict = judge(KNOWLEDGE, answers)

    assert verdict.withheld is (rank(verdict.urgency) >= SAME_DAY)
    young = answers.get("age_years", 99) < 16
    if verdict.withheld or verdict.urgency is None or young:
        assert (verdict.causes, verdict.ranking, verdict.unclear) == ((), (), None)
    else:
        assert len(verdict.ranking) == len(KNOWLEDGE.scoring.conditions)
        assert [cause.id for cause in verdict.causes] == list(
            verdict.ranking[: len(verdict.causes)]
        )
        assert (verdict.unclear is None) is bool(verdict.causes)


@settings(max_examples=100, deadline=None)
@given(any_sets, st.integers(0, 15))
def test_under_sixteen_no_cause_is_shown_whatever_was_answered(
    answers: dict[str, Any], age: int
) -> None:
    verdict = judge(KNOWLEDGE, answers | {"age_years": age})

    assert (verdict.causes, verdict.ranking, verdict.unclear) == ((), (), None)


@settings(max_examples=100, deadline=None)
@given(any_sets)
def test_because_names_answered_findings_that_are_not_no(answers: dict[str, Any]) -> None:
    verdict = judge(KNOWLEDGE, answers)

    for flag in (*verdict.red_flags, *verdict.unsure_flags):
        assert flag.because, flag.rule
        for name, value in flag.because:
            assert answers[name] == value
            assert value is not False
    for flag in verdict.unsure_flags:
        assert any(value == "unsure" for _, value in flag.because), flag.rule


@settings(max_examples=150, deadline=None)
@given(any_sets)
def test_a_plain_reading_of_the_rules_comes_to_the_same(answers: dict[str, Any]) -> None:
    verdict = judge(KNOWLEDGE, answers)

    outcomes = {rule: PLAIN.outcome(raw, answers) for rule, raw in PLAIN.rules.items()}
    assert {flag.rule for flag in verdict.red_flags} == {
        rule for rule, outcome in outcomes.items() if outcome == "fires"
    }
    assert {flag.rule for flag in verdict.unsure_flags} == {
        rule for rule, outcome in outcomes.items() if outcome == "open"
    }


def test_every_rule_reads_at_least_one_asked_finding() -> None:
    for rule in KNOWLEDGE.rules:
        assert rule.reads
        assert list(names_in(rule.tree))


@pytest.mark.parametrize(
    ("answers", "modifier"),
    [
        ({"agg_walk_fixed_distance": True, "ease_stand_still_10min": True}, "agg_sitting"),
        ({"statin": True, "loc_both_legs": True, "statin_new_12w": True}, "extreme_exertion_72h"),
    ],
)
def test_unsure_takes_no_rule_away(answers: dict[str, Any], modifier: str) -> None:
    assert level(answers | {modifier: "unsure"}) == level(answers | {modifier: False}) > -1
    assert level(answers) == level(answers | {modifier: False})
