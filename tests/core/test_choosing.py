"""Least data, lock-outs and the budget: who may speak today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.budget import DAYS, MOST, may_spend
from alerts.choosing import Choice, Told, choose
from tests.core.rule_facts import DAY, facts

JUMP = [*[200, 0, 200, 0, 200, 0, 0] * 3, 400, 0, 400, 0, 0, 0, 400]
CRAMPS = [{"cramps_now": True}] * 3
SEVERE = [3, 3, 9, 9]
WORSE = [2, 3, 2, 2, 3, 2, 3] * 7 + [6, 6, 6, 6]


def ids(chosen: list[Choice], *, held: bool = False) -> list[str]:
    return [choice.rule.id for choice in chosen if choice.held is held]


def ago(days: int) -> date:
    return DAY - timedelta(days)


def told(rule_id: str, days: int, *, spent: bool = True) -> Told:
    return Told(rule_id, ago(days), spent)


def test_a_jump_in_load_is_told_where_nothing_was_told() -> None:
    assert ids(choose(facts(load=JUMP), [])) == ["TR-LOAD-UP"]


@pytest.mark.parametrize("days", [0, 1, 60, 119])
def test_advice_waits_for_four_months_after_anything_limited(days: int) -> None:
    chosen = choose(facts(load=JUMP), [told("TR-SIT-DOSE", days)])
    assert (ids(chosen), ids(chosen, held=True)) == ([], ["TR-LOAD-UP"])


def test_advice_comes_again_after_that() -> None:
    assert ids(choose(facts(load=JUMP), [told("TR-SIT-DOSE", 120)])) == ["TR-LOAD-UP"]


def test_a_warning_comes_through_after_one_piece_of_advice_and_not_after_two_warnings() -> None:
    one = facts(signs=CRAMPS)
    assert ids(choose(one, [told("TR-LOAD-UP", 10)])) == ["TR-CRAMP"]
    two = [told("TR-LOAD-UP", 10), told("TR-PAIN-UP", 30)]
    assert ids(choose(one, two), held=True) == ["TR-CRAMP"]


def test_safety_neither_costs_nor_is_held_back() -> None:
    spent = [told("TR-LOAD-UP", 30), told("TR-PAIN-UP", 60)]
    (choice,) = choose(facts(pain=SEVERE), spent)
    assert (choice.rule.id, choice.held, choice.spends) == ("TR-PAIN-8", False, False)
    free = choose(facts(load=JUMP), [told("TR-PAIN-8", 30, spent=False)])
    assert ids(free) == ["TR-LOAD-UP"]


def test_the_budget_of_a_day_goes_to_the_warning_and_not_to_the_advice() -> None:
    both = choose(facts(load=JUMP, signs=CRAMPS), [])
    assert (ids(both), ids(both, held=True)) == (["TR-CRAMP"], ["TR-LOAD-UP"])


def test_cramps_with_brown_urine_cost_nothing() -> None:
    spent = [told("TR-LOAD-UP", 30), told("TR-PAIN-UP", 60)]
    (choice,) = choose(facts(signs=[{"cramps_now": True, "dark_urine": True}]), spent)
    assert (choice.held, choice.spends) == (False, False)


@pytest.mark.parametrize(("days", "expected"), [(13, []), (14, ["TR-PAIN-8"])])
def test_a_rule_is_locked_out_for_its_days(days: int, expected: list[str]) -> None:
    chosen = choose(facts(pain=SEVERE), [told("TR-PAIN-8", days, spent=False)])
    assert ids(chosen) == expected


def test_the_same_pain_is_told_by_one_rule_only() -> None:
    assert ids(choose(facts(pain=[9, 9, 9, 9]), [])) == ["TR-PAIN-8"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"load": JUMP}, []), ({"pain": SEVERE}, ["TR-PAIN-8"]), ({"pain": WORSE}, ["TR-PAIN-UP"])],
    ids=["advice", "severe pain", "worsening, which has a minimum of its own"],
)
def test_before_a_baseline_only_safety_and_the_detector_speak(
    given: dict[str, list[int]], expected: list[str]
) -> None:
    assert ids(choose(facts(**given, logged=7), [])) == expected


def test_an_old_last_entry_says_nothing_of_today() -> None:
    assert choose(facts(pain=SEVERE, silent=4), []) == []
    assert ids(choose(facts(pain=SEVERE, silent=3), [])) == ["TR-PAIN-8"]


def test_silence_is_judged_only_where_it_is_asked() -> None:
    quiet = facts(pain=[3, 3], silent=3, alarm_on=DAY)
    assert choose(quiet, []) == []
    assert ids(choose(quiet, [], silence=True)) == ["TR-SILENT"]


def test_one_silence_is_told_once() -> None:
    for days in (4, 5, 9, 14):
        quiet = facts(silent=days, alarm_on=DAY)
        assert ids(choose(quiet, [Told("TR-SILENT", ago(-3), False)], silence=True)) == []


def test_whoever_switched_advice_off_gets_none_and_every_warning() -> None:
    one = facts(load=JUMP, signs=CRAMPS)
    assert ids(choose(one, [], nudges=False)) == ["TR-CRAMP"]
    assert choose(facts(load=JUMP), [], nudges=False) == []


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=60))
def test_in_no_120_days_more_is_spent_than_two(wishes: list[tuple[int, bool]]) -> None:
    spent: list[date] = []
    for day, nudge in wishes:  # in any order: days are logged late
        on = ago(-day)
        if may_spend(spent, on=on, nudge=nudge):
            spent.append(on)
    for on in spent:
        assert sum(timedelta(0) <= other - on < timedelta(DAYS) for other in spent) <= MOST
