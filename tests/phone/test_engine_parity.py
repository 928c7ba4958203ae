"""The phone's verdict equals the server's: the shipped modules, run in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.answer_sets import FINDINGS, YES_NO, any_sets
from tests.core.small_knowledge import with_a_measure
from tests.knowledge.covering import Coverage, covering_sets
from tests.knowledge.golden import golden_cases
from tests.knowledge.plain import Plain
from tests.phone.engine_page import engine_page, first_difference, on_the_phone, on_the_server
from triage.agreement import disagreements
from triage.engine.judge import judge
from triage.loader import current

pytestmark = pytest.mark.browser
SETS = 10_000
SEED = 20261124
COUNTRIES = [None, "GB", "NZ", "DE", "ZZ"]


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with engine_page(browser, current()) as page:
        yield page


def test_the_golden_cases_hold_on_the_phone_with_the_same_rules(page: Any) -> None:
    cases = golden_cases()

    found = on_the_phone(page, [(case.answers, "GB") for case in cases])

    for case, (verdict, *_) in zip(cases, found, strict=True):
        assert verdict["urgency"] == case.level, case.name
        assert {flag["id"] for flag in verdict["red_flags"]} == set(case.rules), case.name
        assert verdict == judge(current(), case.answers, country="GB").as_dict()


def test_ten_thousand_sets_that_cover_all_rules_are_judged_word_for_word_alike(page: Any) -> None:
    chance = random.Random(SEED)
    cases = [(answers, chance.choice(COUNTRIES))
             for answers in covering_sets(at_least=SETS, seed=SEED)]  # fmt: skip
    coverage = Coverage(Plain(current().compiled))
    expected = []
    for answers, country in cases:
        verdict = on_the_server(current(), (answers, country))
        coverage.add(answers, verdict[0])
        expected.append(verdict)

    difference = first_difference(page, cases, expected)

    print(f"{len(cases)} sets cover {dict(coverage.seen)}")
    assert len(cases) >= SETS
    assert {kind: left for kind, left in coverage.left.items() if left} == {}
    assert difference is None


@settings(
    max_examples=40, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(st.lists(any_sets, min_size=5, max_size=10), st.randoms(use_true_random=False))
def test_sets_drawn_as_for_the_laws_are_judged_alike_with_and_without_one_more_sign(
    page: Any, drawn: list[dict[str, Any]], chance: random.Random
) -> None:
    cases = []
    for answers in drawn:
        sign = chance.choice(YES_NO)
        cases += [(answers | {sign: value}, None) for value in (True, False, "unsure")]
        cases.append(({name: each for name, each in answers.items() if name != sign}, "GB"))
        items = list(answers.items())
        chance.shuffle(items)
        cases.append((dict(items), None))

    assert first_difference(page, cases, [on_the_server(current(), case) for case in cases]) is None


def test_what_may_still_be_counted_is_compared_alike(browser: Any) -> None:
    knowledge = with_a_measure(
        "signs >= 1", "signs >= 2", "signs < 1", "signs == 1", "signs != 2", "1 <= signs <= 1",
        "NOT signs >= 2", "days <= signs", "INT(pop) + INT(blow OR tingle) >= 1 AND cold",
    )  # fmt: skip
    signs = {
        name: [True, False, "unsure", None] for name in ("cold", "blue", "pop", "blow", "tingle")
    }
    answered = signs | {"age_years": [30, 70, None], "days": [1, None], "sprint": [False]}
    cases = [
        ({name: each for name, each in zip(answered, row, strict=True) if each is not None}, None)
        for row in product(*answered.values())
    ]

    with engine_page(browser, knowledge) as page:
        difference = first_difference(page, cases, [on_the_server(knowledge, c) for c in cases])

    assert difference is None


def test_each_way_to_two_clot_signs_is_counted_alike(page: Any) -> None:
    chance = random.Random(SEED)
    read = sorted(Plain(current().compiled).reads(["value", "wells_sr"]) - {"calf_girth_diff_cm"})
    cases: list[tuple[dict[str, Any], str | None]] = []
    for one, other in combinations(read, 2):
        for values in product([True, "unsure", None], repeat=2):
            for base in ({}, dict.fromkeys(YES_NO, False)):
                answers = base | {"loc_calf": True}
                for name, value in zip((one, other), values, strict=True):
                    answers.pop(name, None)
                    answers |= {} if value is None else {name: value}
                girth = chance.choice([{}, {}, {"calf_girth_diff_cm": 3}])
                cases.append((answers | girth, None))

    expected = [on_the_server(current(), case) for case in cases]

    assert first_difference(page, cases, expected) is None
    spoken = [{flag["id"] for flag in verdict["unsure_flags"]} for verdict, *_ in expected]
    assert any("RF-DVT-3" in each for each in spoken)


def test_what_the_phone_tells_of_its_verdicts_is_what_the_server_compares(page: Any) -> None:
    drawn = random.Random(SEED)
    sets = drawn.sample(covering_sets(at_least=0, seed=SEED), 200)
    sets += [case.answers for case in golden_cases()]

    told = page.evaluate(
        """async (sets) => {
          const { judge, summary } = await import("/engine.js");
          return JSON.parse(sets).map((answers) => summary(judge(window.compiled, answers)));
        }""",
        json.dumps(sets),
    )

    for answers, client in zip(sets, told, strict=True):
        assert disagreements(judge(current(), answers), client) == []
        assert client["knowledge_version"] == current().version
    assert any(client["scores"] for client in told)


def test_an_id_that_this_knowledge_does_not_know_is_named_and_changes_nothing(page: Any) -> None:
    answers = {"saddle_numb": True, "mystery": 1, "a_riddle": "unsure"}

    ((verdict, *_),) = on_the_phone(page, [(answers, None)])

    assert verdict["unknown_findings"] == ["a_riddle", "mystery"]
    assert verdict == judge(current(), answers).as_dict()
    assert not {"a_riddle", "mystery"} & FINDINGS.keys()


def test_an_answer_that_cannot_be_is_an_error_and_not_a_calm_verdict(page: Any) -> None:
    thrown = page.evaluate(
        """async () => {
          const { judge } = await import("/engine.js");
          return [{fever: "yes"}, {fever: null}, {age_years: NaN}, {weight_bearing: "fine"}].map(
            (answers) => { try { judge(window.compiled, answers); return ""; }
                           catch (error) { return error.message; } });
        }"""
    )

    assert thrown == [
        "/answers/fever", "/answers/fever", "/answers/age_years", "/answers/weight_bearing",
    ]  # fmt: skip


def test_the_static_box_has_the_numbers_and_every_sign(page: Any) -> None:
    box = page.evaluate(
        """async () => {
          const { staticBox } = await import("/engine.js");
          return staticBox(window.compiled.knowledge, {country: "NZ"});
        }"""
    )

    assert box["could_not_check"].startswith("We could not complete the check.")
    assert "Get emergency help now (111)" in box["emergency_box"]
    assert "{" not in box["emergency_box"]
