"""Every rule, derived finding, question condition and weight says what was written down of it."""

from __future__ import annotations

from tests.knowledge.expected import (
    POINTS,
    TELLING,
    broken_points,
    broken_rules,
    read,
    with_probes,
)
from tests.knowledge.plain import Plain
from tests.mutation.telling import changed_rules, probes
from triage.loader import current

TABLE = read(TELLING)
PROBES = probes(current().compiled)
UP_TO_DATE = "after a change on purpose: python -m tests.mutation sets --write, and read the diff"
# Small mistakes that change nothing: no set of answers can tell them.
SAME_ANYWAY = 3


def test_every_rule_fires_where_it_should_and_just_misses_where_it_should() -> None:
    assert broken_rules(current(), TABLE) == [], UP_TO_DATE


def test_every_derived_finding_and_every_question_condition_turns_where_it_should() -> None:
    assert broken_rules(with_probes(current().compiled, PROBES), TABLE) == [], UP_TO_DATE


def test_every_weight_prior_and_cap_gives_the_points_that_were_written_down() -> None:
    assert broken_points(current(), read(POINTS)) == [], UP_TO_DATE


def test_the_sets_of_answers_tell_each_rule_from_every_small_mistake_in_it() -> None:
    plain = Plain(current().compiled)
    untold = []
    for rule in (*current().compiled["rules"], *PROBES.values()):
        entry = TABLE[rule["id"]]
        for changed in changed_rules(rule):
            if not any(
                plain.outcome(changed, answers) != outcome
                for outcome in ("fires", "open", "silent")
                for answers in entry[outcome]
            ):
                untold.append(f"{rule['id']}: {changed['changed']}")

    assert len(untold) <= SAME_ANYWAY, untold


def test_every_rule_has_a_set_that_fires_it_and_one_that_just_misses() -> None:
    rules = {raw["id"] for raw in current().compiled["rules"]}

    assert [name for name in rules if not TABLE[name]["fires"]] == []
    assert [name for name in rules if not TABLE[name]["silent"]] == []
