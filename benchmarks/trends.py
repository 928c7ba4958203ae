"""What stable athletes are shown, rule by rule: `python -m benchmarks.trends`."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import timedelta

from alerts.story import History
from tests.simulated import FIRST, stable_athletes
from tracker.trends.insights import QUESTIONS, insight
from tracker.trends.log import DAYS, FIRST_JUDGED, Log
from tracker.trends.rules import all_rules
from tracker.trends.stand import stand_all, together, walk


def log_of(history: History) -> Log:
    """Return the first twelve weeks of a simulated athlete."""
    dates = [FIRST + timedelta(at) for at in range(DAYS)]
    rows = [history.days.get(day, {}) for day in dates]
    return Log(
        today=dates[-1],
        pain=tuple(row.get("pain_worst") for row in rows),
        load_au=tuple(row.get("load_au") for row in rows),
        sitting_h=tuple(row.get("sitting_h") for row in rows),
        hydration_ml=tuple(row.get("hydration_ml") for row in rows),
        urine_colour=tuple(row.get("urine_colour") for row in rows),
        signs=tuple(row.get("symptoms", {}) for row in rows),
        logged=tuple(bool(row) for row in rows),
    )


def main() -> None:
    """Print how often each rule begins to speak and is shown, of athletes who stay as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--athletes", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    took_s = 0.0
    for history in stable_athletes(n=given.athletes, days=DAYS, seed=given.seed):
        log = log_of(history)
        began = time.perf_counter()
        standings = stand_all(log)
        took_s += time.perf_counter() - began
        shown.update(one.rule.id for one in standings if one.since)
        shown["two together"] += together(standings) is not None
        shown.update(q.id for q in QUESTIONS if insight(q, log).state == "told")
        for rule in all_rules():
            days = {since for since, _ in walk(rule, log, rule.defaults) if since is not None}
            begun[rule.id] += len(days)
    months = given.athletes * (DAYS - FIRST_JUDGED) / 30
    print(f"seed {given.seed}: {given.athletes} stable athletes, {DAYS} days")
    print(f"{'rule':14} {'level':6} {'begins/30 d':>11} {'shown on a day':>15}")
    for rule in all_rules():
        share = shown[rule.id] / given.athletes
        print(f"{rule.id:14} {rule.level:6} {begun[rule.id] / months:11.3f} {share:15.3f}")
    for name in ("two together", *(question.id for question in QUESTIONS)):
        print(f"{name:33} {shown[name] / given.athletes:15.3f}")
    print(f"{1e3 * took_s / given.athletes:.0f} ms a log, all rules")


if __name__ == "__main__":
    main()
