"""Many windows at once are judged exactly as one by one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import at_last_entries, at_last_entry, judge_matrix, judge_window


def one_by_one(pain: np.ndarray) -> list[bool]:
    rows = ([None if x == 255 else x for x in row] for row in pain.tolist())
    return [judge_window(row).alarm for row in rows]


def random_windows(seed: int, n: int) -> np.ndarray:
    """Return windows of every sort: steady, stepping, erratic, new, full of holes, at the ends."""
    chance = np.random.default_rng(seed)
    mean = chance.uniform(-1, 9, (n, 1))
    swing = chance.choice([0.0, 0.3, 1.0, 2.5], (n, 1))
    onset, rise = chance.integers(20, 57, (n, 1)), chance.choice([0, 1.5, 2.2, 3, 6], (n, 1))
    days = np.arange(56)
    pain = mean + swing * chance.normal(size=(n, 56)) + rise * (days >= onset)
    windows = np.clip(np.rint(pain), 0, 10).astype(np.uint8)
    windows[chance.random((n, 56)) < chance.uniform(0, 0.9, (n, 1))] = 255
    windows[(days < chance.integers(0, 56, (n, 1))) & (chance.random((n, 1)) < 0.3)] = 255
    return windows


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_random_windows_agree(seed: int) -> None:
    windows = random_windows(seed, 5000)
    alarms = judge_matrix(windows)
    assert alarms.tolist() == one_by_one(windows)
    assert 50 < alarms.sum() < 2500


@given(st.lists(st.binary(min_size=56, max_size=56), min_size=1, max_size=5))
def test_any_windows_agree(rows: list[bytes]) -> None:
    raw = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, 56)
    windows = np.where(raw < 176, raw % 11, 255).astype(np.uint8)
    assert judge_matrix(windows).tolist() == one_by_one(windows)


@given(
    st.integers(0, 8),
    st.lists(st.sampled_from([255, -1, 0, 0, 1, 2]), min_size=56, max_size=56),
    st.integers(0, 4),
    st.integers(25, 55),
)
def test_windows_with_a_rise_agree(level: int, swings: list[int], rise: int, onset: int) -> None:
    risen = [
        255 if swing == 255 else min(10, max(0, level + swing + rise * (day >= onset)))
        for day, swing in enumerate(swings)
    ]
    window = np.array([risen], dtype=np.uint8)
    assert judge_matrix(window).tolist() == one_by_one(window)


def test_windows_on_the_very_border_agree() -> None:
    windows = [
        [0] * before + [2] * after for before in range(1, 56) for after in range(1, 57 - before)
    ]
    bordering = np.full((len(windows), 56), 255, dtype=np.uint8)
    for place, window in enumerate(windows):
        bordering[place, 56 - len(window) :] = window
    weeks = np.full((11**2, 56), 255, dtype=np.uint8)
    weeks[:, 21:49] = 2
    weeks[:, 49:52], weeks[:, -1] = 4, 2
    weeks[:, 52:54] = [(a, b) for a in range(11) for b in range(11)]  # some lie exactly 2 above
    for table in (bordering, weeks):
        assert judge_matrix(table).tolist() == one_by_one(table)


def test_a_chunk_border_loses_nobody() -> None:
    windows = random_windows(9, 9000)
    every_third = judge_matrix(np.ascontiguousarray(windows[::3]))
    assert every_third.tolist() == judge_matrix(windows)[::3].tolist()


def test_windows_are_moved_to_their_last_entry_as_one_by_one() -> None:
    windows, today = random_windows(3, 2000), date(2026, 3, 2)
    moved, gaps = at_last_entries(windows)
    for before, after, gap in zip(windows.tolist(), moved.tolist(), gaps.tolist(), strict=True):
        row, on = at_last_entry([None if x == 255 else x for x in before], today)
        assert list(row) == [None if x == 255 else x for x in after]
        assert on == today - timedelta(gap)


def test_nobody_is_nobody() -> None:
    assert judge_matrix(np.empty((0, 56), dtype=np.uint8)).tolist() == []


def test_nobody_who_logged_today_is_nobody() -> None:
    assert not judge_matrix(np.full((10, 56), 255, dtype=np.uint8)).any()


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros((2, 55), dtype=np.uint8),
        np.zeros(56, dtype=np.uint8),
        np.zeros((2, 56), dtype=np.int64),
        np.full((2, 56), 11, dtype=np.uint8),
        np.full((2, 56), 254, dtype=np.uint8),
    ],
)
def test_what_is_no_table_of_windows_is_refused(bad: np.ndarray) -> None:
    with pytest.raises(ValueError):
        judge_matrix(bad)
