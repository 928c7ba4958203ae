"""Nerve signs, clot signs, and pain that moves down the leg: each as often silent as speaking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.rules import clot_sign, nerve_sign
from tests.core.rule_facts import DAY, said, words

NERVE, CLOT, DOWN = "TR-NEURO", "TR-CLOT", "TR-PERIPH"
ANSWERS = st.sampled_from([True, False, "unsure"])


@pytest.mark.parametrize("value", [True, "unsure"])
@pytest.mark.parametrize("finding", nerve_sign.SIGNS)
def test_a_new_nerve_sign_is_told(finding: str, value: Any) -> None:
    found = said(NERVE, signs=[{finding: value}])
    assert found is not None
    assert (found.on, found.because) == (DAY, ((finding, value),))


@pytest.mark.parametrize("value", [True, "unsure"])
@pytest.mark.parametrize("finding", clot_sign.SIGNS)
def test_a_new_clot_sign_is_told(finding: str, value: Any) -> None:
    found = said(CLOT, signs=[{finding: value}])
    assert found is not None
    assert "Check now" in words(found)


@pytest.mark.parametrize(("rule_id", "sign"), [(NERVE, "tingle_leg"), (CLOT, "warmth")])
def test_a_sign_logged_late_is_told_of_its_own_day(rule_id: str, sign: str) -> None:
    found = said(rule_id, signs=[{sign: True}, {}, {}])
    assert found is not None
    assert found.on == DAY - timedelta(2)


@pytest.mark.parametrize(("rule_id", "sign"), [(NERVE, "tingle_leg"), (CLOT, "warmth")])
def test_a_sign_that_comes_back_after_two_weeks_is_new(rule_id: str, sign: str) -> None:
    assert said(rule_id, signs=[{sign: True}, *[{}] * 14, {sign: True}])


@pytest.mark.parametrize(("rule_id", "sign"), [(NERVE, "tingle_leg"), (CLOT, "warmth")])
@pytest.mark.parametrize(
    "days",
    [
        [False],
        [True, None, None, None],
        [True, None, True],
        ["unsure", True],
        [],
    ],
    ids=["no", "four days ago", "said two days before", "was unsure before", "nothing"],
)
def test_what_is_not_new_is_not_told_again(rule_id: str, sign: str, days: list[Any]) -> None:
    signs = [{} if value is None else {sign: value} for value in days]
    found = said(rule_id, signs=signs)
    assert found is None or found.on < DAY  # the day on which it was new, not a later one


@pytest.mark.parametrize(("rule_id", "sign"), [(NERVE, "weak_leg"), (CLOT, "swelling_one_sided")])
def test_what_a_red_flag_named_is_left_to_it(rule_id: str, sign: str) -> None:
    assert said(rule_id, signs=[{sign: True}], flagged=frozenset({sign})) is None


def test_beside_a_flagged_sign_another_one_is_told() -> None:
    signs = [{"weak_leg": True, "tingle_leg": True}]
    found = said(NERVE, signs=signs, flagged=frozenset({"weak_leg"}))
    assert found is not None
    assert found.because == (("tingle_leg", True),)


@given(st.dictionaries(st.sampled_from(["fever", "night_pain", "loc_buttock"]), ANSWERS))
def test_other_signs_are_none_of_their_business(signs: dict[str, Any]) -> None:
    assert said(NERVE, signs=[signs]) is None
    assert said(CLOT, signs=[signs]) is None


@given(st.dictionaries(st.sampled_from(nerve_sign.SIGNS), ANSWERS))
def test_every_yes_or_unsure_and_no_other_is_named(signs: dict[str, Any]) -> None:
    found = said(NERVE, signs=[signs])
    expected = {name: value for name, value in signs.items() if value is not False}
    assert dict(found.because if found else ()) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"places": ["buttock"] * 3 + [None] * 3 + ["below_knee"]},
        {"signs": [{"loc_below_knee": False}, {"loc_below_knee": True}]},
        {"signs": [{"loc_below_knee": False}, {}, {"loc_below_knee": "unsure"}]},
    ],
    ids=["a place", "a sign", "unsure"],
)
def test_pain_newly_below_the_knee_is_told(given: dict[str, Any]) -> None:
    assert "below the knee" in words(said(DOWN, **given))


@pytest.mark.parametrize(
    "last", [["thigh_lower"] * 2, ["behind_knee", None, "thigh_lower"], ["thigh_middle"] * 3]
)
def test_pain_further_down_on_two_of_three_days_is_told(last: list[str | None]) -> None:
    assert "further down the leg" in words(said(DOWN, places=[*["buttock"] * 5, None, *last]))


@pytest.mark.parametrize(
    "places",
    [
        ["buttock"] * 10,
        [*["thigh_lower"] * 5, *["buttock"] * 3],
        [*["buttock"] * 5, None, None, "thigh_lower"],
        [*["buttock"] * 2, *["thigh_lower"] * 3],
        [*["below_knee"] * 10],
        ["below_knee"],
        [],
    ],
    ids=["stays", "moves up", "one day only", "too little before", "always", "first", "nothing"],
)
def test_pain_that_does_not_move_down_is_not_told(places: list[str | None]) -> None:
    assert said(DOWN, places=places) is None


def test_pain_below_the_knee_that_triage_knows_is_not_new() -> None:
    places = [*["buttock"] * 5, "below_knee"]
    assert said(DOWN, places=places, answers={"loc_below_knee": True}) is None
    assert said(DOWN, places=places, flagged=frozenset({"loc_below_knee"})) is None
