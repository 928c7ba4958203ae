"""Corners of the engine that a mistake could hide in, each on a knowledge made for it."""

from __future__ import annotations

import pytest

from tests.core.small_knowledge import small_knowledge, with_causes, with_rules
from tests.core.test_triage_verdicts import CALM, KNOWLEDGE, STRAIN
from triage.engine.expression import parse
from triage.engine.judge import judge, scores_of, touched_by
from triage.engine.texts import ASKS, WORDS, Speaker, tell

RULE = {
    "id": "RF-X-1", "family": "RF-X", "order": 1, "level": "same_day", "suspected": "x",
    "do_now": "x", "sources": [], "tell_clinician": "-", "tell_clauses": [["-", ""]],
}  # fmt: skip


def told(yes: set[str], unsure: set[str], **entry: object) -> str:
    options = [{"text": each.upper(), "findings": [each]} for each in ("a", "b", "c")]
    return tell(
        "R", [("it is {x}", ".", None)], table={"x": {"options": options} | entry}, numbers={},
        speaker=speaker_of(yes, unsure), neutral="pain",
    )  # fmt: skip


def speaker_of(yes: set[str], unsure: set[str] = frozenset()) -> Speaker:  # type: ignore[assignment]
    """Somebody whose yes to a finding is a true tie to it, and who adds what is not said."""
    return Speaker(
        holds=lambda name, asked_unsure: name in (unsure if asked_unsure else yes),
        number={"n": 2.5, "one": 1, "many": 21, "zero": 0}.get,
        states=lambda tie: {tie} if tie in yes else None,
        rest=lambda said: [f"also {each}." for each in sorted(yes - said)],
    )


def tied(yes: set[str], *clauses: tuple[str, str, object], **table: object) -> str:
    options = [{"text": each.upper(), "findings": [each]} for each in ("a", "b", "c")]
    words = {"x": {"options": options}} | table
    return tell("R", clauses, table=words, numbers={}, speaker=speaker_of(yes), neutral="pain")


def test_a_sentence_is_said_where_its_tie_is_true_and_the_rest_is_added_before_what_is_asked() -> (
    None
):
    clauses = [("I have a", ".", "a"), ("There is {x}", ".", WORDS), ("Please look", ".", ASKS)]

    assert tied({"a"}, *clauses) == "I have a. There is A. Please look."
    assert tied({"b"}, *clauses) == "There is B. Please look."
    assert tied({"d"}, *clauses) == "Also d. Please look."
    assert tied({"a", "d"}, *clauses[:1]) == "I have a. Also d."
    assert tied(set(), *clauses[:2]) == "pain"
    assert tied({"d"}, ("I have a", ".", "a"), ("is it b", "?", ASKS)) == "Also d. Is it b?"


def test_words_in_a_sentence_whose_tie_is_not_true_count_as_not_said() -> None:
    assert tied({"b"}, ("I have a and {x}", ".", "a")) == "Also b."


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"value": "one", "unit": ["day", "days"]}, "It is 1 day."),
        ({"value": "many", "unit": ["day", "days"]}, "It is 21 days."),
        ({"value": "zero", "unit": ["day", "days"]}, "pain"),
        ({"value": "zero"}, "It is 0."),
        ({"weeks_of": "many", "unit": ["week", "weeks"]}, "It is 3 weeks."),
        ({"weeks_of": "one", "unit": ["week", "weeks"]}, "pain"),
    ],
)
def test_a_number_of_days_is_told_in_its_unit(entry: dict[str, object], said: str) -> None:
    assert tied(set(), ("it is {n}", ".", WORDS), n=entry) == said


def test_options_are_joined_as_people_say_them() -> None:
    assert told({"a"}, set()) == "It is A."
    assert told({"a", "b"}, set()) == "It is A and B."
    assert told({"a", "b", "c"}, set()) == "It is A, B and C."
    assert told(set(), set()) == "pain"


def test_an_entry_for_unsure_answers_names_those_and_not_the_yes() -> None:
    assert told({"a"}, {"b"}, when_unsure=True) == "It is B."
    assert told({"a"}, {"b"}) == "It is A."
    assert told(set(), set(), value="n") == "It is 2.5."
    assert told(set(), set(), value="none") == "pain"


