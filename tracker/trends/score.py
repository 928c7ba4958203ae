"""How far a rise stands out: whole numbers, for one window and for many at once alike.

Source: METHOD.md in this folder. A rise is large beside what the person's own noise would make of
such entries, and beside how far a level drifts that means nothing. Entries close in time tell half
the same, and a short stretch has more chances to look like a rise than a long one.
"""

from __future__ import annotations

from itertools import accumulate
from math import log2
from typing import Any

from tracker.trends.window import WINDOW

# Prior of the noise: five entries' worth of a day-to-day swing of 1.1 points (variance 1.2).
PRIOR_WEIGHT, PRIOR_SQUARES = 5, 6
DRIFT, DRIFT_PARTS = 3, 20  # a level drifts by 0.4 points (variance 0.15) without getting worse
# What an entry has in common with one of the day before is a half, of two days before a quarter,
# and so on to a thirty-second; with those still further back, nothing.
MEMORY_DAYS, WHOLE = 5, 32
# Squared scores, in hundredths: 8.5 for two entries and 1 less with every doubling, for there are
# half as many stretches of twice the length that chance might raise.
PAIR_ASKED, LESS_BY_DOUBLING = 850, 100
SCAN_ASKED = (
    PAIR_ASKED,
    PAIR_ASKED,
    *(round(PAIR_ASKED - LESS_BY_DOUBLING * log2(n / 2)) for n in range(2, WINDOW)),
)
WEEK_ASKED = 1296  # 3.6, squared


def alike_around(days: list[int]) -> tuple[list[int], list[int]]:
    """Return, for each place, how alike the entries before it are, and those from it on.

    `days` are the logged days, ascending. n entries that have nothing in common come to n * WHOLE,
    n that are all the same would come to n * n * WHOLE: the variance of their mean is the noise
    times that, by n * n * WHOLE.
    """
    earlier, later = [WHOLE] * len(days), [WHOLE] * len(days)
    for place, day in enumerate(days):
        back = place - 1
        while back >= 0 and (gap := day - days[back]) <= MEMORY_DAYS:
            earlier[place] += 2 * (WHOLE >> gap)
            later[back] += 2 * (WHOLE >> gap)
            back -= 1
    before = list(accumulate(earlier, initial=0))
    since = list(accumulate(later, initial=0))
    return before, [since[-1] - until for until in since]


def spread_of(n_before: Any, n_after: Any, before: Any, after: Any, squares: Any) -> Any:
    """Return the squares about both means, times both counts: whole numbers, or arrays.

    `before` and `after` are the sums of the entries before and from the onset on, `squares` the
    sum of the squares of all, in units.
    """
    return n_before * n_after * squares - n_after * before * before - n_before * after * after


def sides(
    rise: Any, counts: tuple[Any, Any], alike: tuple[Any, Any], spread: Any, point: int, asked: Any
) -> Any:
    """Return both sides of "score reached", squared and multiplied out: whole numbers, or arrays.

    score^2 = rise^2 / (noise^2 * (a_before / n_before^2 + a_after / n_after^2) + drift),
    noise^2 = (PRIOR_SQUARES + squares about both means) / (PRIOR_WEIGHT + n_before + n_after - 2).
    `rise` is the difference of the means times both counts, in units; `counts` and `alike` (a, in
    parts of WHOLE) are those before and from the onset on; `asked` is squared, in hundredths.
    """
    (n_before, n_after), (alike_before, alike_after) = counts, alike
    both = n_before * n_after
    weight = n_before + n_after + (PRIOR_WEIGHT - 2)
    noise = PRIOR_SQUARES * point * point * both + spread
    blur = alike_before * n_after * n_after + alike_after * n_before * n_before
    drift = DRIFT * WHOLE * point * point * both * both * both * weight
    strength = DRIFT_PARTS * WHOLE * 100 * rise * rise * both * weight
    return strength, asked * (DRIFT_PARTS * noise * blur + drift)
