"""From the commit of a red flag to the push service's yes, under load and with something dead.

    python -m benchmarks.alerts [--postgres] [--writes 60] [--reads 120] [--seconds 60]
                                [--report FILE]

Real processes on loopback (web with two workers, worker, beat on Redis, relay, auditor) and the
tests' own push service. SQLite without Redis, or, with --postgres, PostgreSQL and Redis. Each case
runs for --seconds: everything alive, then without the relay, the worker, beat, the auditor, one of
the web workers (its server starts another), Redis.
"Raised" is the moment in the transaction that kept the entry.

Exits 1 when an aim was missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.crowd import Crowd, Phase
from benchmarks.load import Place, settle_in, welcome
from benchmarks.told import Figure, as_report, quantile, table, tell
from tests.faults.house import wait_until

ALIVE_P50_S, ALIVE_P99_S, DEAD_P99_S = 1.0, 5.0, 35.0
WEB_KILLED = "a web worker killed"
DAYS = 12  # what is logged lies on one of so many days
RAISED = """
from alerts.models import Alert
rows = Alert.objects.filter(urgency__in=("emergency_now", "same_day"), raised_at__gt=sys.argv[1])
print(json.dumps({str(row.pk): row.raised_at.timestamp() for row in rows}))
"""


@dataclass
class Case:
    """One situation: what was answered in it, and how long its pushes took from the raising."""

    phase: Phase
    raised: int
    pushed: list[float]  # seconds

    def figures(self, *, alive: bool) -> Iterator[Figure]:
        """Yield what has an aim."""
        name, many = self.phase.name, len(self.pushed)
        bad = self.phase.asked - sum(self.phase.statuses[kind, 200] for kind in self.phase.took)
        if name != WEB_KILLED:  # what a killed process had in hand breaks, and the phone asks again
            yield Figure(f"{name}: answers other than 200", bad, 0, "", of=self.phase.asked)
        yield Figure(f"{name}: red flags not pushed", self.raised - many, 0, "", of=self.raised)
        if alive:
            middle = quantile(self.pushed, 0.5)
            yield Figure(f"{name}: raised to push p50", middle, ALIVE_P50_S, "s", of=many)
        most = ALIVE_P99_S if alive else DEAD_P99_S
        yield Figure(f"{name}: raised to push p99", quantile(self.pushed, 0.99), most, "s", of=many)


def main() -> int:
    """Start everything, run each case, print a line a figure; 0 if all aims were met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--writes", type=float, default=60, help="a second")
    parser.add_argument("--reads", type=float, default=120, help="a second")
    parser.add_argument("--red", type=float, default=2.0, help="percent of writes")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--athletes", type=int, default=1000)
    parser.add_argument("--report", type=Path, help="write every figure here as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-bench-") as folder, ExitStack() as stack:
        return run(settle_in(stack, Path(folder), on_postgres=given.postgres), given)


def run(place: Place, given: argparse.Namespace) -> int:
    """Run the cases one after the other; 0 if every aim was met."""
    home, rate = place.home, given.writes + given.reads
    people = welcome(home, [f"athlete{n:05}" for n in range(given.athletes)])
    home.begin()
    wait_until("the web server", home.is_serving)
    crowd = Crowd(
        home.port, home.push, [one.token for one in people], people,
        red_share=given.red / 100, writes=given.writes / rate, days=DAYS,
    )  # fmt: skip
    crowd.run("warm up", seconds=min(5, given.seconds), rate=rate)
    found, figures = [], list[Figure]()
    for name, begin, end in cases(place):
        begin()
        case = measure(place, crowd, name, seconds=given.seconds, rate=rate)
        end()
        tell(case.phase)
        mine = list(case.figures(alive=not found))
        print(table(mine), flush=True)
        found.append(case)
        figures += mine
    print("\nall figures\n" + table(figures))
    if given.report:
        stores = "PostgreSQL, Redis" if given.postgres else "SQLite"
        given.report.write_text(as_report(stores, [one.phase for one in found], figures, []))
    return 0 if all(figure.met for figure in figures) else 1


def measure(place: Place, crowd: Crowd, name: str, *, seconds: float, rate: float) -> Case:
    """Send for so long and look up which red flags were raised, and when each was pushed first."""
    since = datetime.now(UTC).isoformat()
    phase = crowd.run(name, seconds=seconds, rate=rate, cpu=place.cpu)
    raised: dict[str, float] = place.home.ask_rows(RAISED, since)
    pushed: dict[str, float] = {}
    for message in reversed(place.home.push.messages):
        for key in json.loads(message.decrypted).get("alerts", []):
            pushed[key] = message.at
    took = [max(0.0, pushed[key] - at) for key, at in raised.items() if key in pushed]
    return Case(phase, len(raised), took)


def cases(
    place: Place,
) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """Yield name, how it begins, how it ends."""
    home, redis = place.home, place.redis
    yield "all alive", lambda: None, lambda: None
    for role in ("relay", "worker", "beat", "auditor"):
        if role in home.roles:
            begin, end = partial(home.end, role), partial(home.begin, role)
            yield f"{role} dead", begin, end
    yield WEB_KILLED, lambda: home.kill_one(home.members("web")[-1]), lambda: None
    if redis:
        yield "Redis dead", redis.kill, redis.start


if __name__ == "__main__":
    sys.exit(main())
