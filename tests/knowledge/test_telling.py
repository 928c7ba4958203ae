"""What a clinician is told is what the person answered: a law over the whole knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest

from tests.knowledge.covering import covering_sets
from tests.knowledge.expected import TELLING, read
from tests.knowledge.told import Told
from triage.engine.expression import Tree
from triage.engine.judge import judge
from triage.engine.texts import ASKS
from triage.loader import current
from triage.reach import MISSING, _Search

SEED = 20261126
FEW = 2  # sets of answers for one alternative of a rule
Answers = dict[str, Any]


@cache
def told() -> Told:
    return Told(current().compiled)


@cache
def finder() -> _Search:
    return _Search(current())


def leaves(tree: Tree) -> Iterator[str]:
    """Yield the findings of which each may be what makes a tree true; none under a NOT."""
    if tree[0] in ("yes", "is_yes"):
        inner = current().trees.get(tree[1])
        yield from [tree[1]] if inner is None else leaves(inner)
    elif tree[0] == "count":
        yield from tree[1]
    elif tree[0] in ("and", "or"):
        for part in tree[1:]:
            yield from leaves(part)


def alternatives(rule: str) -> Iterator[Answers]:
    """Yield answers that make a rule true, some for each finding that can be part of it."""
    logic, search = told().plain.rules[rule]["logic"], finder()
    for name in dict.fromkeys(leaves(logic)):
        search.steps = 0
        for found in islice(search.solve(((logic, True), (["yes", name], True)), {}), FEW):
            yield {key: value for key, value in found.items() if value is not MISSING}


def check(answers: Answers) -> tuple[set[str], set[str]]:
    """Hold every flag to the law; returns the rules that fired and those that stood open."""
    verdict = judge(current(), answers, country="GB")
    neutral = current().compiled["levels"]["tell_neutral"]
    for flag in (*verdict.red_flags, *verdict.unsure_flags):
        assert flag.tell_clinician != neutral, (flag.rule, answers)
        mentioned = told().mentioned(flag.rule, flag.tell_clinician, answers)
        because = {name for name, _ in flag.because}
        assert because, (flag.rule, answers)
        assert because <= mentioned, (flag.rule, flag.tell_clinician, because - mentioned)
    return {each.rule for each in verdict.red_flags}, {each.rule for each in verdict.unsure_flags}


def test_every_firing_of_every_rule_tells_which_answers_made_it_fire_and_nothing_else() -> None:
    fired: set[str] = set()
    noes = {name: False for name, each in current().findings.items() if each.type == "bool3"}

    for rule in told().plain.rules:
        for answers in read(TELLING)[rule]["fires"]:
            fired |= check(answers)[0] | check(noes | answers)[0]
        for answers in alternatives(rule):
            check(answers)

    assert fired == set(told().plain.rules)


def test_every_rule_that_an_unsure_answer_leaves_open_tells_that_the_person_is_not_sure() -> None:
    stood_open: set[str] = set()

    for answers in covering_sets(at_least=0, seed=SEED):
        if "unsure" in answers.values():
            stood_open |= check(answers)[1]

    assert stood_open >= {rule for rule, each in read(TELLING).items()
                          if each["open"] and rule in told().plain.rules}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "rule", "level", "begins"),
    [
        ({"numb_progressive": "unsure"}, "RF-NRV-2", "within_days",
         "Book an appointment in the next few days, and say what you are not sure about. "
         "If it turns out to be so: Be seen today."),
        ({"leg_paralysed": "unsure"}, "RF-NRV-5", "same_day",
         "Be seen today, and say what you are not sure about. "
         "If it turns out to be so: Go to an emergency department now, or call 999."),
        ({"numb_leg": True, "numb_progressive": "unsure"}, "RF-NRV-3", "self_care",
         "Watch for what you are not sure about. Once you are sure, one way or the other: Book"),
    ],
)  # fmt: skip
def test_an_open_flag_gives_the_action_of_the_level_that_it_stands_at(
    answers: Answers, rule: str, level: str, begins: str
) -> None:
    flags = {flag.rule: flag for flag in judge(current(), answers, country="GB").unsure_flags}

    assert flags[rule].urgency == level
    assert flags[rule].do_now.startswith(begins)
    assert flags[rule].tell_clinician.startswith("I am not sure whether this is so: ")


@pytest.mark.parametrize(
    ("answers", "rule", "says", "never"),
    [
        ({"numb_leg": True}, "RF-NRV-3", "I have numbness in my leg.", "worse"),
        ({"numb_leg": True, "numb_progressive": False, "weak_progressive": False,
          "symptom_days": 1}, "RF-NRV-3", "It began 1 day ago. The numbness or weakness is not "
         "spreading or getting worse.", "1 days"),
        ({"weak_both_legs": True}, "RF-CES-3", "Both my legs are weak.", "hours"),
        ({"saddle_numb": True, "ces_long_standing_assessed": True}, "RF-CES-5",
         "A change in my feeling between the legs is over 3 months old", "pain is new"),
        ({"overdrink_symptoms": True}, "RF-HYP-1", "After drinking a lot", "I drank"),
        ({"bleeding_disorder": True, "abdo_flank_pain_severe": True}, "RF-BLD-3",
         "I have a bleeding disorder, and I have severe side pain.", "blood thinner"),
        ({"gait_unsteady": True, "rigors": True}, "RF-INF-19",
         "I have shaking chills and my leg is unsteady.", "fever"),
        ({"dark_urine": True, "weak_leg": True, "statin": True}, "RF-RHB-1",
         "I also answered yes to: a leg or foot weaker than normal, even allowing for pain; "
         "taking a statin. Please check CK and kidney function.", "exercise"),
        ({"low_urine_output": True, "extreme_exertion_72h": True}, "RF-RHB-2",
         "I have passed hardly any pee for 12 hours. I trained very hard", "My urine is"),
        ({"warmth": True, "redness": True, "redness_spreading": False}, "RF-INF-4",
         "A warm, red or darker area.", "spreading"),
        ({"deformity": True}, "RF-FX-1", "My leg is an odd shape", "stand"),
        ({"age_years": 14, "onset_sudden": True, "mech_overstretch": True, "loc_sit_bone": True},
         "RF-ADOL-1", "It came while stretching far. I am 14.", "sprinting"),
        ({"heart_racing_rest": True}, "RF-PE-4", "I have a racing heart at rest.", "new a"),
    ],
)  # fmt: skip
def test_texts_that_were_false_or_had_lost_their_point(
    answers: Answers, rule: str, says: str, never: str
) -> None:
    flags = {flag.rule: flag for flag in judge(current(), answers).red_flags}

    assert says in flags[rule].tell_clinician
    assert never not in flags[rule].tell_clinician


def test_what_an_option_says_of_a_computed_finding_is_not_told_again() -> None:
    answers = {"mech_fall": True, "weight_bearing": "limp", "osteoporosis": True}

    flags = {flag.rule: flag for flag in judge(current(), answers).red_flags}

    assert flags["RF-FX-3"].tell_clinician == (
        "I fell, with a limp. I also answered yes to: osteoporosis (thin bones), or a bone broken "
        "by a minor fall."
    )


def test_no_text_for_people_names_a_rule_by_its_id() -> None:
    for rule in current().compiled["rules"]:
        assert "RF-" not in rule["do_now"] + rule["tell_clinician"] + rule["suspected"], rule["id"]


def test_what_a_text_asks_for_stands_last() -> None:
    for rule in current().compiled["rules"]:
        ties = [tie for _, _, tie in rule["tell_clauses"]]
        first = ties.index(ASKS) if ASKS in ties else len(ties)
        assert set(ties[first:]) <= {ASKS}, rule["id"]
