"""The detector against its method, written out once more word for word as METHOD.md has it."""

from __future__ import annotations

import math
import statistics
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import judge_window

levels = st.one_of(st.none(), st.integers(0, 10))
windows = st.lists(levels, min_size=56, max_size=56)


def _story(level: int, swings: list[int | None], rise: int, onset: int) -> list[int | None]:
    return [
        None if swing is None else min(10, max(0, level + swing + (rise if day >= onset else 0)))
        for day, swing in enumerate(swings)
    ]


swings = st.lists(st.sampled_from([None, -1, 0, 0, 1]), min_size=56, max_size=56)
stories = st.builds(_story, st.integers(0, 8), swings, st.integers(0, 4), st.integers(25, 55))


@given(st.one_of(windows, stories))
def test_the_method_as_written_gives_the_same_answer(window: list[int | None]) -> None:
    verdict = judge_window(window)
    score = score_as_written(window)
    week = week_as_written(window)
    clear_of_the_border = abs(score - 1) > 1e-9 and abs(week - 1) > 1e-9
    if clear_of_the_border:
        assert verdict.alarm == (score > 1 or week > 1)
        assert (verdict.kind == "scan") == (score > 1)
    if verdict.kind == "scan":
        assert verdict.score == pytest.approx(score * asked_of(verdict.logged))


def asked_of(entries: int) -> float:
    """Return the score that so many new entries must reach, word for word as METHOD.md has it."""
    return math.sqrt(8.5 - round(math.log2(entries / 2), 2))


def alike(days: list[int]) -> float:
    """Return how alike entries are: 1 each, and twice a half, a quarter, ... for pairs of days."""
    gaps = [late - early for early, late in combinations(days, 2)]
    return len(days) + sum(2 * 0.5**gap for gap in gaps if gap <= 5)


def score_of(window: list[int | None], onset: int, rise: float, start: int = 0) -> float:
    """Return how far a rise stands out, word for word as METHOD.md has it."""
    logged = [day for day in range(start, 56) if window[day] is not None]
    parts = [d for d in logged if d < onset], [d for d in logged if d >= onset]
    squares, blur = 0.0, 0.0
    for days in parts:
        mean = statistics.mean(window[day] for day in days)
        squares += sum((window[day] - mean) ** 2 for day in days)
        blur += alike(days) / len(days) ** 2
    noise2 = (5 * 1.2 + squares) / (5 + len(logged) - 2)
    return rise / math.sqrt(noise2 * blur + 0.15)


def score_as_written(window: list[int | None]) -> float:
    """Return the best score of the scan as a share of what is asked, or minus infinity."""
    settled = [x for x in window[:-3] if x is not None]
    if window[-1] is None or not settled:
        return -math.inf
    median = statistics.median(settled)
    clipped = [None if x is None else min(max(x, median - 3.5), median + 3.5) for x in window]
    best = -math.inf
    for onset in range(21, 56):
        before = [x for x in clipped[:onset] if x is not None]
        after = [x for x in clipped[onset:] if x is not None]
        if clipped[onset] is None or len(before) < 4 or len(after) < 2:
            continue
        if len(before) + len(after) < 8:
            continue
        mean_before = statistics.mean(before)
        rise = statistics.mean(after) - mean_before
        raised = min(clipped[onset], clipped[-1]) >= mean_before + 1 - 1e-12
        if rise < 1.5 - 1e-12 or not raised:
            continue
        best = max(best, score_of(window, onset, rise) / asked_of(len(after)))
    return best


def week_as_written(window: list[int | None]) -> float:
    """Return how far the last week stands out, as a share of what is asked, or minus infinity."""
    week = [x for x in window[49:] if x is not None]
    before = [x for x in window[21:49] if x is not None]
    if window[-1] is None or len(week) < 3 or len(before) < 7:
        return -math.inf
    rise = statistics.mean(week) - statistics.mean(before)
    return score_of(window, 49, rise, 21) / 3.6 if rise >= 2 - 1e-12 else -math.inf
