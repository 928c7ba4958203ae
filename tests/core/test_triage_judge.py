"""One judgement: what is raised, why, in which order, and what is left open."""

from __future__ import annotations

from triage.engine.judge import judge, touched_by
from triage.loader import current

KNOWLEDGE = current()
NOES = {name: False for name, each in KNOWLEDGE.findings.items() if each.type == "bool3"}
CALM = NOES | {
    "age_years": 30, "weight_bearing": "normal", "pain_now": 3, "symptom_days": 5,
    "getting_better": "same", "pain_at_injury": 0, "calf_girth_diff_cm": 0, "side": "left",
    "sit_minutes_to_pain": 60, "sitting_hours": 3, "longest_sit_min": 30,
}  # fmt: skip


def test_nothing_answered_is_no_level_and_no_all_clear() -> None:
    verdict = judge(KNOWLEDGE, {})

    assert verdict.urgency is None
    assert not verdict.complete
    assert not verdict.is_clear
    assert verdict.missing_mandatory == tuple(each.id for each in KNOWLEDGE.mandatory)
    assert verdict.next_questions[:33] == verdict.missing_mandatory
    assert len(verdict.unscreened) > 190


def test_everything_answered_calmly_is_clear() -> None:
    verdict = judge(KNOWLEDGE, CALM)

    assert verdict.urgency == "self_care"
    assert verdict.is_clear
    assert verdict.unscreened == ()
    assert verdict.next_questions == ()
    assert verdict.safety_net.startswith("Get help the same day if")


def test_questions_that_are_not_to_be_asked_may_stay_open() -> None:
    conditional = {raw["id"] for raw in KNOWLEDGE.compiled["findings"] if "ask_when" in raw}
    answers = {name: value for name, value in CALM.items() if name not in conditional}
    asked: list[str] = []

    while not (verdict := judge(KNOWLEDGE, answers)).is_clear:
        asked.append(verdict.next_questions[0])
        answers |= {asked[-1]: False}

    assert "long_lie_intoxicated" in asked
    assert len(asked) < 10
    assert not set(asked) & {"rash_strip", "pulsing_lump", "muscle_wasting"}


def test_one_unanswered_question_is_unscreened_and_asked_next() -> None:
    answers = {name: value for name, value in CALM.items() if name != "leg_cold_pale"}

    verdict = judge(KNOWLEDGE, answers)

    assert verdict.unscreened == ("RF-ALI-1",)
    assert verdict.next_questions == ("leg_cold_pale",)
    assert verdict.urgency is None
    assert not verdict.is_clear


def test_a_danger_sign_stands_though_nothing_else_was_asked() -> None:
    verdict = judge(KNOWLEDGE, {"saddle_numb": True})

    assert verdict.urgency == "emergency_now"
    assert verdict.withheld
    assert [flag.rule for flag in verdict.red_flags] == ["RF-CES-1"]
    assert verdict.red_flags[0].because == (("saddle_numb", True),)


def test_unsure_raises_one_level_down_and_is_never_no() -> None:
    verdict = judge(KNOWLEDGE, CALM | {"leg_cold_pale": "unsure"})

    assert verdict.red_flags == ()
    (flag,) = verdict.unsure_flags
    assert (flag.rule, flag.urgency) == ("RF-ALI-1", "same_day")
    assert flag.because == (("leg_cold_pale", "unsure"),)
    assert verdict.urgency == "same_day"
    assert "sources" not in verdict.unsure_flags[0].as_dict()
    assert not verdict.is_clear


def test_the_highest_level_comes_first_then_lung_nerve_artery_muscle() -> None:
    verdict = judge(
        KNOWLEDGE,
        {"leg_cold_pale": True, "saddle_numb": True, "sob": True, "fever": True, "wz": True,
         "thigh_tense": True, "pain_rising_fast": True},
    )  # fmt: skip
    order = [flag.rule for flag in verdict.red_flags]

    assert order[:3] == ["RF-PE-1", "RF-CES-1", "RF-ALI-1"]
    assert order.index("RF-ACS-1") < order.index("RF-INF-8")
    ranks = [KNOWLEDGE.levels.index(flag.urgency) for flag in verdict.red_flags]
    assert ranks == sorted(ranks, reverse=True)


def test_because_names_asked_findings_through_derived_ones() -> None:
    verdict = judge(KNOWLEDGE, CALM | {"cancer_history": True, "numb_leg": True})
    flag = next(flag for flag in verdict.red_flags if flag.rule == "RF-MAL-1")

    assert flag.because == (("numb_leg", True), ("cancer_history", True))


def test_a_no_that_lets_a_rule_speak_is_not_shown_but_has_a_hand_in_it() -> None:
    answers = CALM | {"swelling_one_sided": True, "warmth": True}
    verdict = judge(KNOWLEDGE, answers)
    flag = next(flag for flag in verdict.red_flags if flag.rule == "RF-DVT-2")

    assert flag.because == (("swelling_one_sided", True), ("warmth", True))
    touched = touched_by(KNOWLEDGE, answers, ["RF-DVT-2"])["RF-DVT-2"]
    assert {"swelling_one_sided", "onset_sudden"} <= touched


def test_the_wells_sum_counts_a_missing_tape_measure_by_eye() -> None:
    seen = {"swelling_calf": True, "swelling_one_sided": True, "prev_vte": True}

    by_eye = judge(KNOWLEDGE, seen)
    measured = judge(KNOWLEDGE, seen | {"calf_girth_diff_cm": 1.0})

    assert "RF-DVT-3" in {flag.rule for flag in by_eye.red_flags}
    assert "RF-DVT-3" not in {flag.rule for flag in measured.red_flags}
