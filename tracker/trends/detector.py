"""Is pain getting worse? Judges the last 56 days: a two-segment scan and a weekly rule.

Source: METHOD.md in this folder. Sums and squares are whole numbers throughout, so that one window
judged here and many judged in `tracker.trends.matrix` can never disagree.

Both rules ask the same of a rise: the score of `tracker.trends.score`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tracker.trends.score import (
    PRIOR_SQUARES,
    PRIOR_WEIGHT,
    SCAN_ASKED,
    WEEK_ASKED,
    alike_around,
    sides,
    spread_of,
)
from tracker.trends.window import WINDOW, logged_in, units_of

CLIP_HALVES = 7  # half points around the median beyond which one entry counts no further: 3.5
RECENT_DAYS = 3  # left out of that median: they may already be the new level
FIRST_ONSET = WINDOW - 35  # an onset further back is history, not news
LEAST_BEFORE, LEAST_AFTER, LEAST_IN_ALL = 4, 2, 8  # entries
WEEK, WEEKS_BEFORE = 7, 28  # days
LEAST_WEEK, LEAST_WEEKS_BEFORE = 3, 7  # entries
SCAN_RISE, WEEK_RISE = (3, 2), (2, 1)  # 1.5 and 2 points: as fractions, to stay exact


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


def judge_window(
    pain: Sequence[float | None], *, told_days_ago: int | None = None
) -> WindowVerdict:
    """Judge the last 56 calendar days: one value a day, oldest first, None = not logged.

    Without an entry on the last day there is never an alarm. Entries up to the last notification,
    `told_days_ago` (14 or more), are no news: the scan looks at onsets after that day only.

    :raises ValueError: when there are not 56 values, or one is no number from 0 to 10.
    """
    if len(pain) != WINDOW:
        raise ValueError(f"A window has {WINDOW} days; {len(pain)} were given.")
    levels, point = units_of(pain)
    if levels[-1] is None:
        return QUIET
    return judge_entries(*logged_in(levels), point, told_days_ago=told_days_ago)


def judge_entries(
    days: list[int], levels: list[int], point: int, *, told_days_ago: int | None = None
) -> WindowVerdict:
    """Judge logged days (0 to 55, ascending, the last one 55) with levels in `point` units each."""
    news = WINDOW if told_days_ago is None else told_days_ago
    first = bisect_left(days, max(FIRST_ONSET, WINDOW - news))
    found = _scan(days, levels, point, first) or _week(days, levels, point)
    return found or QUIET


def _scan(days: list[int], levels: list[int], point: int, first: int) -> WindowVerdict | None:
    """Look for the onset, from the place `first` on, after which the rise stands out most."""
    calm = bisect_left(days, WINDOW - RECENT_DAYS)
    n = len(days)
    first = max(first, LEAST_BEFORE)
    if calm < LEAST_BEFORE or n < LEAST_IN_ALL or first > n - LEAST_AFTER:
        return None
    ordered = sorted(levels[:calm])
    median = (ordered[(calm - 1) // 2] + ordered[calm // 2]) // 2
    reach = CLIP_HALVES * point // 2
    low, high = median - reach, median + reach
    clipped = [low if x < low else high if x > high else x for x in levels]
    sums = list(accumulate(clipped))
    total, today = sums[-1], clipped[-1]
    top, bottom = SCAN_RISE
    # Today and the first day are a point above the mean before, and the mean itself has risen.
    risen = [
        n_before
        for n_before in range(first, n - LEAST_AFTER + 1)
        if (today - point) * n_before >= (before := sums[n_before - 1])
        and (clipped[n_before] - point) * n_before >= before
        and bottom * (total * n_before - before * n) >= top * point * (n - n_before) * n_before
    ]
    if not risen:
        return None
    raw, squares = list(accumulate(levels)), sum(x * x for x in levels)
    alike_before, alike_after = alike_around(days)
    best, best_ratio = 0, 0.0
    for n_before in risen:
        n_after, before = n - n_before, raw[n_before - 1]
        rise = total * n_before - sums[n_before - 1] * n
        spread = spread_of(n_before, n_after, before, raw[-1] - before, squares)
        alike = alike_before[n_before], alike_after[n_before]
        asked = SCAN_ASKED[n_after]
        strength, needed = sides(rise, (n_before, n_after), alike, spread, point, asked)
        if strength >= needed and (ratio := strength / needed) > best_ratio:
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
        noise=_noise(levels[:best], point),
        score=math.sqrt(best_ratio * SCAN_ASKED[n - best] / 100),
    )


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
    spread = spread_of(n_before, n_week, in_before, in_week, sum(x * x for x in levels[start:]))
    alike_before, alike_after = alike_around(days[start:])
    alike = alike_before[n_before], alike_after[n_before]
    strength, needed = sides(rise, (n_before, n_week), alike, spread, point, WEEK_ASKED)
    if strength < needed:
        return None
    now, before = in_week / (n_week * point), in_before / (n_before * point)
    return WindowVerdict(
        alarm=True,
        kind="week",
        before=before,
        now=now,
        days=WEEK,
        logged=n_week,
        noise=_noise(earlier, point),
        week_mean=now,
        four_week_mean=before,
    )


def _noise(before: list[int], point: int) -> float:
    """Return the usual swing, in points: of the entries before the rise, and of the prior."""
    n = len(before)
    squares = (n * sum(x * x for x in before) - sum(before) ** 2) / (n * point * point)
    return math.sqrt((PRIOR_SQUARES + squares) / (PRIOR_WEIGHT + n - 1))
