"""Scores of instruments: each by a table, half a form never scored, whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.instrument_files import current
from tracker.scoring import score

ALL = current().by_id
WELL = {"sleep": 2, "tiredness": 3, "stress": 1, "soreness": 4}


def three(*levels: int) -> dict[str, Any]:
    return {"activities": [{"name": f"task {n}", "level": at} for n, at in enumerate(levels)]}


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("nrs", {"worst": 7}, 7),
        ("nrs", {"worst": 7, "now": 2}, 7),
        ("nrs", {"worst": 0}, 0),
        ("pgic", {"change": 4}, 4),
        ("psfs", three(2, 3, 3), 2.67),
        ("psfs", three(0, 0, 0), 0),
        ("psfs", three(10, 10, 10, 10, 9), 9.8),
        ("psfs", three(1, 2, 2, 2), 1.75),
        ("srpe", {"effort": 6, "minutes": 45}, 270),
        ("srpe", {"effort": 0, "minutes": 45}, 0),
        ("wellness", WELL, 10),
        ("swatches", {"colour": 3}, 3),
        ("sitting", {"minutes": 35}, 35),
        ("ostrc_h2", {"total": 25}, 25),
        ("visa_h", {"total": 100}, 100),
        ("fash", {"total": 0}, 0),
        ("nrs", {"worst": 7.0}, 7),
    ],
)
def test_a_whole_form_has_its_score(name: str, answers: Any, expected: float) -> None:
    assert score(ALL[name], answers).score == expected


@pytest.mark.parametrize(
    ("name", "answers", "pointer", "code"),
    [
        ("nrs", {}, "/worst", "missing"),
        ("nrs", {"now": 3}, "/worst", "missing"),
        ("nrs", {"worst": None}, "/worst", "not-a-number"),
        ("nrs", {"worst": True}, "/worst", "not-a-number"),
        ("nrs", {"worst": "7"}, "/worst", "not-a-number"),
        ("nrs", {"worst": 7.5}, "/worst", "not-whole"),
        ("nrs", {"worst": 11}, "/worst", "out-of-range"),
        ("nrs", {"worst": 7, "mood": 1}, "/mood", "unknown-field"),
        ("nrs", [7], "", "not-an-object"),
        ("nrs", None, "", "not-an-object"),
        ("pgic", {"change": 0}, "/change", "out-of-range"),
        ("wellness", {**WELL, "stress": None}, "/stress", "not-a-number"),
        ("wellness", {"sleep": 1, "tiredness": 1, "stress": 1}, "/soreness", "missing"),
        ("srpe", {"effort": 5}, "/minutes", "missing"),
        ("srpe", {"effort": 5, "minutes": 0}, "/minutes", "out-of-range"),
        ("psfs", {}, "/activities", "wrong-number"),
        ("psfs", three(1, 2), "/activities", "wrong-number"),
        ("psfs", three(1, 2, 3, 4, 5, 6), "/activities", "wrong-number"),
        ("psfs", three(1, 2, 11), "/activities/2/level", "out-of-range"),
        ("psfs", {"activities": [{"name": "x"}] * 3}, "/activities/0/level", "missing"),
        ("psfs", {"activities": ["x", "y", "z"]}, "/activities/0", "not-an-object"),
        ("visa_h", {"total": 101}, "/total", "out-of-range"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_never_scored(
    name: str, answers: Any, pointer: str, code: str
) -> None:
    found = score(ALL[name], answers)

    assert found.score is None
    assert found.answers == {}
    assert (found.errors[0].pointer, found.errors[0].code) == (pointer, code)


@pytest.mark.parametrize("second", ["Run", "RUN", "  run  "])
def test_the_same_activity_twice_is_refused(second: str) -> None:
    names = ["run", second, "sit"]

    found = score(ALL["psfs"], {"activities": [{"name": name, "level": 3} for name in names]})

    assert [(e.pointer, e.code) for e in found.errors] == [("/activities/1/name", "twice")]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, 5, None, "a\x00b"])
def test_an_activity_needs_a_name(name: Any) -> None:
    rows = [{"name": name, "level": 3}, {"name": "b", "level": 3}, {"name": "c", "level": 3}]

    found = score(ALL["psfs"], {"activities": rows})

    assert found.errors[0].pointer == "/activities/0/name"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["worst", "now", "activities", "name", "level", "total", "effort", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(ALL)), JUNK)
def test_nothing_that_is_sent_breaks_a_score_or_leaves_the_scale(name: str, sent: Any) -> None:
    found = score(ALL[name], sent)

    assert (found.score is None) == bool(found.errors)
    if found.score is not None:
        assert ALL[name].low <= found.score <= ALL[name].high


@given(st.sampled_from(["nrs", "wellness", "srpe"]), st.data())
def test_the_score_stays_on_the_scale(name: str, data: st.DataObject) -> None:
    instrument = ALL[name]
    answers = {item.id: data.draw(st.integers(item.low, item.high)) for item in instrument.items}

    found = score(instrument, answers)

    assert found.score is not None
    assert instrument.low <= found.score <= instrument.high
