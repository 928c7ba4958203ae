"""The same judgement for very many athletes at once: which of these windows raise an alarm?

Every test is the one of `tracker.trends.detector`, in the same whole numbers (half points), so the
answer is the same to the last athlete. Cheap tests come first; few windows reach the last.
Arrays stand days-down, athletes-across, so that each step adds or compares whole rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.trends.detector import (
    CLIP_HALVES,
    FIRST_ONSET,
    LEAST_AFTER,
    LEAST_BEFORE,
    LEAST_IN_ALL,
    LEAST_WEEK,
    LEAST_WEEKS_BEFORE,
    RECENT_DAYS,
    SCAN_RISE,
    WEEK,
    WEEK_RISE,
    WEEKS_BEFORE,
)
from tracker.trends.score import MEMORY_DAYS, SCAN_ASKED, WEEK_ASKED, WHOLE, sides, spread_of
from tracker.trends.window import HALF_POINTS, HIGHEST, LATEST_DAYS, WINDOW

Ints = NDArray[Any]
Bools = NDArray[np.bool_]
NOT_LOGGED = 255
CHUNK = 4096  # athletes at a time: keeps every intermediate array within the processor's cache
ONSETS = np.arange(FIRST_ONSET, WINDOW - LEAST_AFTER + 1)
ASKED = np.array(SCAN_ASKED, dtype=np.int64)


def judge_matrix(pain: NDArray[np.uint8]) -> Bools:
    """Judge one window a row (56 days, oldest first, 0 to 10, 255 = not logged): alarm or not.

    Exactly `judge_window(...).alarm` of each row.

    :raises ValueError: for another shape or type, or a level that is neither 0 to 10 nor 255.
    """
    if pain.ndim != 2 or pain.shape[1] != WINDOW or pain.dtype != np.uint8:
        raise ValueError(f"Give uint8 rows of {WINDOW} days, not {pain.dtype} {pain.shape}.")
    alarms = np.zeros(len(pain), dtype=np.bool_)
    for start in range(0, len(pain), CHUNK):
        chunk = pain[start : start + CHUNK]
        if np.any((chunk > HIGHEST) & (chunk != NOT_LOGGED)):
            raise ValueError("A pain level is neither 0 to 10 nor 255 (not logged).")
        rows = np.flatnonzero(chunk[:, -1] != NOT_LOGGED)
        level = np.ascontiguousarray(chunk[rows].T)
        alarms[start + rows[_week(level) | _scan(level)]] = True
    return alarms


def at_last_entries(pain: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Ints]:
    """Return each window as it stood on its last day with pain logged, and how many days back.

    The row-by-row counterpart of `tracker.trends.window.at_last_entry`.
    """
    newest = pain[:, : -LATEST_DAYS - 2 : -1] != NOT_LOGGED
    gaps = newest.argmax(axis=1)
    if not gaps.any():
        return pain, gaps
    moved = pain.copy()
    for gap in range(1, LATEST_DAYS + 1):
        rows = np.flatnonzero(gaps == gap)
        moved[rows, gap:] = pain[rows, :-gap]
        moved[rows, :gap] = NOT_LOGGED
    return moved, gaps


def _week(level: Ints) -> Bools:
    logged = level != NOT_LOGGED
    points = level * logged
    first, second = WINDOW - WEEK - WEEKS_BEFORE, WINDOW - WEEK
    n_week, n_before = _total(logged[second:]), _total(logged[first:second])
    in_week, in_before = _total(points[second:]), _total(points[first:second])
    rise = in_week * n_before - in_before * n_week
    alarms: Bools = (n_week >= LEAST_WEEK) & (n_before >= LEAST_WEEKS_BEFORE)
    top, bottom = WEEK_RISE
    alarms &= bottom * rise >= top * n_week * n_before
    risen = np.flatnonzero(alarms)
    squares = _total(points[first:, risen].astype(np.int32) ** 2)
    counts = n_before[risen], n_week[risen]
    sums = in_before[risen], in_week[risen], squares
    earlier, later = _alike(logged[first:, risen])
    alike = earlier[:WEEKS_BEFORE].sum(axis=0), later[WEEKS_BEFORE:].sum(axis=0)
    alarms[risen] = _reached(rise[risen], counts, alike, sums, 1, WEEK_ASKED)
    return alarms


def _reached(
    rise: Ints,
    counts: tuple[Ints, Ints],
    alike: tuple[Ints, Ints],
    sums: tuple[Ints, Ints, Ints],
    point: int,
    asked: Any,
) -> Bools:
    """Tell which rises reach the score; `sums` of levels before and after, and of all squares."""
    big, n_before, n_after, alike_before, alike_after, before, after, squares = (
        values.astype(np.int64) for values in (rise, *counts, *alike, *sums)
    )
    both, alike = (n_before, n_after), (alike_before, alike_after)
    spread = spread_of(n_before, n_after, before, after, squares)
    strength, needed = sides(big, both, alike, spread, point, asked)
    reached: Bools = strength >= needed
    return reached


def _alike(logged: Bools) -> tuple[Ints, Ints]:
    """Return for each day what its entry adds to `alike_around`, with those before and after."""
    earlier = logged * np.int32(WHOLE)
    later = earlier.copy()
    for gap in range(1, MEMORY_DAYS + 1):
        pairs = (logged[gap:] & logged[:-gap]) * np.int32(2 * (WHOLE >> gap))
        earlier[gap:] += pairs
        later[:-gap] += pairs
    return earlier, later


def _scan(level: Ints) -> Bools:
    """Tell which columns have an onset that passes; see detector._scan for each test."""
    alarms = np.zeros(level.shape[1], dtype=np.bool_)
    logged = level != NOT_LOGGED
    clipped = _clip(level, logged)
    n_before = _before_each_onset(logged.view(np.int8))
    sum_before = _before_each_onset(clipped)
    n, total = _whole(n_before, logged), _whole(sum_before, clipped)
    possible = logged[ONSETS] & (n_before >= LEAST_BEFORE) & (n - n_before >= LEAST_AFTER)
    possible &= n >= LEAST_IN_ALL
    # today and the first day are a point above the mean before
    above = clipped.astype(np.int16) - HALF_POINTS
    possible &= above[-1] * n_before >= sum_before
    possible &= above[ONSETS] * n_before >= sum_before
    kept = np.flatnonzero(possible.any(axis=0))
    onset, place = np.nonzero(possible[:, kept])
    athlete = kept[place]
    # the mean itself has risen; from here on one element per possible onset
    nb = n_before[onset, athlete].astype(np.int64)
    before = sum_before[onset, athlete].astype(np.int64)
    na = n[athlete] - nb
    rise = total[athlete] * nb - before * n[athlete]
    top, bottom = SCAN_RISE
    risen = np.flatnonzero(bottom * rise >= top * HALF_POINTS * na * nb)
    if not len(risen):
        return alarms
    onset, athlete, counts = onset[risen], athlete[risen], (nb[risen], na[risen])
    columns, place = np.unique(athlete, return_inverse=True)
    level, logged, day = level[:, columns], logged[:, columns], ONSETS[onset]
    sums = _sums_as_logged(level, logged, day, place)
    alike = _alike_around(logged, day, place)
    reached = _reached(rise[risen], counts, alike, sums, HALF_POINTS, ASKED[counts[1]])
    alarms[athlete[reached]] = True
    return alarms


def _clip(level: Ints, logged: Bools) -> Ints:
    """Return half points, kept within 3.5 points of the settled median; 0 where not logged."""
    settled = level[: WINDOW - RECENT_DAYS]
    count = logged[: WINDOW - RECENT_DAYS].sum(axis=0, dtype=np.uint8)
    lower_place, upper_place = (np.maximum(count, 1) - 1) // 2, count // 2
    median = np.zeros(level.shape[1], dtype=np.int8)
    for points in range(HIGHEST):
        at_most = (settled <= points).sum(axis=0, dtype=np.uint8)
        median += at_most <= lower_place
        median += at_most <= upper_place
    reach = np.int8(CLIP_HALVES)
    halves = (level * logged).astype(np.int8) * np.int8(HALF_POINTS)
    np.clip(halves, median - reach, median + reach, out=halves)
    halves *= logged
    return halves


def _before_each_onset(values: Ints) -> Ints:
    """Return the sum of all days before each of ONSETS, int16, one row an onset."""
    sums = np.empty((len(ONSETS), values.shape[1]), dtype=np.int16)
    sums[0] = values[:FIRST_ONSET].sum(axis=0, dtype=np.int16)
    for place in range(1, len(ONSETS)):
        np.add(sums[place - 1], values[FIRST_ONSET + place - 1], out=sums[place])
    return sums


def _whole(sums: Ints, values: Ints) -> Ints:
    """Return the sum of all 56 days, from the sums before the last onset."""
    whole: Ints = sums[-1] + values[ONSETS[-1] :].sum(axis=0, dtype=np.int16)
    return whole


def _sums_as_logged(level: Ints, logged: Bools, day: Ints, place: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each pair the half points before the onset and after, and the squares of all."""
    halves = level * logged * np.int32(HALF_POINTS)
    sums = np.cumsum(halves, axis=0, dtype=np.int64)
    before = sums[day - 1, place]
    return before, sums[-1, place] - before, _total(halves * halves)[place]


def _alike_around(logged: Bools, day: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Return for each pair how alike the entries before the onset are, and those from it on."""
    earlier, later = (np.cumsum(part, axis=0, dtype=np.int32) for part in _alike(logged))
    return earlier[day - 1, place], later[-1, place] - later[day - 1, place]


def _total(values: Ints) -> Ints:
    total: Ints = values.sum(axis=0, dtype=np.int32)
    return total
