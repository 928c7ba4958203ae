"""How well worsening pain is noticed: ours and other detectors, at the same false-alarm rate.

    python -m benchmarks.detector [SEED ...] [--athletes 750] [--each 150] [--ours]

Needs the extras group `benchmarks` for the rivals; `--ours` runs without. Steady athletes,
worsening ones and hard nulls are made up (benchmarks/pain_stories.py); the real diaries are those
of the demo. An athlete who was told in the 14 days before a worsening began is left out of "found"
and "days": the steady ones show how often that happens.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.pain_stories import (
    AFTER,
    HARD_NULLS,
    NOT_LOGGED,
    OTHER_WORLDS,
    SCENARIOS,
    USUAL,
    World,
    steady,
    worsening,
)
from benchmarks.rivals import LOCK_OUT_DAYS, RIVALS, Rival
from thighcare.demo.diaries import diaries
from tracker.trends import worsening_alarms

FALSE_A_YEAR = 0.5
Speaks = Callable[[bytes], list[int]]
COSTLY_SHARE = 8  # costly rivals are judged on every eighth athlete
INJECTED, HISTORY_DAYS, INJECTED_DAYS = 2, 84, 28


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector did to a set of scenarios."""

    share: float
    days: float  # mean of the scenarios' medians
    medians: dict[str, float]
    shares: dict[str, float]


def ours(row: bytes) -> list[int]:
    """Return the days on which the detector of this repository speaks."""
    pain = [None if level == NOT_LOGGED else level for level in row]
    return worsening_alarms(range(len(pain)), pain)


