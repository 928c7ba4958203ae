"""Corners of the engine that only a mistake in it would show."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.small_knowledge import small_knowledge, with_causes, with_rules
from triage.engine.answers import problem_with
from triage.engine.expression import BadExpression, parse
from triage.engine.judge import judge
from triage.engine.knowledge import Finding, build
from triage.engine.trees import scores_in

CALM = dict.fromkeys(["sprint", "pop", "blow", "sore_spot", "tingle", "cold", "blue"], False) | {
    "age_years": 30, "days": 3, "persona": "desk",
}  # fmt: skip
KEYWORDS = ("AND", "OR", "NOT", "IS_YES", "COUNT", "INT", "ANY_UNSURE", "SCORE", "is", "missing")


def test_a_cause_that_stands_alone_leads_nobody_and_fits_partly() -> None:
    knowledge = with_causes({"strain": {"sprint": (3, 0), "pop": (3, 0)}}, rules=[])

    verdict = judge(knowledge, CALM | {"sprint": True, "pop": True})

    assert [(each.id, each.fit, each.score) for each in verdict.causes] == [
        ("strain", "fits_partly", 4)
    ]


@pytest.mark.parametrize("withheld", [True, False])
def test_a_verdict_held_at_a_level_says_itself_whether_it_withholds(withheld: bool) -> None:
    knowledge = small_knowledge()
    emergency = judge(knowledge, CALM | {"cold": True, "blue": True})
    calm = judge(knowledge, CALM)
    assert (emergency.withheld, calm.withheld) == (True, False)

    held = [each.held_at("same_day", withheld=withheld) for each in (emergency, calm)]

    assert [each.withheld for each in held] == [withheld, withheld]
    assert [each.urgency for each in held] == ["same_day", "same_day"]
    assert bool(held[1].ranking) is not withheld


@pytest.mark.parametrize(
    ("change", "said"),
    [({"cold": "unsure"}, "I am not sure about cold."), ({"cold": True}, "I have pain.")],
)
def test_words_for_unsure_answers_are_said_of_those_alone(
    change: dict[str, Any], said: str
) -> None:
    compiled = with_rules("cold OR blue").compiled
    rule = compiled["rules"][0] | {"tell_clauses": [["I am not sure about {doubt}", "."]]}
    doubt = {"when_unsure": True, "options": [{"text": "cold", "findings": ["cold"]}]}
    knowledge = build(compiled | {"rules": [rule], "placeholders": {"doubt": doubt}})

    verdict = judge(knowledge, CALM | change)

    assert [flag.tell_clinician for flag in verdict.raised] == [said]


@pytest.mark.parametrize("kind", ["int", "float"])
@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (7, True), (8, False)])
def test_a_number_keeps_to_the_range_that_the_files_give_it(
    kind: str, value: int, fits: bool
) -> None:
    compiled = small_knowledge().compiled
    changed = [
        raw | {"type": kind, "low": 1, "high": 7} if raw["id"] == "days" else raw
        for raw in compiled["findings"]
    ]
    finding: Finding = build(compiled | {"findings": changed}).findings["days"]

    problem = problem_with(finding, value)

    assert problem == (
        None if fits else ("out-of-range", f"Give a number from {finding.low} to {finding.high}.")
    )
    assert (finding.low, finding.high) == (1, 7)


@pytest.mark.parametrize("word", KEYWORDS)
@pytest.mark.parametrize("text", ["COUNT({}, a) >= 1", "COUNT(a, {}) >= 1", "IS_YES({})"])
def test_a_word_of_the_grammar_is_never_the_name_of_a_finding(word: str, text: str) -> None:
    with pytest.raises(BadExpression) as refused:
        parse(text.format(word))

    assert str(refused.value) == f"expected a finding, found {word!r}"


@pytest.mark.parametrize(
    "text",
    ["SCORE(strain) >= 5", "NOT SCORE(strain) >= 5", "a AND SCORE(strain) >= 5",
     "a OR SCORE(strain) >= 5", "a OR NOT (b AND SCORE(strain) >= 5)"],
)  # fmt: skip
def test_a_score_is_found_wherever_it_stands_in_a_tree(text: str) -> None:
    assert list(scores_in(parse(text))) == ["strain"]
