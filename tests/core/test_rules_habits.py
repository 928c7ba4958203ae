"""Load, sitting, fluids and cramps: each as often silent as speaking, and in fair words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.rule_facts import said, words
from tracker.context import beside

STEADY = [200, None, 200, 0, 200, 0, 0] * 3  # three weeks of 600 AU, six days of each logged
LOAD, SIT, LOW, HIGH, CRAMP = "TR-LOAD-UP", "TR-SIT-DOSE", "TR-HYD", "TR-HYD-HIGH", "TR-CRAMP"


@pytest.mark.parametrize("week", [[300, 0, 300, 0, 0, 0, 301], [None] * 5 + [500, 500], [150] * 7])
def test_a_jump_in_load_is_told_as_a_jump_and_no_more(week: list[int | None]) -> None:
    found = said(LOAD, load=[*STEADY, *week])
    assert "load jumped" in words(found)
    assert "injury" not in words(found).lower()
    assert "risk" not in words(found).lower()


@pytest.mark.parametrize(
    ("before", "week"),
    [
        (STEADY, [200, 0, 200, 0, 200, 0, 10]),
        (STEADY, [300, 0, 300, 0, 0, 0, 300]),
        ([0, 10, 0, 10, 0, 0, 0] * 3, [0, 100, 0, 100, 0, 0, 100]),
        ([None] * 21, [500] * 7),
        ([None, None, None, None, 300, 300, 300] * 3, [500] * 7),
        (STEADY, [500] * 6 + [0]),
        (STEADY, [500] * 6 + [None]),
    ],
    ids=[
        "steady", "half as much again and no more", "a jump of 280 AU", "no history",
        "three logged days a week", "rest today", "nothing logged today",
    ],
)  # fmt: skip
def test_load_that_did_not_jump_is_not_told(
    before: list[int | None], week: list[int | None]
) -> None:
    assert said(LOAD, load=[*before, *week]) is None


@pytest.mark.parametrize(
    "given",
    [
        {"sat": [9, 8, 10], "pain": [3, 4, 5]},
        {"sat": [9, 2, 8, 2, 9], "pain": [3, 0, 3, 0, 3]},
        {"sat": [8] * 3, "pain": [1] * 3, "sitting_pain": [3, 4, 3]},
        {"signs": [{"longest_sit_min": 90}] * 3, "pain": [4] * 3},
    ],
    ids=["three in a row", "three of five", "pain while sitting", "long stretches"],
)
def test_long_sitting_with_pain_on_three_of_five_days_is_told(given: dict[str, Any]) -> None:
    text = words(said(SIT, **given))
    assert "3 of the last 5 days" in text
    assert "no treatment" in text


@pytest.mark.parametrize(
    "given",
    [
        {"sat": [9, 9], "pain": [5, 5]},
        {"sat": [7.9] * 5, "pain": [5] * 5},
        {"sat": [9] * 5, "pain": [2] * 5},
        {"sat": [9] * 5},
        {"sat": [9, 9, 9, 9, 2], "pain": [5] * 5},
        {"sat": [9] * 5, "pain": [6] * 5, "sitting_pain": [2] * 5},
        {"signs": [{"longest_sit_min": 89}] * 5, "pain": [5] * 5},
        {},
    ],
    ids=["two days", "under 8 hours", "no pain", "pain unknown", "not today", "not from sitting",
         "shorter stretches", "nothing"],
)  # fmt: skip
def test_sitting_that_does_not_hurt_is_not_told(given: dict[str, Any]) -> None:
    assert said(SIT, **given) is None


HOT = [{"heat_sweat": True}]


@pytest.mark.parametrize(
    "given",
    [
        {"urine": [5, 2, 5]},
        {"urine": [None, 6, 7]},
        {"signs": HOT, "drunk": [1499]},
        {"signs": HOT, "drunk": [0]},
    ],
)
def test_low_fluids_are_told_by_thirst_never_by_litres(given: dict[str, Any]) -> None:
    found = said(LOW, **given)
    text = "" if found is None else found.message[0].format(**found.message[1]).lower()
    assert "drink when you are thirsty" in text
    assert "litre" not in text
    assert "no need to force" in text


@pytest.mark.parametrize(
    "given",
    [
        {"urine": [5, 5, 4]},
        {"urine": [2, 2, 5]},
        {"urine": [5, None, None]},
        {"signs": HOT, "drunk": [1500]},
        {"signs": HOT},
        {"signs": [{"heat_sweat": False}], "drunk": [500]},
        {"signs": [{"heat_sweat": "unsure"}], "drunk": [500]},
        {"drunk": [500]},
        {},
    ],
)
def test_enough_or_unknown_fluids_are_not_told(given: dict[str, Any]) -> None:
    assert said(LOW, **given) is None


@pytest.mark.parametrize("value", [True, "unsure"])
@pytest.mark.parametrize("given", [{"urine": [8, 8, 8]}, {"signs": HOT, "drunk": [200]}])
def test_whoever_may_be_told_to_limit_fluids_is_never_told_to_drink(
    given: dict[str, Any], value: Any
) -> None:
    assert said(LOW, **given, answers={"fluid_restriction": value}) is None
    logged = {"fluid_restriction": value}
    assert said(LOW, **given | {"signs": [logged, *given.get("signs", [{}])]}) is None


@pytest.mark.parametrize("ml", [5001, 6000, 10_000])
def test_over_drinking_is_told_as_a_danger(ml: int) -> None:
    text = words(said(HIGH, drunk=[ml]))
    assert "can be dangerous" in text
    assert "emergency help" in text


@pytest.mark.parametrize("drunk", [[5000], [2000], [0], [None], [9000, 2000], [9000, None]])
def test_ordinary_or_unknown_drinking_is_not_told_as_too_much(drunk: list[int | None]) -> None:
    assert said(HIGH, drunk=drunk) is None


CRAMPS = {"cramps_now": True}


@pytest.mark.parametrize(
    "given",
    [
        {"signs": [CRAMPS, CRAMPS, CRAMPS]},
        {"signs": [CRAMPS, *[{}] * 5, {"q_cramp": True}, *[{}] * 6, {"cramp_lasting": "unsure"}]},
        {"signs": [{"cramps_many_muscles": True}]},
        {"signs": [CRAMPS], "urine": [5]},
        {"signs": [CRAMPS | {"dark_urine": "unsure"}]},
    ],
)
def test_cramps_that_deserve_a_check_up_are_told(given: dict[str, Any]) -> None:
    assert "checked in the next days" in words(said(CRAMP, **given))


def test_cramps_with_brown_urine_are_never_held_back() -> None:
    for value in (True, "unsure"):
        found = said(CRAMP, signs=[CRAMPS | {"dark_urine": value}])
        assert found is not None
        assert found.pressing


@pytest.mark.parametrize("given", [{"signs": [CRAMPS] * 3}, {"signs": [CRAMPS], "urine": [6]}])
def test_other_cramps_wait_for_their_turn(given: dict[str, Any]) -> None:
    found = said(CRAMP, **given)
    assert found is not None
    assert not found.pressing


@pytest.mark.parametrize(
    "given",
    [
        {"signs": [CRAMPS, CRAMPS]},
        {"signs": [CRAMPS, *[{}] * 12, CRAMPS, {}]},
        {"signs": [CRAMPS, CRAMPS, *[{}] * 12, CRAMPS]},
        {"signs": [{"cramps_now": False}] * 14},
        {"signs": [CRAMPS], "urine": [4]},
        {"urine": [8]},
        {},
    ],
    ids=["two", "not today", "two of fourteen", "no", "pale", "dark alone", "nothing"],
)
def test_a_cramp_now_and_then_is_not_told(given: dict[str, Any]) -> None:
    assert said(CRAMP, **given) is None


NUMBERS = st.lists(st.one_of(st.none(), st.integers(0, 3000)), min_size=56, max_size=56)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_beside_pain_at_most_two_things_are_named_and_never_as_a_cause(
    load: list[int | None], sat: list[int | None], drunk: list[int | None]
) -> None:
    hours = [None if value is None else value / 150 for value in sat]
    found = beside(load_au=load, sitting_h=hours, hydration_ml=drunk)
    texts = [message.format(**numbers) for message, numbers in found]
    assert len(texts) <= 2
    assert all(text.startswith("At the same time") for text in texts)
    assert not [text for text in texts if "because" in text or "cause" in text]


def test_what_changed_beside_the_pain_is_named() -> None:
    load = [*[None] * 27, 100, *STEADY, *[300] * 7]
    found = beside(load_au=load, sitting_h=[4] * 49 + [8] * 7, hydration_ml=[2000] * 49 + [900] * 7)
    texts = [message.format(**numbers) for message, numbers in found]
    assert [text.split(":")[0] for text in texts] == [
        "At the same time your training load jumped",
        "At the same time you sat more",
    ]


@pytest.mark.parametrize(
    "series",
    [[4.0] * 56, [None] * 56, [4.0] * 49 + [5.9] * 7, [None] * 35 + [2.0] * 14 + [9.0] * 7],
    ids=["as usual", "nothing", "a little more", "too short a history"],
)
def test_beside_the_pain_nothing_is_named_that_did_not_change(series: list[float | None]) -> None:
    nothing = [None] * 56
    assert beside(load_au=nothing, sitting_h=series, hydration_ml=nothing) == ()
