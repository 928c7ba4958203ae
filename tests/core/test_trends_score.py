"""How far a rise stands out: what near entries have in common, and what is asked of how many."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends.score import (
    PRIOR_SQUARES,
    SCAN_ASKED,
    WEEK_ASKED,
    WHOLE,
    alike_around,
    sides,
    spread_of,
)
from tracker.trends.window import WINDOW

logged_days = st.sets(st.integers(0, 55), min_size=1).map(sorted)


def alike_as_written(days: list[int]) -> Fraction:
    gaps = [late - early for early, late in combinations(days, 2)]
    return len(days) + sum(Fraction(2, 2**gap) for gap in gaps if gap <= 5)


def test_entries_far_apart_have_nothing_in_common() -> None:
    before, since = alike_around([0, 6, 12, 40, 55])
    assert before == [n * WHOLE for n in range(6)]
    assert since == before[::-1]


def test_two_neighbours_have_half_in_common() -> None:
    assert alike_around([54, 55])[1] == [3 * WHOLE, WHOLE, 0]
    assert alike_around([53, 55])[1] == [5 * WHOLE // 2, WHOLE, 0]


@given(logged_days)
def test_what_entries_have_in_common_is_counted_on_both_sides_of_every_onset(
    days: list[int],
) -> None:
    before, since = alike_around(days)
    for place in range(len(days) + 1):
        assert Fraction(before[place], WHOLE) == alike_as_written(days[:place])
        assert Fraction(since[place], WHOLE) == alike_as_written(days[place:])


def test_every_doubling_of_the_new_entries_asks_one_less() -> None:
    assert [SCAN_ASKED[n] for n in (2, 4, 8, 16, 32)] == [850, 750, 650, 550, 450]
    assert list(SCAN_ASKED) == sorted(SCAN_ASKED, reverse=True)
    assert len(SCAN_ASKED) == WINDOW


def test_the_score_is_reached_at_its_very_border() -> None:
    # 4 entries of 0, then 2 of 3, nothing in common: 9 / (6 / 9 * 3/4 + 3/20) = 13.846...
    rise, spread = 3 * 8, spread_of(4, 2, 0, 6, 18)
    assert spread == 0
    alike = 4 * WHOLE, 2 * WHOLE
    strength, needed = sides(rise, (4, 2), alike, spread, 1, 1)
    expected = 9 / (Fraction(PRIOR_SQUARES, 9) * Fraction(3, 4) + Fraction(3, 20))
    assert Fraction(strength, needed) == 100 * expected


@pytest.mark.parametrize("high", [(0, 20), (20, 0)])
def test_the_largest_numbers_of_many_windows_fit_64_bits(high: tuple[int, int]) -> None:
    days = list(range(WINDOW))
    before, since = alike_around(days)
    for n_before in range(4, WINDOW - 1):
        n_after = WINDOW - n_before
        counts, alike = (n_before, n_after), (before[n_before], since[n_before])
        widest = n_before * n_after * WINDOW * 100  # half of the entries 0, half 10
        rise = 20 * n_before * n_after
        assert max(sides(rise, counts, alike, widest, 2, max(WEEK_ASKED, *SCAN_ASKED))) < 2**63
        # as they are worked out, squares and sums are no larger either
        sums = high[0] * n_before, high[1] * n_after
        assert abs(spread_of(*counts, *sums, WINDOW * 400)) < 2**63
