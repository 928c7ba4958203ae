"""Milliseconds of one verdict in the phone's engine, in this machine's Chromium.

    python -m benchmarks.engine_js

Golden cases with everything answered, the same half answered, and nothing answered: the median of
single verdicts, each from the answers to the filled words.
"""

from __future__ import annotations

import json

from playwright.sync_api import sync_playwright

from benchmarks.assess import CALM, NOES, golden
from tests.phone.conftest import CHROMIUM, FLAGS
from tests.phone.engine_page import engine_page
from triage.loader import current

ROUNDS = 20
TIME = """async ([cases, rounds]) => {
  const { judge } = await import("/engine.js");
  const sets = JSON.parse(cases);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const answers of sets) {
      const before = performance.now();
      judge(window.compiled, answers, { country: "GB" });
      times.push(performance.now() - before);
    }
  }
  times.sort((a, b) => a - b);
  return [times[Math.floor(times.length / 2)], times[Math.floor(times.length * 0.99)]];
}"""


def main() -> None:
    """Print one line a workload."""
    mandatory = {each.id: False for each in current().mandatory} | CALM
    workloads = {
        "golden cases, all answered": [NOES | CALM | given for given in golden()],
        "mandatory answered": [mandatory | given for given in golden()],
        "nothing answered": [{}] * 100,
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with engine_page(browser, current()) as page:
            for name, sets in workloads.items():
                middle, worst = page.evaluate(TIME, [json.dumps(sets), ROUNDS])
                print(f"{name:28} {middle:5.2f} ms a verdict, 99 of 100 under {worst:.2f} ms")
        browser.close()


if __name__ == "__main__":
    main()
