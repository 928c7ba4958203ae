"""Is pain getting worse? Judges the last 56 days: a two-segment scan and a weekly rule.

Source: METHOD.md in this folder. Sums and squares are whole numbers throughout, so that one window
judged here and many judged in `tracker.trends.matrix` can never disagree.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tracker.trends.window import WINDOW, logged_in, units_of

CLIP = 3  # points around the median beyond which one entry counts no further
RECENT_DAYS = 3  # left out of that median: they may already be the new level
FIRST_ONSET = WINDOW - 28  # an onset further back is history, not news
LEAST_BEFORE, LEAST_AFTER = 5, 3  # entries
WEEK, WEEKS_BEFORE = 7, 28  # days
LEAST_WEEK, LEAST_WEEKS_BEFORE = 3, 7  # entries
# Prior of the noise: eight entries' worth of a day-to-day swing of 0.8 points.
PRIOR_WEIGHT, PRIOR_VARIANCE = 8, 0.64
SCORE = 4.4  # alarm from here on
WEEK_RISE = 2.2  # points


@dataclass(frozen=True, slots=True)
class WindowVerdict:
    """What 56 days say on their last one. Means are of the entries as logged, in points."""

    alarm: bool
    kind: Literal["scan", "week"] | None = None
    before: float | None = None
    now: float | None = None
    days: int | None = None  # calendar days from the onset to today, both counted
    logged: int | None = None  # entries among them
    noise: float | None = None  # usual day-to-day swing, in points
    score: float | None = None
    week_mean: float | None = None
    four_week_mean: float | None = None


QUIET = WindowVerdict(alarm=False)


def judge_window(pain: Sequence[float | None]) -> WindowVerdict:
    """Judge the last 56 calendar days: one value a day, oldest first, None = not logged.

    Without an entry on the last day there is never an alarm.

    :raises ValueError: when there are not 56 values, or one is no number from 0 to 10.
    """
    if len(pain) != WINDOW:
        raise ValueError(f"A window has {WINDOW} days; {len(pain)} were given.")
    levels, point = units_of(pain)
    if levels[-1] is None:
        return QUIET
    return judge_entries(*logged_in(levels), point)


def judge_entries(days: list[int], levels: list[int], point: int) -> WindowVerdict:
    """Judge logged days (0 to 55, ascending, the last one 55) with levels in `point` units each."""
    found = _scan(days, levels, point) or _week(days, levels, point)
    return found or QUIET


def _scan(days: list[int], levels: list[int], point: int) -> WindowVerdict | None:
    calm = bisect_left(days, WINDOW - RECENT_DAYS)
    n = len(days)
    first = max(bisect_left(days, FIRST_ONSET), LEAST_BEFORE)
    if calm < LEAST_BEFORE or first > n - LEAST_AFTER:
        return None
    ordered = sorted(levels[:calm])
    median = (ordered[(calm - 1) // 2] + ordered[calm // 2]) // 2
    low, high = median - CLIP * point, median + CLIP * point
    clipped = [low if x < low else high if x > high else x for x in levels]
    sums = list(accumulate(clipped))
    total, today = sums[-1], clipped[-1]
    # Today is a point above the mean before, and the mean rose by a point and a half.
    risen = [
        n_before
        for n_before in range(first, n - LEAST_AFTER + 1)
        if (today - point) * n_before >= (before := sums[n_before - 1])
        and 2 * (total * n_before - before * n) >= 3 * point * (n - n_before) * n_before
    ]
    if not risen:
        return None
    squares = list(accumulate(x * x for x in clipped))
    best, best_ratio = 0, 0.0
    for n_before in risen:
        before = sums[n_before - 1]
        rise = total * n_before - before * n
        spread = n_before * squares[n_before - 1] - before * before
        # score >= 4.4, both sides squared and multiplied out: 4.4^2 = 484/25, 8 * 0.8^2 = 128/25
        strength = rise * rise * (n_before + PRIOR_WEIGHT - 1)
        needed = (128 * point * point * n_before + 25 * spread) * n * (n - n_before)
        if 625 * strength >= 484 * needed and strength / needed > best_ratio:
            best, best_ratio = n_before, strength / needed
    if not best:
        return None
    spread = best * squares[best - 1] - sums[best - 1] ** 2
    return WindowVerdict(
        alarm=True,
        kind="scan",
        before=sum(levels[:best]) / (best * point),
        now=sum(levels[best:]) / ((n - best) * point),
        days=WINDOW - days[best],
        logged=n - best,
        noise=_noise(spread / (best * point * point), best),
        score=5 * math.sqrt(best_ratio),
    )


def _week(days: list[int], levels: list[int], point: int) -> WindowVerdict | None:
    week = bisect_left(days, WINDOW - WEEK)
    start = bisect_left(days, WINDOW - WEEK - WEEKS_BEFORE)
    n_week, n_before = len(days) - week, week - start
    if n_week < LEAST_WEEK or n_before < LEAST_WEEKS_BEFORE:
        return None
    in_week, earlier = sum(levels[week:]), levels[start:week]
    in_before = sum(earlier)
    # 2.2 points = 11/5
    if 5 * (in_week * n_before - in_before * n_week) < 11 * point * n_week * n_before:
        return None
    now, before = in_week / (n_week * point), in_before / (n_before * point)
    squares = sum((x / point - before) ** 2 for x in earlier)
    return WindowVerdict(
        alarm=True,
        kind="week",
        before=before,
        now=now,
        days=WEEK,
        logged=n_week,
        noise=_noise(squares, n_before),
        week_mean=now,
        four_week_mean=before,
    )


def _noise(squares: float, n_before: int) -> float:
    return math.sqrt((PRIOR_WEIGHT * PRIOR_VARIANCE + squares) / (PRIOR_WEIGHT + n_before - 1))
