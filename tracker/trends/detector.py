"""Is pain getting worse? Judges the last 56 days: a two-segment scan and a weekly rule.

Source: METHOD.md in this folder. Sums and squares are whole numbers throughout, so that one window
judged here and many judged in `tracker.trends.matrix` can never disagree.

Both rules ask the same of a rise: that it is large beside what the person's own noise would make of
so few entries, and beside how far a level drifts that means nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from tracker.trends.window import WINDOW, logged_in, units_of

CLIP = 3  # points around the median beyond which one entry counts no further
RECENT_DAYS = 3  # left out of that median: they may already be the new level
FIRST_ONSET = WINDOW - 28  # an onset further back is history, not news
LEAST_BEFORE, LEAST_AFTER = 5, 3  # entries
WEEK, WEEKS_BEFORE = 7, 28  # days
LEAST_WEEK, LEAST_WEEKS_BEFORE = 3, 7  # entries
# Prior of the noise: five entries' worth of a day-to-day swing of 1.1 points (variance 1.2).
PRIOR_WEIGHT, PRIOR_SQUARES = 5, 6
DRIFT_PART = 10  # a level drifts by 0.3 points (variance one tenth) without getting worse
SCAN_RISE, SCAN_SCORE = (8, 5), (67, 20)  # 1.6 points, 3.35: as fractions, to stay exact
WEEK_RISE, WEEK_SCORE = (2, 1), (21, 5)  # 2 points, 4.2


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
    top, bottom = SCAN_RISE
    # Today is a point above the mean before, and the mean itself has risen.
    risen = [
        n_before
        for n_before in range(first, n - LEAST_AFTER + 1)
        if (today - point) * n_before >= (before := sums[n_before - 1])
        and bottom * (total * n_before - before * n) >= top * point * (n - n_before) * n_before
    ]
    if not risen:
        return None
    raw, squares = list(accumulate(levels)), list(accumulate(x * x for x in levels))
    best, best_ratio = 0, 0.0
    for n_before in risen:
        rise = total * n_before - sums[n_before - 1] * n
        spread = n_before * squares[n_before - 1] - raw[n_before - 1] ** 2
        ratio = passes(rise, n_before, n - n_before, spread, point, SCAN_SCORE)
        if ratio > best_ratio:
            best, best_ratio = n_before, ratio
    if not best:
        return None
    return WindowVerdict(
        alarm=True,
        kind="scan",
        before=raw[best - 1] / (best * point),
        now=(raw[-1] - raw[best - 1]) / ((n - best) * point),
        days=WINDOW - days[best],
        logged=n - best,
        noise=_noise(best * squares[best - 1] - raw[best - 1] ** 2, best, point),
        score=math.sqrt(best_ratio) * SCAN_SCORE[0] / SCAN_SCORE[1],
    )


def passes(
    rise: int, n_before: int, n_after: int, spread: int, point: int, score: tuple[int, int]
) -> float:
    """Return score^2 / needed^2 of a rise where that is 1 or more, else 0.

    `rise` is the difference of the means times both counts, `spread` the squares about the mean
    before times n_before, both in units.
    """
    strength, needed = sides(rise, n_before, n_after, spread, point, score)
    return strength / needed if strength >= needed else 0.0


def sides(
    rise: Any, n_before: Any, n_after: Any, spread: Any, point: int, score: tuple[int, int]
) -> Any:
    """Return both sides of "score reached", squared and multiplied out: whole numbers, or arrays.

    score = rise / sqrt(noise^2 * (1 / n_after + 1 / n_before) + 1 / DRIFT_PART),
    noise^2 = (PRIOR_SQUARES + squares) / (PRIOR_WEIGHT + n_before - 1).
    """
    top, bottom = score
    weight = n_before + (PRIOR_WEIGHT - 1)
    squares = PRIOR_SQUARES * point * point * n_before + spread
    noise = DRIFT_PART * squares * (n_before + n_after) * n_after
    drift = point * point * n_after * n_after * n_before * n_before * weight
    return DRIFT_PART * bottom * bottom * rise * rise * weight, top * top * (noise + drift)


def _week(days: list[int], levels: list[int], point: int) -> WindowVerdict | None:
    week = bisect_left(days, WINDOW - WEEK)
    start = bisect_left(days, WINDOW - WEEK - WEEKS_BEFORE)
    n_week, n_before = len(days) - week, week - start
    if n_week < LEAST_WEEK or n_before < LEAST_WEEKS_BEFORE:
        return None
    in_week, earlier = sum(levels[week:]), levels[start:week]
    in_before = sum(earlier)
    rise = in_week * n_before - in_before * n_week
    top, bottom = WEEK_RISE
    if bottom * rise < top * point * n_week * n_before:
        return None
    spread = n_before * sum(x * x for x in earlier) - in_before * in_before
    if not passes(rise, n_before, n_week, spread, point, WEEK_SCORE):
        return None
    now, before = in_week / (n_week * point), in_before / (n_before * point)
    return WindowVerdict(
        alarm=True,
        kind="week",
        before=before,
        now=now,
        days=WEEK,
        logged=n_week,
        noise=_noise(spread, n_before, point),
        week_mean=now,
        four_week_mean=before,
    )


def _noise(spread: int, n_before: int, point: int) -> float:
    squares = spread / (n_before * point * point)
    return math.sqrt((PRIOR_SQUARES + squares) / (PRIOR_WEIGHT + n_before - 1))
