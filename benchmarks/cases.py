"""How cases with known answers are judged: below or above what fits, where the main cause ranks.

    python -m benchmarks.cases            our own cases
    python -m benchmarks.cases FILE       JSON Lines of such: (unseen|told|reported|fresh)-cases

A line of FILE is {"id", "answers"} and any of "at_least", "at_most" (levels), "main" (a cause).
What it leaves out is as in the cases of the pack: yes/no findings no, others at their defaults.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.knowledge.golden import filled, raw_cases
from triage.engine.judge import judge
from triage.loader import current

ORDER = ("self_care", "within_days", "same_day", "emergency_now")


def main() -> None:
    """Print a line for each miss, then the figures."""
    cases = [*raw_cases("atypical-cases.json"), *raw_cases("cause-cases.json")]
    if len(sys.argv) > 1:
        cases = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    print(report(cases))


def report(cases: list[dict[str, Any]]) -> str:
    """Judge the cases and return the figures as a line."""
    below = above = shown = first = among = 0
    for case in cases:
        verdict = judge(current(), filled(case))
        level = ORDER.index(str(verdict.urgency))
        if level < ORDER.index(case.get("at_least", ORDER[0])):
            below += 1
            print(f"below: {case.get('case') or case.get('id')}: {verdict.urgency}")
        if level > ORDER.index(case.get("at_most", ORDER[-1])):
            above += 1
            print(f"above: {case.get('case') or case.get('id')}: {verdict.urgency}")
        if "main" in case and verdict.ranking:  # not withheld, and old enough to be shown any
            ids = [cause.id for cause in verdict.causes]
            shown += 1
            first += ids[:1] == [case["main"]]
            among += case["main"] in ids
    of = max(shown, 1)
    return (
        f"{len(cases)} cases: {below} below, {above} above; of {shown} with causes the main one "
        f"leads in {first / of:.1%} and is shown in {among / of:.1%}"
    )


if __name__ == "__main__":
    main()
