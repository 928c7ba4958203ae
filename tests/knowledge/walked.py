"""The interviews of some golden cases, screen by screen: what is asked, and what it is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import Walk, interview
from triage.engine.knowledge import Knowledge
from triage.interview.plan import plan_of, settled
from triage.interview.standing import stand
from triage.interview.worth import deciding, informing

WALKS = Path(__file__).parent / "interview-walks.json"
EVERY = 6  # of the golden cases
WORTH_AFTER = (9, 14)  # screens


def walks(knowledge: Knowledge) -> dict[str, Any]:
    """Return for each case its screens in order, and the worth of every answer at two of them."""
    table: dict[str, Any] = {}
    for case in golden_cases()[::EVERY]:
        walk = interview(case.answers, knowledge=knowledge)
        entry: dict[str, Any] = {
            f"{place} {screen.id}": list(screen.findings)
            for place, screen in enumerate(walk.screens, 1)
        }
        for count in WORTH_AFTER:
            if count < len(walk.screens):
                entry |= _worth(knowledge, walk, count)
        table[case.name] = entry
    return table


def _worth(knowledge: Knowledge, walk: Walk, count: int) -> dict[str, Any]:
    seen = {name for screen in walk.screens[:count] for name in screen.findings}
    given = settled(knowledge, {k: v for k, v in walk.answers.items() if k in seen})
    standing = stand(plan_of(knowledge), given, frozenset(given) | seen)
    return {
        f"after {count}: certain level": standing.level,
        f"after {count}: causes": dict(sorted(informing(standing).items())),
        f"after {count}: rules": dict(sorted(deciding(standing).items())),
    }
