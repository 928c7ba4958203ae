"""The search for answers that fire a rule: it finds them, and says so where there are none."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from triage.engine.expression import parse
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge, build
from triage.loader import current
from triage.reach import reach

NOES = {name: False for name, each in current().findings.items() if each.type == "bool3"}


def with_rule(when: str, **more: Any) -> Knowledge:
    """Return the knowledge with one rule more, RF-NEW-1, before all others."""
    compiled = copy.deepcopy(current().compiled)
    new = copy.deepcopy(compiled["rules"][0]) | {"id": "RF-NEW-1", "family": "RF-NEW"} | more
    compiled["rules"] = [new | {"when": when, "logic": parse(when)}, *compiled["rules"]]
    return build(compiled)


def found(when: str, **more: Any) -> dict[str, Any] | None:
    knowledge = with_rule(when, **more)
    return reach(knowledge, knowledge.rules[0])


CAN_FIRE = (
    "fever",
    "NOT fever",
    "fever AND NOT rigors AND (bruising OR NOT bruising)",
    "COUNT(fever, rigors, bruising) >= 3",
    "COUNT(fever, rigors, bruising) >= 2 AND NOT fever",
    "NOT COUNT(fever, rigors) >= 2 AND fever",
    "ANY_UNSURE(fever, rigors) AND bruising",
    "age_years is missing AND fever",
    "NOT age_years is missing",
    "age_60_plus AND age_years < 70",
    "11 <= age_years <= 12",
    "age_years > 119",
    "weight_bearing != 'normal' AND NOT limp",
    "wells_sr >= 9",
    "wells_sr >= 2 AND NOT prev_vte AND NOT active_cancer",
    "wells_sr < 1 AND fever",
    "fluid_litres < 0.5",
    "pain_now == 10 AND severe_now",
    "clear_injury AND mech_fall",
)
CANNOT_FIRE = (
    "fever AND NOT fever",
    "age_60_plus AND age_under_40",
    "age_years < 0",
    "age_years > 120",
    "limp AND wb_unable",
    "COUNT(fever, rigors) >= 2 AND NOT rigors",
    "wells_sr >= 10",
    "wells_sr >= 9 AND NOT prev_vte",
    "not_improving AND getting_better == 'better'",
    "nerve_sensory AND NOT numb_leg AND NOT tingle_leg",
)


@pytest.mark.parametrize("when", CAN_FIRE)
def test_answers_are_found_and_fire_the_rule(when: str) -> None:
    knowledge = with_rule(when)

    answers = reach(knowledge, knowledge.rules[0])

    assert answers is not None
    flags = judge(knowledge, NOES | answers).red_flags
    assert "RF-NEW-1" in {flag.rule for flag in flags}


@pytest.mark.parametrize("when", CANNOT_FIRE)
def test_a_rule_against_itself_is_out_of_reach(when: str) -> None:
    assert found(when) is None


def test_a_rule_that_another_family_always_silences_is_out_of_reach() -> None:
    assert found("rash_strip", unless_fired="RF-SHG") is None
    assert found("rash_strip OR fever", unless_fired="RF-SHG") == {"fever": True}


def test_a_question_that_would_never_be_asked_reaches_nothing() -> None:
    compiled = copy.deepcopy(current().compiled)
    asked = next(raw for raw in compiled["findings"] if raw["id"] == "fever")
    asked["ask_logic"] = parse("rigors AND NOT rigors")
    rule = copy.deepcopy(compiled["rules"][0]) | {"id": "RF-NEW-1", "family": "RF-NEW"}
    compiled["rules"] = [rule | {"logic": parse("fever")}]
    knowledge = build(compiled)

    assert reach(knowledge, knowledge.rules[0]) is None


def test_what_is_found_meets_the_conditions_of_its_questions() -> None:
    compiled = copy.deepcopy(current().compiled)
    asks = {raw["id"]: raw["ask_logic"] for raw in compiled["findings"] if "ask_logic" in raw}
    like = copy.deepcopy(compiled["rules"][0]) | {"family": "RF-ASK"}
    asking = build(
        compiled
        | {"rules": [like | {"id": f"RF-ASK-{name}", "logic": asks[name]} for name in asks]}
    )

    conditional = 0
    for rule in current().rules:
        answers = reach(current(), rule)
        assert answers is not None, rule.id
        may_ask = {flag.rule for flag in judge(asking, NOES | answers).red_flags}
        for name in answers.keys() & asks.keys():
            assert f"RF-ASK-{name}" in may_ask, (rule.id, name)
            conditional += 1
    assert conditional > 50
