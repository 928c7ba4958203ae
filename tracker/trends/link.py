"""Do two series go together? Spearman's rank correlation with an interval from resampling. Pure.

Days in a row are alike, so whole blocks of days are drawn, not single days: single ones would make
the interval too narrow. The draws are seeded: the same log always says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_PAIRS = 14  # Source: evidence 5.3, TR-SIT-LINK
LEAST_RHO = 0.4  # Source: the same
DRAWS = 1999
BLOCK_DAYS = 7  # a week: longer than the memory of daily pain (autocorrelation 0.3-0.5 a day)
SEED = 20_260_302
LOW, HIGH = 2.5, 97.5  # percentiles of a 95 % interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Link:
    """Rank correlation (-1 to 1), its 95 % interval, and the number of pairs."""

    rho: float
    low: float
    high: float
    n: int


def pairs(
    before: Sequence[float | None], after: Sequence[float | None], *, lag: int
) -> tuple[list[float], list[float]]:
    """Return each day's value of one series with the other's `lag` days later, both logged."""
    held = [
        (one, other)
        for one, other in zip(before[: len(before) - lag], after[lag:], strict=True)
        if one is not None and other is not None
    ]
    return [one for one, _ in held], [other for _, other in held]


def link(one: Sequence[float], other: Sequence[float], *, least: float = LEAST_RHO) -> Link | None:
    """Return how two series of the same length go together.

    None where the correlation lies below `least` (-1 = take any), or one never changes.
    """
    x, y = np.asarray(one, np.float64), np.asarray(other, np.float64)
    n = len(x)
    if n < 2 or np.all(x == x[0]) or np.all(y == y[0]):
        return None
    rho = float(_correlations(x, y, np.ones((1, n)))[0])
    if rho < least:
        return None
    drawn = _correlations(x, y, _draws(n))
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    low, high = np.percentile(drawn, [LOW, HIGH])
    return Link(rho, float(low), float(high), n)


def _draws(n: int) -> Floats:
    """Return how often each pair was drawn, one row a draw: blocks in a circle, n pairs in all."""
    random = np.random.default_rng(SEED)
    block = min(BLOCK_DAYS, max(1, n // 2))
    starts = random.integers(0, n, (DRAWS, -(-n // block)))
    places = (starts[:, :, None] + np.arange(block)) % n
    places = places.reshape(DRAWS, -1)[:, :n]
    rows = np.repeat(np.arange(DRAWS), n)
    counts = np.bincount(rows * n + places.ravel(), minlength=DRAWS * n)
    return counts.reshape(DRAWS, n).astype(np.float64)


def _correlations(x: Floats, y: Floats, counts: Floats) -> Floats:
    """Return the rank correlation of each draw; NaN where one series does not change in it."""
    a, b = _centred_ranks(x, counts), _centred_ranks(y, counts)
    cross = (counts * a * b).sum(axis=1)
    spread = (counts * a * a).sum(axis=1) * (counts * b * b).sum(axis=1)
    constant = spread < 1e-9  # ranks are halves: a real spread is far above rounding
    found: Floats = np.where(constant, np.nan, cross / np.sqrt(np.where(constant, 1.0, spread)))
    return found


def _centred_ranks(values: Floats, counts: Floats) -> Floats:
    """Return mean ranks within each draw (ties share theirs), less the mean of all ranks."""
    less = (values[:, None] < values[None, :]).astype(np.float64)
    alike = (values[:, None] == values[None, :]).astype(np.float64)
    ranks: Floats = counts @ less + (counts @ alike + 1) / 2 - (len(values) + 1) / 2
    return ranks
