"""How an athlete stands: improving, steady, worsening, unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import is_improving, trend_of

windows = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=56, max_size=56)

IMPROVING = {
    "two points lower over five days": [5] * 51 + [3] * 5,
    "two points lower with two of the five days missing": [5] * 51 + [3, None, 3, None, 3],
    "no pain after pain": [4] * 50 + [0] * 6,
    "thirty percent lower for a week": [3] * 45 + [2] * 11,
}
STEADY = {
    "the same as ever": [3] * 56,
    "one point lower": [5] * 51 + [4] * 5,
    "two points lower for two days only": [5] * 54 + [3] * 2,
    "thirty percent lower for six days only": [3] * 46 + [2] * 10,
    "no pain, as ever": [0] * 56,
    "rising": [2] * 51 + [5] * 5,
}
UNKNOWN = {
    "nothing logged": [None] * 56,
    "seven of eighteen days": [3] * 38 + [None] * 11 + [3] * 7,
    "much better, long silent": [8] * 40 + [None] * 13 + [1] * 3,
}


@pytest.mark.parametrize("window", IMPROVING.values(), ids=IMPROVING.keys())
def test_improving(window: list[int | None]) -> None:
    assert trend_of(window, spell_open=False) == "improving"


@pytest.mark.parametrize("window", STEADY.values(), ids=STEADY.keys())
def test_steady(window: list[int | None]) -> None:
    assert trend_of(window, spell_open=False) == "steady"


@pytest.mark.parametrize("window", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown(window: list[int | None]) -> None:
    assert trend_of(window, spell_open=False) == "unknown"


@given(windows)
def test_an_open_spell_stands_however_little_was_logged(window: list[int | None]) -> None:
    assert trend_of(window, spell_open=True) == "worsening"


@given(windows)
def test_leaving_a_day_out_never_turns_unknown_into_a_claim(window: list[int | None]) -> None:
    fewer = [*window[:-1], None]
    if trend_of(window, spell_open=False) == "unknown":
        assert trend_of(fewer, spell_open=False) == "unknown"


def test_a_base_of_four_days_is_too_little_to_improve_on() -> None:
    assert not is_improving([None] * 47 + [8] * 4 + [1] * 5)


def test_a_window_has_56_days() -> None:
    with pytest.raises(ValueError, match="56 days"):
        trend_of([1] * 55, spell_open=False)
