"""Fading load and the robust slope."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends.ewma import fading_load
from tracker.trends.slope import theil_sen

loads = st.lists(st.integers(0, 2000), min_size=8, max_size=28)


def test_today_counts_a_quarter_of_the_week_and_a_fourteenth_of_the_month() -> None:
    found = fading_load([100] * 20 + [500])

    assert found.acute == 200
    assert found.chronic == pytest.approx(100 + 400 * 2 / 29, abs=0.05)


@given(loads, st.integers(1, 5))
def test_days_without_an_entry_freeze_the_averages_and_lower_the_count(
    load: list[int], gap: int
) -> None:
    before, after = fading_load([None] * 28 + load), fading_load([*load, *[None] * gap])

    if after.logged >= 8:
        assert (after.acute, after.chronic) == (before.acute, before.chronic)
    assert after.logged <= before.logged
    assert after.monotony is None


def test_rest_counts_only_where_it_was_logged() -> None:
    rested = fading_load([200] * 20 + [0] * 7)
    silent = fading_load([200] * 20 + [None] * 7)

    assert rested.acute is not None
    assert rested.acute < 30
    assert silent.acute == 200


@pytest.mark.parametrize("load", [[], [None] * 84, [100] * 7, [None] * 40 + [100] * 7])
def test_below_eight_days_nothing_is_said(load: list[Any]) -> None:
    found = fading_load(load)

    assert (found.acute, found.chronic) == (None, None)


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ([100, 0, 100, 0, 100, 0, 100], (1.15, 462)),
        ([100] * 7, (None, None)),
        ([0] * 7, (None, None)),
        ([100, 0, 100, 0, 100, 0, None], (None, None)),
    ],
    ids=["a mixed week", "all alike", "all rest", "a day missing"],
)
def test_monotony_needs_a_whole_week_that_is_not_all_alike(
    week: list[Any], expected: tuple[Any, Any]
) -> None:
    found = fading_load(week)

    assert (found.monotony, found.strain) == expected


@pytest.mark.parametrize(
    ("series", "slope"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], 1.0),
        ([8, 7, 6, 5, 4, 3, 2, 1], -1.0),
        ([3] * 8, 0.0),
        ([1, 2, 3, 4, 99, 6, 7, 8], 1.0),
        ([1, None, 3, None, 5, 6, 7, 8, 9, 10], 1.0),
        ([1, 2, 3, 4, 5, 6, 7], None),
        ([None] * 20, None),
    ],
    ids=["up", "down", "level", "one odd day", "gaps keep their length", "seven", "nothing"],
)
def test_the_slope_is_points_a_day(series: list[Any], slope: float | None) -> None:
    assert theil_sen(series) == slope


@given(st.lists(st.integers(0, 10), min_size=9, max_size=21), st.integers(0, 8))
def test_one_wild_day_moves_the_slope_no_further_than_the_rest_allows(
    levels: list[int], at: int
) -> None:
    steady = [4] * len(levels)
    steady[at] = 10

    assert theil_sen(steady) == 0
