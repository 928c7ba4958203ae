"""The knowledge as shipped is whole, and says nothing raw."""

from __future__ import annotations

from datetime import date

from triage.engine.judge import judge
from triage.lint import lint
from triage.loader import FOLDER, current

NOES = {name: False for name, each in current().findings.items() if each.type == "bool3"}


def test_the_knowledge_passes_its_linter_with_a_review_ahead() -> None:
    assert lint(FOLDER, today=date(2026, 11, 24)) == []


def test_an_overdue_review_is_a_warning_and_no_refusal() -> None:
    problems = lint(FOLDER, today=date(2028, 1, 1))

    assert problems
    assert all(problem.warning and problem.key == "review_due" for problem in problems)


def test_the_whole_vocabulary_and_all_rules_are_there() -> None:
    knowledge = current()

    assert len(knowledge.findings) == 261
    assert len(knowledge.derived) == 46  # the pack's 41 and five of ours
    assert len(knowledge.rules) == 221  # the pack's 201, the pair guard and nineteen of ours
    assert len(knowledge.scoring.conditions) == 24
    assert len(knowledge.mandatory) == 33
    assert len({raw["family"] for raw in knowledge.compiled["rules"]}) >= 30


def test_every_finding_says_itself_in_words_of_its_own() -> None:
    compiled = current().compiled
    labels = [raw["label"] for raw in (*compiled["findings"], *compiled["derived"])]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_no_placeholder_is_ever_shown_raw() -> None:
    knowledge = current()
    yeses = dict.fromkeys(NOES, True) | {
        "age_years": 15, "symptom_days": 100, "pain_now": 9, "pain_at_injury": 9,
        "calf_girth_diff_cm": 4.5, "weight_bearing": "unable_4_steps", "getting_better": "worse",
        "side": "changes", "fluid_litres": 9.0,
    }  # fmt: skip
    unsure = dict.fromkeys(NOES, "unsure")
    ones = [{name: True} for name in NOES]
    sets = [yeses, unsure, {}, NOES, *ones, yeses | {"age_years": 80}]
    shown = 0
    for answers in sets:
        verdict = judge(knowledge, answers)
        for flag in (*verdict.red_flags, *verdict.unsure_flags):
            for text in (flag.suspected, flag.do_now, flag.tell_clinician):
                assert text.strip()
                assert "{" not in text
                assert "}" not in text
                assert "None" not in text
            shown += 1
    assert shown > 300


def test_every_rule_has_words_even_where_nothing_fills_them() -> None:
    knowledge = current()

    for rule in knowledge.rules:
        said = judge_words(rule.id)
        assert said
        assert "{" not in said, rule.id


def judge_words(rule_id: str) -> str:
    from triage.engine.texts import Speaker, tell

    knowledge = current()
    rule = next(rule for rule in knowledge.rules if rule.id == rule_id)
    return tell(
        rule.id, rule.tell, table=knowledge.compiled["placeholders"],
        numbers={"EMERGENCY": "112", "URGENT": "a doctor"},
        speaker=Speaker(lambda name, unsure: False, lambda name: None, lambda tie: None,
                        lambda said: []),
        neutral=knowledge.compiled["levels"]["tell_neutral"],
    )  # fmt: skip


def test_111_is_the_urgent_line_in_britain_and_the_emergency_number_in_new_zealand() -> None:
    knowledge = current()
    answers = NOES | {"leg_cold_pale": True}

    british = judge(knowledge, answers, country="GB").red_flags[0].do_now
    new_zealand = judge(knowledge, answers, country="NZ").red_flags[0].do_now
    unknown = judge(knowledge, answers, country=None).red_flags[0].do_now

    assert "Call 999 now" in british
    assert "Call 111 now" in new_zealand
    assert "Call your local emergency number now" in unknown


def test_every_source_key_has_its_citation_and_every_citation_is_used() -> None:
    compiled = current().compiled
    speaking = (*compiled["rules"], *compiled["conditions"])
    used = {key for each in speaking for key in each["sources"]}

    assert used <= compiled["sources"].keys()
    assert compiled["sources"].keys() == used
