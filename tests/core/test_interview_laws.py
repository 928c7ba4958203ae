"""The laws of the interview, each a property over people drawn at random and the golden cases."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import applicable, drawn_truth, interview
from triage.engine.judge import judge
from triage.interview import next_screen, settled
from triage.interview.plan import plan_of
from triage.interview.standing import stand
from triage.loader import current

KNOWLEDGE = current()
PLAN = plan_of(KNOWLEDGE)
LEVELS = KNOWLEDGE.levels
SEEDS = st.integers(0, 2**32)


def level(answers: Mapping[str, Any]) -> int:
    urgency = judge(KNOWLEDGE, answers).urgency
    return 0 if urgency is None else LEVELS.index(urgency)


def completions(answers: dict[str, Any], shown: set[str], chance: random.Random) -> Iterator[Any]:
    """Every single alarming answer still unasked, and many drawn sets of them."""
    unasked = [name for name in KNOWLEDGE.findings if name not in shown]
    yes_no = [name for name in unasked if KNOWLEDGE.findings[name].type == "bool3"]
    for name in yes_no:
        yield {name: True}
        yield {name: "unsure"}
    for _ in range(15):
        drawn = drawn_truth(chance)
        yield {name: drawn[name] for name in unasked if name in drawn}
        some = chance.sample(yes_no, min(len(yes_no), 12))
        yield {name: chance.choice([True, True, "unsure", False]) for name in some}


def assert_nothing_unasked_could_raise(truth: Mapping[str, Any], chance: random.Random) -> None:
    walk = interview(truth)
    answers = settled(KNOWLEDGE, walk.answers)
    ended_at = level(answers)
    for more in completions(answers, set(answers) | walk.skipped, chance):
        asked = applicable(answers | more)
        assert level(asked | walk.answers) <= ended_at, (truth, more)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_nothing_left_unasked_could_raise_the_level(seed: int) -> None:
    chance = random.Random(seed)

    assert_nothing_unasked_could_raise(drawn_truth(chance), chance)


@pytest.mark.parametrize("case", golden_cases()[::6], ids=lambda case: case.name)
def test_nothing_left_unasked_could_raise_a_golden_case(case: Any) -> None:
    assert_nothing_unasked_could_raise(case.answers, random.Random(case.name))


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_an_interview_ends_at_the_level_of_the_whole_truth(seed: int) -> None:
    truth = drawn_truth(random.Random(seed))

    walk = interview(truth)

    assert level(settled(KNOWLEDGE, walk.answers)) == level(applicable(truth)), truth


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case.name)
def test_a_golden_case_ends_at_its_level(case: Any) -> None:
    walk = interview(case.answers)

    verdict = judge(KNOWLEDGE, settled(KNOWLEDGE, walk.answers))

    assert verdict.urgency == case.level
    assert verdict.complete


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_emergency_screen_comes_first_and_the_same_answers_give_the_same_screen(
    seed: int,
) -> None:
    walk = interview(drawn_truth(random.Random(seed)))

    kinds = [screen.emergency for screen in walk.screens]
    assert kinds == sorted(kinds, reverse=True)
    shuffled = list(walk.answers.items())
    random.Random(seed).shuffle(shuffled)
    assert next_screen(KNOWLEDGE, dict(shuffled), walk.skipped) is None


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_certain_level_is_what_the_judgement_says_when_nothing_is_open(seed: int) -> None:
    truth = settled(KNOWLEDGE, drawn_truth(random.Random(seed)))

    standing = stand(PLAN, truth, frozenset(KNOWLEDGE.findings))

    assert standing.level == level(truth)
    assert not standing.raising


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_from_same_day_on_only_what_could_raise_is_asked(seed: int) -> None:
    walk = interview(drawn_truth(random.Random(seed)))
    answers: dict[str, Any] = {}
    must = {each.id for each in KNOWLEDGE.mandatory}
    for screen in walk.screens:
        given_ = settled(KNOWLEDGE, answers)
        standing = stand(PLAN, given_, frozenset(given_) | walk.skipped & set(answers))
        if standing.level >= LEVELS.index("same_day") and not screen.emergency:
            waiting = {name for _, _, names in standing.raising for name in names}
            assert set(screen.findings) <= standing.waits_for(waiting | must)
        answers |= {name: walk.answers[name] for name in screen.findings if name in walk.answers}


CLOT_SIGNS = [
    "active_cancer", "cast_or_paralysis", "immobile_3d", "recent_surgery_12w",
    "swelling_whole_leg", "visible_surface_veins_new", "prev_vte",
]  # fmt: skip


@pytest.mark.parametrize("left", CLOT_SIGNS)
def test_a_clot_sign_not_yet_shown_is_waited_for_where_it_could_make_a_second(left: str) -> None:
    calm = dict.fromkeys(PLAN.yes_no, False) | {
        "age_years": 30, "weight_bearing": "normal", "symptom_days": 10, "getting_better": "same",
        "persona": "desk", "sex_at_birth": "male", "side": "left", "pain_now": 2,
        "pain_at_injury": 0, "sitting_hours": 3,
    }  # fmt: skip
    answers = calm | {"loc_calf": True, "tender_deep_vein_line": "unsure"}
    asked = {name: value for name, value in answers.items() if name != left}

    standing = stand(PLAN, asked, frozenset(asked) | {"calf_girth_diff_cm"})

    waiting = {rule.id: names for rule, _, names in standing.raising}
    assert waiting["RF-DVT-3"] == {left}
    assert level(answers) == 0
    assert level(answers | {left: "unsure"}) > 0
    screen = next_screen(KNOWLEDGE, asked, {"calf_girth_diff_cm"})
    assert screen is not None
    assert left in screen.findings
