"""The report of a campaign, line by line."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.faults.ledger import Wait
from tests.faults.plan import Outcome

LONGEST = 5  # waits that are told singly
BEFORE_S = 3.0  # whoever was killed so long before was still starting


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the lines of a report."""
    plan, told = outcome.plan, outcome.verdict
    where = "PostgreSQL with Redis" if plan.postgres else "SQLite without Redis"
    yield (
        f"seed {plan.seed}, {where}, {plan.athletes} athletes, lease {plan.lease_s} s, "
        f"{outcome.seconds:.0f} s"
    )
    yield f"killed {outcome.killed.total()} of {plan.kills}"
    yield from (f"  {times:4}  {what}" for what, times in sorted(outcome.killed.items()))
    yield f"requests {outcome.requests}, unanswered or refused and sent again {outcome.failures}"
    yield f"entries accepted {told.entries}, urgent alerts {told.alerts}"
    yield from told.copies.lines()
    yield from _waits(sorted(told.waits))
    yield from (f"  longest: {line}" for line in _longest(outcome))
    yield from (f"WRONG {line}" for line in told.wrong)
    yield "every promise was kept" if not told.wrong else f"{len(told.wrong)} promises were broken"


def _waits(waits: Sequence[Wait]) -> Iterator[str]:
    yield from _line("raised to push accepted", waits)
    yield from _line(
        "  no sender died, nothing refused", [w for w in waits if not w.died + w.refused]
    )
    yield from _line(
        "  one sender died, nothing refused", [w for w in waits if (w.died, w.refused) == (1, 0)]
    )


def _line(what: str, waits: Sequence[Wait]) -> Iterator[str]:
    if waits:
        p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
        median_s = statistics.median(wait.seconds for wait in waits)
        yield (
            f"{what}: {len(waits)}, p50 {median_s:.2f} s, p99 {p99.seconds:.2f} s, "
            f"longest {waits[-1].seconds:.2f} s"
        )


def _longest(outcome: Outcome) -> Iterator[str]:
    """Yield the longest waits with everything that was killed in the meantime."""
    for wait in sorted(outcome.verdict.waits)[: -LONGEST - 1 : -1]:
        until = wait.raised_at + wait.seconds
        met = Counter(
            what for at, what in outcome.kills if wait.raised_at - BEFORE_S <= at <= until
        )
        yield (
            f"{wait.seconds:.1f} s, senders died {wait.died}, refusals {wait.refused}; killed "
            + ", ".join(f"{times} {what}" for what, times in sorted(met.items()))
        )
