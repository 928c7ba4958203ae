"""Whole verdicts over a small knowledge, written out: rules, words, causes, what is still open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.small_knowledge import small_knowledge
from triage.engine.judge import judge, scores_of, touched_by

KNOWLEDGE = small_knowledge()
NOES = dict.fromkeys(["sprint", "pop", "blow", "sore_spot", "tingle", "cold", "blue"], False)
ADULT = {"age_years": 30, "days": 3, "persona": "desk"}
CALM = NOES | ADULT
STRAIN = CALM | {"sprint": True, "pop": True, "sore_spot": True, "age_years": 61}


def wire(answers: dict[str, Any], **options: Any) -> dict[str, Any]:
    return judge(KNOWLEDGE, answers, **options).as_dict()


def test_a_calm_set_of_answers_comes_to_this_and_no_more() -> None:
    assert wire(CALM) == {
        "knowledge_version": "small", "urgency": "self_care", "urgency_now": "self_care",
        "complete": True, "missing_mandatory": [], "red_flags": [], "unsure_flags": [],
        "unknown_findings": [], "withheld": False, "causes": [],
        "ranking": ["stiff", "nerve", "strain", "bruise"], "unclear": "No one cause.",
        "unscreened": [], "is_clear": True, "safety_net": "Come back.", "next_questions": [],
    }  # fmt: skip


def test_an_emergency_comes_with_its_words_filled_and_no_causes() -> None:
    answers = CALM | {"cold": True, "blue": True, "days": 15, "riddle": 3}

    verdict = wire(answers, country="gb")

    assert verdict["red_flags"] == [
        {
            "id": "RF-ALI-1", "suspected": "RF-ALI-1?", "urgency": "emergency_now",
            "do_now": "Call 999 now.",
            "tell_clinician": "My leg is cold and blue. It began 15 days ago; 2 weeks.",
            "because": [{"finding": "cold", "value": True}, {"finding": "blue", "value": True}],
            "sources": ["book"],
        },
        {
            "id": "RF-ALI-2", "suspected": "RF-ALI-2?", "urgency": "same_day",
            "do_now": "Be seen today.", "tell_clinician": "It is odd.",
            "because": [{"finding": "cold", "value": True}, {"finding": "blue", "value": True}],
            "sources": ["book"],
        },
    ]  # fmt: skip
    assert verdict["unknown_findings"] == ["riddle"]
    assert (verdict["urgency"], verdict["withheld"]) == ("emergency_now", True)
    assert (verdict["causes"], verdict["ranking"], verdict["unclear"]) == ([], [], None)


def test_words_that_nothing_fills_take_their_clause_with_them() -> None:
    answers = {name: value for name, value in CALM.items() if name != "days"}
    answers |= {"cold": True, "blue": True}

    told = {flag["id"]: flag["tell_clinician"] for flag in wire(answers)["red_flags"]}
    few = {flag["id"]: flag["tell_clinician"] for flag in wire(answers | {"days": 6})["red_flags"]}

    assert told["RF-ALI-1"] == "My leg is cold and blue."
    assert few["RF-ALI-1"] == "My leg is cold and blue. It began 6 days ago."


def test_a_clause_ends_with_a_stop_and_a_rule_with_no_words_says_the_neutral_ones() -> None:
    flags = {flag["id"]: flag for flag in wire(STRAIN)["red_flags"]}

    assert flags["RF-OLD-1"]["tell_clinician"] == "I felt a pop."
    assert flags["RF-TEAR-1"]["tell_clinician"] == "I have pain."
    assert [each["finding"] for each in flags["RF-TEAR-1"]["because"]] == [
        "age_years", "sprint", "pop", "sore_spot",
    ]  # fmt: skip
    assert [each["finding"] for each in flags["RF-OLD-1"]["because"]] == ["age_years", "pop"]


def test_the_best_cause_comes_with_all_that_speaks_for_and_against_it() -> None:
    answers = STRAIN | {"tingle": True, "days": 14, "cold": False}
    answers = {name: value for name, value in answers.items() if name != "pop"}

    strain, nerve = wire(answers)["causes"]

    assert strain == {
        "id": "strain", "title": "Strain", "fit": "fits_partly", "score": 5,
        "for": [
            {"finding": "sprint", "value": True, "weight": 3},
            {"finding": "old", "value": True, "weight": 1},
            {"finding": "sore_spot", "value": True, "weight": 1},
        ],
        "against": [], "missing": ["pop"], "self_care": "Care for strain.",
    }  # fmt: skip
    assert (nerve["id"], nerve["fit"], nerve["score"]) == ("nerve", "fits_partly", 3)
    assert nerve["for"] == [
        {"finding": "tingle", "value": True, "weight": 3},
        {"finding": "many_days", "value": True, "weight": 2},
    ]
    assert nerve["against"] == [{"finding": "sprint", "value": True, "weight": -1}]
    assert nerve["missing"] == []


def test_a_cause_fits_well_with_six_points_three_before_the_next_from_three_sections() -> None:
    alone = STRAIN
    cramped = STRAIN | {"days": 14, "tingle": True, "sprint": "unsure", "persona": "athlete"}
    two_sections = STRAIN | {"age_years": 30, "persona": "athlete"}

    def first(answers: dict[str, Any]) -> tuple[str, str, int]:
        cause = wire(answers)["causes"][0]
        return cause["id"], cause["fit"], cause["score"]

    assert first(alone) == ("strain", "fits_well", 6)
    assert first(cramped) == ("strain", "fits_partly", 5)
    assert first(two_sections) == ("strain", "fits_partly", 6)


def test_a_lead_of_two_points_is_no_lead() -> None:
    near = small_knowledge(conditions=[
        {"id": name, "title": name, "self_care": name, "prior": {"desk": prior},
         "weights": [["sprint", 3, 0], ["sore_spot", 2, 0], ["old", 1, 0]]}
        for name, prior in (("second", -2), ("first", 0))
    ], rules=[])  # fmt: skip
    far = small_knowledge(conditions=[
        {"id": name, "title": name, "self_care": name, "prior": {"desk": prior},
         "weights": [["sprint", 3, 0], ["sore_spot", 2, 0], ["old", 1, 0]]}
        for name, prior in (("second", -3), ("first", 0))
    ], rules=[])  # fmt: skip

    fits = [[(cause.id, cause.fit) for cause in judge(each, STRAIN).causes] for each in (near, far)]

    assert fits == [
        [("first", "fits_partly"), ("second", "fits_partly")],
        [("first", "fits_well"), ("second", "fits_partly")],
    ]


def test_caps_limit_what_one_section_may_say_and_equal_causes_keep_their_order() -> None:
    points = scores_of(KNOWLEDGE, STRAIN | {"persona": "athlete"})

    assert points.points == (7, -3, -3, 1)  # strain: prior 1, A 1, B 5 cut to 4, C 1
    assert points.sections == (3, 0, 0, 1)
    assert wire(STRAIN)["ranking"] == ["strain", "stiff", "nerve", "bruise"]


def test_no_cause_below_three_points_is_shown_and_three_at_most() -> None:
    def knowledge(*points: int) -> Any:
        return small_knowledge(rules=[], conditions=[
            {"id": str(at), "title": "", "self_care": "", "prior": {"desk": prior}, "weights": []}
            for at, prior in enumerate(points)
        ])  # fmt: skip

    few = judge(knowledge(2, 3, 2), CALM)
    many = judge(knowledge(4, 5, 4, 4), CALM)

    assert ([each.id for each in few.causes], few.unclear) == (["1"], None)
    assert [each.id for each in many.causes] == ["1", "0", "2"]
    assert many.ranking == ("1", "0", "2", "3")


@pytest.mark.parametrize(
    ("change", "shown"),
    [({"age_years": 15}, False), ({"age_years": 16}, True), ({"tingle": "unsure"}, True)],
)
def test_under_sixteen_no_causes(change: dict[str, Any], shown: bool) -> None:
    assert bool(wire(CALM | change)["ranking"]) is shown


def test_what_is_unsure_is_told_one_level_down_and_asked_for_a_cause() -> None:
    verdict = wire(CALM | {"cold": "unsure", "blue": True, "sprint": True, "sore_spot": "unsure"})

    assert [(flag["id"], flag["urgency"]) for flag in verdict["unsure_flags"]] == [
        ("RF-ALI-1", "same_day")
    ]
    assert verdict["unsure_flags"][0]["because"] == [
        {"finding": "cold", "value": "unsure"}, {"finding": "blue", "value": True},
    ]  # fmt: skip
    assert "sources" not in verdict["unsure_flags"][0]
    assert verdict["unscreened"] == ["RF-ALI-1"]
    assert not verdict["is_clear"]
    assert verdict["red_flags"] == []


def test_an_unsure_answer_that_leaves_the_points_open_is_named() -> None:
    verdict = wire(CALM | {"sprint": True, "pop": "unsure", "sore_spot": True})

    flags = [(flag["id"], flag["urgency"]) for flag in verdict["unsure_flags"]]
    assert flags == [("RF-TEAR-1", "self_care")]
    assert verdict["unsure_flags"][0]["because"] == [{"finding": "pop", "value": "unsure"}]
    assert verdict["urgency"] == "self_care"


def test_nothing_answered_has_no_level_and_asks_mandatory_first_then_conditional() -> None:
    verdict = wire({})

    assert (verdict["urgency"], verdict["complete"], verdict["is_clear"]) == (None, False, False)
    assert verdict["missing_mandatory"] == ["cold"]
    assert verdict["unscreened"] == ["RF-ALI-1", "RF-ALI-2", "RF-OLD-1", "RF-TEAR-1"]
    assert verdict["next_questions"] == [
        "cold", "blue", "age_years", "sprint", "pop", "blow", "sore_spot",
    ]  # fmt: skip
    assert (verdict["causes"], verdict["ranking"], verdict["unclear"]) == ([], [], None)


def test_a_question_that_is_not_to_be_asked_holds_no_rule_open() -> None:
    answers = {name: value for name, value in CALM.items() if name not in ("blue", "tingle")}

    asked = wire(answers | {"cold": True, "sprint": True})
    not_asked = wire(answers | {"tingle": False})

    assert (asked["unscreened"], asked["next_questions"]) == (["RF-ALI-1"], ["blue"])
    assert (not_asked["unscreened"], not_asked["is_clear"]) == ([], True)


def test_missing_numbers_leave_open_what_points_could_still_say() -> None:
    answers = STRAIN | {"pop": False}
    without = {name: value for name, value in answers.items() if name != "age_years"}

    assert "RF-TEAR-1" in wire(without)["unscreened"]
    assert "age_years" in wire(without)["next_questions"]
    assert wire(answers | {"age_years": 30})["unscreened"] == []


def test_touched_are_all_answers_whose_change_could_matter() -> None:
    touched = touched_by(KNOWLEDGE, STRAIN | {"cold": True}, ["RF-ALI-2", "RF-OLD-1", "RF-TEAR-1"])

    assert touched["RF-ALI-2"] >= {"sprint"}
    assert touched["RF-OLD-1"] == {"pop", "blow", "age_years"}
    assert touched["RF-TEAR-1"] == {"sprint", "pop", "sore_spot", "age_years"}
    assert set(touched) == {"RF-ALI-2", "RF-OLD-1", "RF-TEAR-1"}


def test_touched_by_an_unsure_answer_is_a_rule_that_waits_for_points() -> None:
    touched = touched_by(KNOWLEDGE, STRAIN | {"pop": "unsure"}, ["RF-TEAR-1"])

    assert touched == {"RF-TEAR-1": {"sprint", "pop", "sore_spot", "age_years"}}
