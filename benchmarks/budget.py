"""How often stable athletes are told something, rule by rule: `python -m benchmarks.budget`."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import timedelta

from alerts.rules import all_rules
from alerts.story import live_through
from tests.simulated import FIRST, stable_athletes


def main() -> None:
    """Print alerts per athlete and 30 days, told and held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--athletes", type=int, default=500)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    told: Counter[str] = Counter()
    held: Counter[str] = Counter()
    most = 0
    began = time.perf_counter()
    last = FIRST + timedelta(given.days - 1)
    for history in stable_athletes(n=given.athletes, days=given.days, seed=given.seed):
        own: Counter[str] = Counter()
        waits: set[str] = set()
        for _, choice in live_through(history, first=FIRST, last=last):
            if choice.held:
                waits.add(choice.rule.id)
            else:
                own[choice.rule.id] += 1
        told.update(own)
        held.update(waits)
        most = max(most, sum(own[rule.id] for rule in all_rules() if rule.limited))
    took_s = time.perf_counter() - began
    months = given.athletes * given.days / 30
    print(f"seed {given.seed}: {given.athletes} stable athletes, {given.days} days")
    print(f"{'rule':14} {'told/30 d':>10}   athletes whom the budget spared it")
    for rule in all_rules():
        print(f"{rule.id:14} {told[rule.id] / months:10.4f}   {held[rule.id]}")
    limited = sum(told[rule.id] for rule in all_rules() if rule.limited)
    print(f"not safety: {limited / months:.3f} per athlete and 30 days (budget 0.5),"
          f" at most {most} for one athlete")  # fmt: skip
    print(f"{1e6 * took_s / given.athletes / given.days:.0f} us per athlete and day")


if __name__ == "__main__":
    main()