def test_a_weighed_finding_that_builds_on_an_unknown_one_is_not_known() -> None:
    derived = [
        {"id": "many_days", "section": "A", "logic": parse("days >= 14")},
        {"id": "worn", "section": "A", "logic": parse("many_days AND pop")},
    ]
    knowledge = with_causes({"wear": {"worn": (2, -2)}}, derived=derived, rules=[])
    answers = {"pop": True}

    assert scores_of(knowledge, answers).points == (0,)
    assert scores_of(knowledge, answers | {"days": 3}).points == (-2,)
    assert scores_of(knowledge, answers | {"days": 14}).points == (2,)


def test_a_yes_gives_a_guard_neither_less_nor_more_than_the_answer_can_weigh() -> None:
    rule = RULE | {"logic": ["compare", ["score", "wear", ["pop", "tingle"]], ">=", ["const", 3]]}
    knowledge = with_causes({"wear": {"pop": (3, 0), "tingle": (-2, 0)}}, rules=[rule])
    fewer = with_causes({"wear": {"pop": (2, 0), "tingle": (-2, 0)}}, rules=[rule])

    fires = [[flag.rule for flag in judge(each, CALM | {"pop": True, "tingle": True}).red_flags]
             for each in (knowledge, fewer)]  # fmt: skip

    assert fires == [["RF-X-1"], []]


def test_a_guard_is_not_held_open_by_a_question_that_is_not_to_be_asked() -> None:
    rule = RULE | {"logic": ["compare", ["score", "wear", ["pop", "blue"]], ">=", ["const", 3]]}
    knowledge = with_causes({"wear": {"pop": (2, 0), "blue": (2, 0)}}, rules=[rule])
    answers = {name: value for name, value in CALM.items() if name != "blue"} | {"pop": True}

    assert judge(knowledge, answers).unscreened == ()
    assert judge(knowledge, answers | {"tingle": True}).unscreened == ("RF-X-1",)


def test_every_unsure_answer_of_a_count_is_named() -> None:
    knowledge = with_rules("COUNT(pop, blow) >= 1 AND cold")

    (flag,) = judge(knowledge, CALM | {"pop": "unsure", "cold": "unsure"}).unsure_flags
    (fired,) = judge(knowledge, CALM | {"pop": True, "blow": "unsure", "cold": True}).red_flags

    assert flag.because == (("pop", "unsure"), ("cold", "unsure"))
    assert fired.because == (("pop", True), ("cold", True))


def test_touched_reaches_through_missing_chains_sums_and_conditions() -> None:
    knowledge = with_rules(
        "days is missing AND cold", "10 <= days <= 20", "10 <= age_years <= days",
        "INT(cold) + INT(blue) >= 1", "NOT (pop AND sprint)", "ANY_UNSURE(pop, blow)",
    )  # fmt: skip
    rules = [f"RF-X-{number}" for number in range(1, 7)]

    touched = touched_by(knowledge, CALM | {"cold": True}, rules)

    assert touched == {
        "RF-X-1": {"days"}, "RF-X-2": {"days"}, "RF-X-3": {"age_years", "days"},
        "RF-X-4": {"cold", "blue"}, "RF-X-5": {"pop", "sprint"}, "RF-X-6": {"pop", "blow"},
    }  # fmt: skip


def test_what_has_fired_is_not_left_to_be_screened() -> None:
    verdict = judge(KNOWLEDGE, {"cold": True, "blue": True})

    assert [flag.rule for flag in verdict.red_flags] == ["RF-ALI-1", "RF-ALI-2"]
    assert not {"RF-ALI-1", "RF-ALI-2"} & set(verdict.unscreened)
    assert verdict.unscreened


def test_a_level_held_higher_takes_the_causes_away_and_a_lower_one_leaves_them() -> None:
    verdict = judge(KNOWLEDGE, STRAIN)

    held = verdict.held_at("same_day", withheld=True)
    same = verdict.held_at("within_days", withheld=False)

    assert (held.urgency, held.withheld, held.causes, held.ranking) == ("same_day", True, (), ())
    assert (held.unclear, held.urgency_now) == (None, verdict.urgency_now)
    assert (same.urgency, same.withheld, same.causes) == ("within_days", False, verdict.causes)
    assert [flag.rule for flag in verdict.raised] == ["RF-OLD-1"]


def test_derived_findings_that_go_round_in_a_circle_are_refused() -> None:
    derived = [{"id": "a", "logic": ["yes", "b"]}, {"id": "b", "logic": ["yes", "a"]}]

    with pytest.raises(ValueError, match="a -> b -> a goes round in a circle"):
        small_knowledge(derived=derived, rules=[], conditions=[])
