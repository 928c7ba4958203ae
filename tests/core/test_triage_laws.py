"""The laws of the house, each a property over many sets of answers."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from triage.engine.judge import judge
from triage.engine.knowledge import names_in
from triage.loader import current

KNOWLEDGE = current()
FINDINGS = KNOWLEDGE.findings
YES_NO = [name for name, each in FINDINGS.items() if each.type == "bool3"]
# Answers that may lower a level, each only by an explicit yes (evidence-pack-draft-2, 3.1).
MODIFIERS = {
    "ces_long_standing_assessed", "agg_sitting", "extreme_exertion_72h", "onset_sudden",
    "mech_sprint", "mech_direction_change", "mech_kick", "mech_overstretch", "mech_slip_split",
    "mech_direct_blow", "mech_fall", "mech_major_trauma",
}  # fmt: skip
DANGER_SIGNS = sorted(
    name for name in YES_NO
    if name not in MODIFIERS and any(rule.reads & FINDINGS[name].bit for rule in KNOWLEDGE.rules)
)  # fmt: skip


def value_of(name: str) -> st.SearchStrategy[Any]:
    each = FINDINGS[name]
    if each.type == "bool3":
        return st.sampled_from([True, False, "unsure"])
    if each.type == "enum":
        return st.sampled_from(each.choices)
    if each.type == "float":
        return st.floats(each.low, each.high).map(lambda number: round(number, 1))
    return st.integers(int(each.low), int(each.high))


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(list(FINDINGS)), unique=True, max_size=25))
    base = draw(st.sampled_from([{}, dict.fromkeys(YES_NO, False)]))
    return dict(base) | {name: draw(value_of(name)) for name in names}


def level(answers: dict[str, Any]) -> int:
    urgency = judge(KNOWLEDGE, answers).urgency
    return -1 if urgency is None else KNOWLEDGE.levels.index(urgency)


@settings(max_examples=150, deadline=None)
@given(answer_sets(), st.sampled_from(DANGER_SIGNS), st.sampled_from([True, "unsure"]))
def test_a_danger_sign_never_lowers_the_level(
    answers: dict[str, Any], sign: str, value: bool | str
) -> None:
    without = {name: each for name, each in answers.items() if name != sign}

    assert level(without | {sign: value}) >= level(without | {sign: False})
    assert level(without | {sign: value}) >= level(without)


@settings(max_examples=100, deadline=None)
@given(answer_sets(), st.randoms())
def test_the_order_of_answers_does_not_matter(answers: dict[str, Any], chance: Any) -> None:
    items = list(answers.items())
    chance.shuffle(items)

    assert judge(KNOWLEDGE, dict(items)).as_dict() == judge(KNOWLEDGE, answers).as_dict()


@settings(max_examples=100, deadline=None)
@given(answer_sets())
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


@settings(max_examples=100, deadline=None)
@given(answer_sets())
def test_because_names_answered_findings_that_are_not_no(answers: dict[str, Any]) -> None:
    verdict = judge(KNOWLEDGE, answers)

    for flag in (*verdict.red_flags, *verdict.unsure_flags):
        assert flag.because, flag.rule
        for name, value in flag.because:
            assert answers[name] == value
            assert value is not False
    for flag in verdict.unsure_flags:
        assert any(value == "unsure" for _, value in flag.because), flag.rule


@settings(max_examples=100, deadline=None)
@given(answer_sets(), st.sampled_from(DANGER_SIGNS))
def test_unsure_is_never_read_as_no(answers: dict[str, Any], sign: str) -> None:
    unsure = judge(KNOWLEDGE, answers | {sign: "unsure"})
    no = judge(KNOWLEDGE, answers | {sign: False})

    assert {flag.rule for flag in no.red_flags} - {flag.rule for flag in unsure.red_flags} <= {
        flag.rule for flag in unsure.unsure_flags
    }


def test_every_rule_reads_at_least_one_asked_finding() -> None:
    for rule in KNOWLEDGE.rules:
        assert rule.reads
        assert list(names_in(rule.tree))
