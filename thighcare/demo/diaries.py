"""Stretches of real pain diaries, to be lived again by demo athletes. See PROVENANCE.md."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

_FILE = Path(__file__).parent / "pain-diaries.csv"
LEAST_LOGGED = 0.55  # of the days of a stretch, so that a demo has something to show


@cache
def diaries() -> dict[str, dict[int, int]]:
    """Return for each diary its pain (0-10, rounded) by day, counted from its first entry."""
    found: dict[str, dict[int, int]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["series"], {})[int(row["day"])] = _rounded(float(row["pain"]))
    return found


def stretch(*, days: int, number: int, chance: Random) -> list[int | None]:
    """Return `days` consecutive days of one diary, oldest first, None = not logged.

    Athletes with neighbouring numbers get different diaries. Where no diary is long enough, the
    longest is lived more than once.
    """
    names = sorted(name for name, pain in diaries().items() if max(pain) + 1 >= days)
    for attempt in range(5 * len(names)):
        pain = diaries()[names[(number + attempt // 5) % len(names)]]
        start = chance.randrange(max(pain) + 2 - days)
        found = [pain.get(start + day) for day in range(days)]
        if sum(level is not None for level in found) >= LEAST_LOGGED * days:
            return found
    longest = max(diaries().values(), key=max)
    return [longest.get(day % (max(longest) + 1)) for day in range(days)]


def _rounded(pain: float) -> int:
    return int(pain + 0.5)
