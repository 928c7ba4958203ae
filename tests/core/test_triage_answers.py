"""What may be answered, and how a wrong answer is told."""

from __future__ import annotations

from typing import Any

import pytest

from triage.engine.answers import BadAnswers
from triage.engine.judge import judge
from triage.loader import current


@pytest.mark.parametrize(
    ("finding", "value", "code"),
    [
        ("fever", 1, "not-yes-no-unsure"), ("fever", "yes", "not-yes-no-unsure"),
        ("fever", None, "not-yes-no-unsure"), ("fever", [], "not-yes-no-unsure"),
        ("age_years", True, "not-a-number"), ("age_years", "30", "not-a-number"),
        ("age_years", "unsure", "not-a-number"), ("age_years", 30.5, "not-whole"),
        ("age_years", -1, "out-of-range"), ("age_years", 121, "out-of-range"),
        ("age_years", float("nan"), "not-a-number"), ("age_years", float("inf"), "not-a-number"),
        ("pain_now", 11, "out-of-range"), ("pain_now", None, "not-a-number"),
        ("calf_girth_diff_cm", 20.5, "out-of-range"),
        ("weight_bearing", "Limp", "unknown-choice"),
        ("weight_bearing", "unsure", "unknown-choice"),
        ("weight_bearing", True, "unknown-choice"), ("side", {}, "unknown-choice"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_with_its_place(finding: str, value: Any, code: str) -> None:
    with pytest.raises(BadAnswers) as caught:
        judge(current(), {finding: value})

    assert [(each.pointer, each.code) for each in caught.value.errors] == [
        (f"/answers/{finding}", code)
    ]


def test_all_wrong_answers_are_told_at_once() -> None:
    with pytest.raises(BadAnswers) as caught:
        judge(current(), {"fever": 1, "age_years": "old", "sob": True})

    assert len(caught.value.errors) == 2


def test_a_number_may_be_written_with_a_point_and_zero() -> None:
    flag = judge(current(), {"age_years": 15.0}).red_flags[0]

    assert flag.because == (("age_years", 15),)
    assert isinstance(flag.because[0][1], int)


def test_an_id_of_another_version_is_kept_apart_and_named() -> None:
    verdict = judge(current(), {"new_in_2030": {"deep": []}, "leg_cold_pale": True})

    assert verdict.unknown_findings == ("new_in_2030",)
    assert verdict.urgency == "emergency_now"