def main() -> None:
    """Print every table for every seed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seeds", nargs="*", type=int, default=[101, 102])
    parser.add_argument("--athletes", type=int, default=750, help="steady athletes")
    parser.add_argument("--each", type=int, default=150, help="athletes a scenario")
    parser.add_argument("--ours", action="store_true", help="leave the rivals out")
    asked = parser.parse_args()
    for seed in asked.seeds:
        print(
            f"seed {seed}: {asked.athletes} steady, {len(SCENARIOS)} x {asked.each} worsening",
            flush=True,
        )
        _compare(seed, asked.athletes, asked.each, () if asked.ours else RIVALS)
        _nulls(seed, asked.athletes // 2)
        _other_worlds(seed, asked.athletes // 2, asked.each // 2)
        _real_diaries(seed)


def rows_of(world: World, *, n: int, seed: int) -> list[bytes]:
    """Return steady athletes as rows of bytes."""
    return [row.tobytes() for row in steady(world, n=n, seed=seed)]


def false_a_year(speaks: Speaks, rows: Sequence[bytes]) -> float:
    """Return notifications per athlete-year."""
    return sum(len(speaks(row)) for row in rows) / (sum(map(len, rows)) / 365)


def found_in(speaks: Speaks, *, world: World, n: int, seed: int) -> Found:
    """Return how many worsenings are found, and after how many days."""
    medians, shares = {}, {}
    for name in SCENARIOS:
        table, onset = worsening(name, world, n=n, seed=seed)
        delays = [delay for row in table if (delay := _delay(speaks(row.tobytes()), onset)) >= 0]
        medians[name] = statistics.median(delays)
        shares[name] = sum(delay < AFTER for delay in delays) / len(delays)
    return Found(
        statistics.mean(shares.values()), statistics.mean(medians.values()), medians, shares
    )


def _delay(alarms: list[int], onset: int) -> int:
    """Return days from onset to alarm, AFTER if there is none, -1 if told just before."""
    if any(onset - LOCK_OUT_DAYS < day < onset for day in alarms):
        return -1
    return next((day - onset for day in alarms if day >= onset), AFTER)


def _compare(seed: int, athletes: int, each: int, rivals: Sequence[Rival]) -> None:
    rows = rows_of(USUAL, n=athletes, seed=seed)
    tuning = rows_of(USUAL, n=athletes, seed=seed + 10_000)
    print(f"  {'detector':32} {'false/year':>10} {'found':>7} {'days':>6} {'us/check':>9}")
    result = _line("ours", ours, rows, each, seed)
    for name, days in result.medians.items():
        print(f"    {name:32} found {result.shares[name]:7.1%}, median {days:.1f} days")
    for rival in rivals:
        share = COSTLY_SHARE if rival.costly else 1
        setting = calibrated(rival, tuning[: athletes // share])
        speaks = _set(rival, setting)
        _line(rival.name, speaks, rows[: athletes // share], max(10, each // share), seed)


def _set(rival: Rival, setting: float) -> Speaks:
    return lambda row: rival.alarms(row, setting)


def _line(name: str, speaks: Speaks, rows: list[bytes], each: int, seed: int) -> Found:
    started = time.process_time()
    # None of these rows was seen while calibrating, so nothing is remembered of them.
    false = false_a_year(speaks, rows)
    checks = sum(level != NOT_LOGGED for row in rows for level in row)
    took_us = (time.process_time() - started) / checks * 1e6
    found = found_in(speaks, world=USUAL, n=each, seed=seed)
    print(f"  {name:32} {false:10.2f} {found.share:7.1%} {found.days:6.2f} {took_us:9.1f}")
    return found


def calibrated(rival: Rival, rows: list[bytes]) -> float:
    """Return the setting at which steady athletes hear FALSE_A_YEAR, found by halving."""
    loud, quiet = rival.loudest, rival.quietest
    for _ in range(9):
        middle = (loud * quiet) ** 0.5
        if false_a_year(_set(rival, middle), rows) > FALSE_A_YEAR:
            loud = middle
        else:
            quiet = middle
    return quiet


def _nulls(seed: int, n: int) -> None:
    for name, world in HARD_NULLS.items():
        false = false_a_year(ours, rows_of(world, n=n, seed=seed))
        print(f"  hard null, {name:21} {false:10.2f}")


def _other_worlds(seed: int, n: int, each: int) -> None:
    for name, world in OTHER_WORLDS.items():
        false = false_a_year(ours, rows_of(world, n=n, seed=seed))
        found = found_in(ours, world=world, n=each, seed=seed)
        print(f"  held back, {name:21} {false:10.2f} {found.share:7.1%} {found.days:6.2f}")


def _real_diaries(seed: int) -> None:
    """Print how often real diaries are spoken of as they are, and with 2 points added."""
    chance, delays, told, days = Random(seed), [], 0, 0
    for pain in diaries().values():
        length = max(pain) + 1
        row = bytes(pain.get(day, NOT_LOGGED) for day in range(length))
        told, days = told + len(ours(row)), days + length
        for _ in range(20 if length > HISTORY_DAYS + INJECTED_DAYS else 0):
            start = chance.randrange(length - HISTORY_DAYS - INJECTED_DAYS)
            part = row[start : start + HISTORY_DAYS + INJECTED_DAYS]
            delay = _delay(ours(injected(part)), HISTORY_DAYS)
            logged = [sum(level != NOT_LOGGED for level in part[at]) for at in _PARTS]
            if delay >= 0 and min(logged) >= 10:
                delays.append(delay)
    found = sum(delay < INJECTED_DAYS for delay in delays) / len(delays)
    print(f"  real diaries, {len(delays)} times {INJECTED} points added to some stretch of one:")
    print(f"  {'':32} {told / (days / 365):10.2f} {found:7.1%} {statistics.median(delays):6.2f}")


_PARTS = (slice(0, HISTORY_DAYS), slice(HISTORY_DAYS, None))


def injected(row: bytes) -> bytes:
    """Return a stretch of a diary, 2 points higher from HISTORY_DAYS on."""
    return row[:HISTORY_DAYS] + bytes(
        level if level == NOT_LOGGED else min(10, level + INJECTED) for level in row[HISTORY_DAYS:]
    )


if __name__ == "__main__":
    main()
