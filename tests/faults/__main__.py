"""Every fault of docs/faults.md, then the campaigns: `python -m tests.faults [--kills 500]`.

Takes a while: some minutes for the tests, and about a second a kill for each pair of stores.
Prints what came of each fault; `--no-campaigns` leaves the random kills out.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults import campaign
from tests.faults.report import outcomes_in, report
from tests.faults.table import faults

ROOT = Path(__file__).resolve().parents[2]


def run_tests(workers: int) -> tuple[int, list[str]]:
    """Run all of tests/faults and what else the table names; return the code and the report."""
    elsewhere = {
        f"{path}::{name}"
        for fault in faults()
        for path, name in fault.tests
        if not path.startswith("tests/faults/")
    }
    with tempfile.TemporaryDirectory(prefix="thighcare-faults-") as folder:
        junit = Path(folder, "outcomes.xml")
        code = subprocess.call(
            [sys.executable, "-m", "pytest", "--long", "-q", "--durations", "10",
             "-n", str(workers), f"--junitxml={junit}", "tests/faults", *sorted(elsewhere)],
            cwd=ROOT,
        )  # fmt: skip
        return code, list(report(outcomes_in(junit))) if junit.exists() else ["no report"]


def main() -> int:
    """Run all of it, print what each part said, and return 1 if any part failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--workers", type=int, default=0, help="run tests side by side")
    parser.add_argument("--no-campaigns", action="store_true", help="no random kills")
    given = parser.parse_args()
    code, lines = run_tests(given.workers)
    told = {"tests": code}
    for stores in () if given.no_campaigns else ([], ["--postgres"]):
        name = "campaign " + " ".join(stores)
        words = ["--kills", str(given.kills), "--seed", str(given.seed), *stores]
        told[name.strip()] = campaign.main(words)
    print("\n".join(lines))
    for name, code in told.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name}")
    return 1 if any(told.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
