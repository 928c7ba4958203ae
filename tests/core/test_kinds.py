"""Each kind of entry: what it takes, what it refuses, and which field it names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.kinds import KINDS

GOOD: dict[str, dict[str, Any]] = {
    "pain": {"level": 4, "region": "sit_bone", "side": "left", "context": "worst"},
    "sitting": {"hours": 6.5, "seat": "desk", "minutes_to_pain": 30},
    "hydration": {"ml": 2000, "urine_colour": 3},
    "activity": {
        "sport": "running",
        "minutes": 45,
        "rpe": 6,
        "distance_m": 8000,
        "sprint_percent": 10,
        "pain_during": 2,
    },
    "symptom": {"finding": "saddle_numbness", "value": True},
    "wellness": {"sleep_h": 7.5, "sleep_quality": 2, "fatigue": 3, "soreness": 4, "stress": 1},
    "note": {"text": "Long drive. \U0001f697"},
}


def ask_finding(finding: str, value: Any) -> tuple[str, str] | None:
    """Stand in for the vocabulary: it knows two findings."""
    if finding not in {"saddle_numbness", "age_years"}:
        return "unknown-finding", "Choose a finding of the vocabulary."
    return None if value in (True, False, "unsure", 40) else ("not-an-answer", "Give true.")


def read(kind: str, **fields: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    kept, errors = KINDS[kind].read(fields, ask_finding)
    assert all(error.detail for error in errors)
    return kept, [(error.pointer, error.code) for error in errors]


def test_the_seven_kinds_of_the_contract_are_found() -> None:
    assert set(KINDS) == set(GOOD)


@pytest.mark.parametrize("kind", GOOD)
def test_a_full_entry_is_kept_as_it_was_sent(kind: str) -> None:
    assert read(kind, **GOOD[kind]) == (GOOD[kind], [])


def test_five_point_zero_is_five() -> None:
    kept, errors = read("pain", level=5.0)
    assert not errors
    assert repr(kept["level"]) == "5"
    assert repr(read("symptom", finding="age_years", value=40.0)[0]["value"]) == "40"


def test_minus_zero_is_zero() -> None:
    assert repr(read("pain", level=-0.0)[0]["level"]) == "0"
    assert repr(read("hydration", ml=-0.0)[0]["ml"]) == "0"


@pytest.mark.parametrize("value", [True, False, "5", "1_000", "٥", None, [5], {}, "5.0", ""])
def test_what_is_no_number_is_refused_and_not_read_as_one(value: Any) -> None:
    assert read("pain", level=value)[1] == [("/level", "not-a-number")]
    assert read("hydration", ml=value)[1] == [("/ml", "not-a-number")]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_no_json_can_say_is_refused_too(value: float) -> None:
    assert read("pain", level=value)[1] == [("/level", "not-a-number")]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("pain", "level", 11),
        ("pain", "level", -1),
        ("pain", "level", 10**30),
        ("sitting", "hours", 24.5),
        ("sitting", "minutes_to_pain", 1441),
        ("hydration", "ml", 10_001),
        ("hydration", "urine_colour", 0),
        ("hydration", "urine_colour", 9),
        ("activity", "minutes", 1441),
        ("activity", "rpe", 10.5),
        ("activity", "sprint_percent", 101),
        ("activity", "pain_during", 11),
        ("activity", "distance_m", -1),
        ("wellness", "sleep_h", 25),
        ("wellness", "stress", 8),
        ("wellness", "fatigue", 0),
    ],
)
def test_out_of_range_is_refused_with_the_range_named(kind: str, field: str, value: Any) -> None:
    fields = GOOD[kind] | {field: value}
    _, errors = KINDS[kind].read(fields, ask_finding)
    assert [(error.pointer, error.code) for error in errors] == [(f"/{field}", "out-of-range")]
    assert " to " in errors[0].detail


@pytest.mark.parametrize(("kind", "field"), [("pain", "level"), ("wellness", "stress")])
def test_half_points_are_refused_where_the_scale_has_whole_ones(kind: str, field: str) -> None:
    assert read(kind, **(GOOD[kind] | {field: 3.5}))[1] == [(f"/{field}", "not-whole")]


@pytest.mark.parametrize("kind", GOOD)
def test_an_unknown_field_is_named(kind: str) -> None:
    assert read(kind, **GOOD[kind], extra=1)[1] == [("/extra", "unknown-field")]


def test_an_unknown_field_is_named_as_a_json_pointer() -> None:
    assert read("note", text="a", **{"a/b~c": 1})[1] == [("/a~1b~0c", "unknown-field")]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("pain", "level"),
        ("sitting", "hours"),
        ("hydration", "ml"),
        ("activity", "sport"),
        ("activity", "minutes"),
        ("activity", "rpe"),
        ("symptom", "finding"),
        ("symptom", "value"),
        ("note", "text"),
    ],
)
def test_a_missing_field_is_named(kind: str, field: str) -> None:
    fields = {name: value for name, value in GOOD[kind].items() if name != field}
    assert read(kind, **fields)[1] == [(f"/{field}", "missing")]


def test_only_the_words_of_the_contract_are_taken() -> None:
    assert read("pain", level=1, region="knee")[1] == [("/region", "not-a-choice")]
    assert read("pain", level=1, side=["left"])[1] == [("/side", "not-a-choice")]
    assert read("sitting", hours=1, seat="Desk")[1] == [("/seat", "not-a-choice")]


def test_a_sport_is_a_plain_id() -> None:
    for sport in ("Running", "run ning", "läufe", "", "a" * 41, 5, None):
        assert read("activity", sport=sport, minutes=1, rpe=1)[1] == [("/sport", "bad-id")]


def test_a_rest_day_has_no_minutes() -> None:
    assert read("activity", sport="rest", minutes=0, rpe=0)[1] == []
    assert read("activity", sport="rest", minutes=5, rpe=1)[1] == [
        ("/minutes", "rest-has-no-minutes")
    ]


def test_an_empty_sheet_of_wellness_says_nothing() -> None:
    assert read("wellness")[1] == [("", "nothing-given")]
    assert read("wellness", stress=3)[1] == []


def test_a_note_has_one_to_two_thousand_characters() -> None:
    assert read("note", text="")[1] == [("/text", "empty")]
    assert read("note", text="é" * 2000)[1] == []
    assert read("note", text="é" * 2001)[1] == [("/text", "too-long")]
    assert read("note", text="a\x00b")[1] == [("/text", "bad-text")]
    assert read("note", text="a\ud800")[1] == [("/text", "bad-text")]
    assert read("note", text="a‮b")[1] == []


def test_a_sign_is_judged_by_the_vocabulary() -> None:
    assert read("symptom", finding="nonsense", value=True)[1] == [("/finding", "unknown-finding")]
    assert read("symptom", finding="saddle_numbness", value="yes")[1] == [
        ("/value", "not-an-answer")
    ]


JSON_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(),
    st.sampled_from(["", "5", "1_000", "left", "٣", "\U0001f697", [], [1], [["a"]], {}, {"a": []}]),
)


@given(kind=st.sampled_from(sorted(GOOD)), data=st.data())
def test_whatever_is_sent_the_answer_is_kept_or_refused_never_an_error(
    kind: str, data: st.DataObject
) -> None:
    fields = dict(GOOD[kind])
    for name in data.draw(st.lists(st.sampled_from([*fields, "extra"]), max_size=3)):
        fields[name] = data.draw(JSON_VALUES)
    kept, errors = KINDS[kind].read(fields, lambda finding, value: None)
    assert errors or set(kept) == set(fields)
