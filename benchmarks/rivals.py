"""Other ways to notice worsening pain, each with one setting that makes it more or less eager.

A rival takes a row of `pain_stories` and a setting and returns the days it speaks, 14 days apart at
least, as ours does. A higher setting is always the quieter one.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from benchmarks.pain_stories import NOT_LOGGED

LOCK_OUT_DAYS = 14
WINDOW = 56
LEAST_ENTRIES = 8
SMALLEST_SWING = 0.5  # points: below this a deviation is divided by it, or a calm diary explodes
Entries = list[tuple[int, int]]  # day, level


@dataclass(frozen=True, slots=True)
class Rival:
    """A detector, how it is called, and the range in which its setting is looked for."""

    name: str
    alarms: Callable[[bytes, float], list[int]]
    quietest: float
    loudest: float
    costly: bool = False  # thousands of microseconds a check: judged on fewer athletes


def entries_of(row: bytes) -> Entries:
    """Return the logged days of a row."""
    return [(day, level) for day, level in enumerate(row) if level != NOT_LOGGED]


def spaced(days: Iterator[int]) -> list[int]:
    """Keep the days that lie 14 or more after the last one kept."""
    kept: list[int] = []
    for day in days:
        if not kept or day - kept[-1] >= LOCK_OUT_DAYS:
            kept.append(day)
    return kept


def _by_score(score: Callable[[Entries], float]) -> Callable[[bytes, float], list[int]]:
    """Turn a statistic of the entries of 56 days, the last one today's, into a rival."""

    @cache
    def scores(row: bytes) -> list[tuple[int, float]]:
        entries, found = entries_of(row), []
        for end in range(LEAST_ENTRIES, len(entries) + 1):
            today = entries[end - 1][0]
            window = [one for one in entries[:end] if one[0] > today - WINDOW]
            if len(window) >= LEAST_ENTRIES:
                found.append((today, score(window)))
        return found

    return lambda row, limit: spaced(day for day, reached in scores(row) if reached >= limit)


def _swing(levels: list[int]) -> float:
    return max(SMALLEST_SWING, statistics.pstdev(levels))


def ewma(entries: Entries) -> float:
    """Return how many of its own sds an exponential mean (weight 0.3) lies above the older half."""
    levels = [level for _, level in entries]
    base = levels[: max(5, len(levels) - 7)]
    mean = statistics.mean(base)
    smooth = mean
    for level in levels[-10:]:
        smooth += 0.3 * (level - smooth)
    return (smooth - mean) / (_swing(base) * math.sqrt(0.3 / 1.7))


def cusum(entries: Entries) -> float:
    """Return a one-sided CUSUM (slack half a swing) about the median of all but 14 days."""
    today = entries[-1][0]
    settled = [level for day, level in entries if day <= today - 14]
    if len(settled) < 5:
        settled = [level for _, level in entries[:5]]
    centre, swing, total = statistics.median(settled), _swing(settled), 0.0
    for _, level in entries[-21:]:
        total = max(0.0, total + (level - centre) / swing - 0.5)
    return total


def mean_7_28(entries: Entries) -> float:
    """Return the mean of 7 days minus the mean of the 28 before, in points."""
    today = entries[-1][0]
    week = [level for day, level in entries if day > today - 7]
    before = [level for day, level in entries if today - 35 < day <= today - 7]
    if len(week) < 3 or len(before) < 7:
        return -math.inf
    return statistics.mean(week) - statistics.mean(before)


def mann_kendall(entries: Entries) -> float:
    """Return Mann-Kendall's z over the last 14 days."""
    import pymannkendall

    today = entries[-1][0]
    levels = [level for day, level in entries if day > today - 14]
    if len(levels) < 6 or len(set(levels)) == 1:
        return -math.inf
    return float(pymannkendall.original_test(levels).z)


def change_point(entries: Entries) -> float:
    """Return how much one change of level (ruptures, l2) explains, in variances; falls count 0."""
    import numpy as np
    import ruptures

    levels = np.array([level for _, level in entries], dtype=float).reshape(-1, 1)
    cost = ruptures.costs.CostL2().fit(levels)
    found = ruptures.Dynp(custom_cost=cost, min_size=3, jump=1).fit(levels).predict(n_bkps=1)[0]
    before, after = levels[:found], levels[found:]
    if after.mean() <= before.mean() or levels[-1] < before.mean() + 1:
        return 0.0
    gain = cost.error(0, len(levels)) - cost.error(0, found) - cost.error(found, len(levels))
    return float(gain / max(SMALLEST_SWING**2, before.var()))


def page_hinkley(row: bytes, threshold: float) -> list[int]:
    """Return river's Page-Hinkley, rises only."""
    from river.drift import PageHinkley

    found = PageHinkley(min_instances=LEAST_ENTRIES, delta=0.3, threshold=threshold, mode="up")
    return spaced(_drifts(row, found))


def adwin(row: bytes, strictness: float) -> list[int]:
    """Return river's ADWIN (delta = 10 ** -strictness), where the newest days lie higher."""
    from river.drift import ADWIN

    found = ADWIN(delta=10**-strictness, clock=1, grace_period=LEAST_ENTRIES, min_window_length=3)
    return spaced(_drifts(row, found))


def _drifts(row: bytes, detector: object) -> Iterator[int]:
    seen: list[int] = []
    for day, level in entries_of(row):
        detector.update(level)
        seen.append(level)
        if detector.drift_detected and statistics.mean(seen[-5:]) > statistics.mean(seen[-28:]):
            yield day


RIVALS = (
    Rival("EWMA chart", _by_score(ewma), 12, 1),
    Rival("mean of 7 days minus 28 before", _by_score(mean_7_28), 6, 0.2),
    Rival("CUSUM on a trailing median", _by_score(cusum), 60, 1),
    Rival("river Page-Hinkley", page_hinkley, 60, 1),
    Rival("river ADWIN", adwin, 12, 0.05),
    Rival("ruptures, one change, l2", _by_score(change_point), 400, 2, costly=True),
    Rival("Mann-Kendall, 14 days", _by_score(mann_kendall), 4.5, 0.3, costly=True),
)
