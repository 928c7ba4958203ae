"""Every fault there is a test for, then the campaigns: `python -m tests.faults [--kills 500]`.

Takes a while: some minutes for the tests, and about a second a kill for each pair of stores.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from pathlib import Path

from tests.faults import campaign

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run all of it, print what each part said, and return 1 if any part failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    told = {
        "tests/faults": subprocess.call(
            [sys.executable, "-m", "pytest", "--long", "-q", "--durations", "10", "tests/faults"],
            cwd=ROOT,
        )
    }
    for stores in ([], ["--postgres"]):
        name = "campaign " + " ".join(stores)
        words = ["--kills", str(given.kills), "--seed", str(given.seed), *stores]
        told[name.strip()] = campaign.main(words)
    for name, code in told.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name}")
    return 1 if any(told.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
