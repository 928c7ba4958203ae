"""Kill and kill again while athletes log, then hold the product to every word it said.

    python -m tests.faults.campaign --kills 500 --seed 7 [--postgres]

SQLite without Redis, or, with --postgres, PostgreSQL and Redis, which are killed as well. Prints a
report with the seed; exit 1 when a promise was broken. The same seed makes the same choices; what
the machine does in between is its own.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.athletes import Logger
from tests.faults.conductor import Conductor
from tests.faults.household import Household
from tests.faults.ledger import Verdict, judge, unrest
from tests.faults.mailbox import Mailbox
from tests.faults.stores import Postgres, Redis
from tests.push_service import PushService

CALM_WITHIN_S = 200.0  # a lost bell: a minute of patience, a minute to the next sweep, and more
LEASE_S = "6"  # longer than the 5 s a push may take


@dataclass(frozen=True)
class Plan:
    """What a campaign does."""

    kills: int
    seed: int
    postgres: bool = False
    athletes: int = 20
    every_s: float = 1.0
    most_s: float = 480.0
    pause_s: float = 1.0  # between two batches of one athlete, on average
    patient: bool = True  # wait until lost bells are swept too, not for deliveries alone


@dataclass
class Outcome:
    """What became of it."""

    plan: Plan
    seconds: float
    killed: Counter[str]
    requests: int
    failures: int
    verdict: Verdict


def run(plan: Plan) -> Outcome:
    """Carry a campaign out in a folder of its own."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thighcare-faults-")))
        push, mail = stack.enter_context(PushService()), stack.enter_context(Mailbox())
        postgres = stack.enter_context(Postgres()) if plan.postgres else None
        redis = stack.enter_context(Redis()) if plan.postgres else None
        environ = {"EMAIL_URL": mail.url, "ALERT_LEASE_SECONDS": LEASE_S, "LOG_LEVEL": "ERROR"}
        if postgres and redis:
            environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        home = Household(folder, push=push, **environ)
        stack.callback(home.close)
        conductor = Conductor(
            home, seed=plan.seed, every_s=plan.every_s, postgres=postgres, redis=redis
        )
        return _play(plan, home, conductor, mail)


def _play(plan: Plan, home: Household, conductor: Conductor, mail: Mailbox) -> Outcome:
    names = [f"athlete{at:02}" for at in range(plan.athletes)]
    people = home.welcome(names, without_device=tuple(names[:1]))
    conductor.keep_alive(armed=False)
    assert comes(home.is_serving, 90), home.log.read_text()
    ended, began = threading.Event(), time.monotonic()
    loggers = [
        Logger(home, one, seed=f"{plan.seed}/{one.name}", ended=ended, pause_s=plan.pause_s)
        for one in people
    ]
    for logger in loggers:
        logger.start()
    with _strained_push(home.push, plan.seed, ended):
        conductor.play(kills=plan.kills, most_s=plan.most_s)
        ended.set()
    for logger in loggers:
        logger.join(120)
    calm = comes(lambda: not unrest(home, watched_too=plan.patient), CALM_WITHIN_S)
    verdict = judge(home, loggers, [to for to, _ in mail.letters])
    if not calm:
        verdict.wrong.append(
            f"no calm within {CALM_WITHIN_S:.0f} s: {unrest(home, watched_too=plan.patient)}"
        )
    verdict.wrong += [f"{one.name} is still sending" for one in loggers if one.is_alive()]
    verdict.wrong += _broken_invariants(home)
    return Outcome(
        plan, time.monotonic() - began, conductor.killed,
        sum(one.promise.requests for one in loggers),
        sum(one.promise.failures for one in loggers), verdict,
    )  # fmt: skip


@contextlib.contextmanager
def _strained_push(push: PushService, seed: int, ended: threading.Event) -> Iterator[None]:
    """Let single devices' services fail for moments, beside all that is killed."""
    chance = random.Random(f"{seed}/push")

    def strain() -> None:
        while not ended.wait(2.0):
            names = sorted(push.devices)
            push.statuses = {chance.choice(names): chance.choice((500, 503, 429))}
        push.statuses = {}

    thread = threading.Thread(target=strain, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(10)


def _broken_invariants(home: Household) -> list[str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "invariants"], env=home.environ | {"MORTAL": ""},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    return lines if done.returncode == 0 or lines else [done.stderr[-500:]]


def comes(question: Callable[[], bool], longest_s: float) -> bool:
    """Wait for something to become true, and say whether it did."""
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.3)
    return False


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the lines of a report."""
    plan, told = outcome.plan, outcome.verdict
    where = "PostgreSQL with Redis" if plan.postgres else "SQLite without Redis"
    yield f"seed {plan.seed}, {where}, {plan.athletes} athletes, {outcome.seconds:.0f} s"
    yield f"killed {outcome.killed.total()} of {plan.kills}"
    yield from (f"  {times:4}  {what}" for what, times in sorted(outcome.killed.items()))
    yield f"requests {outcome.requests}, unanswered or refused and sent again {outcome.failures}"
    yield f"entries accepted {told.entries}, urgent alerts {told.alerts}"
    yield f"pushes {told.pushes}, letters {told.letters}"
    if waits := sorted(told.waits_s):
        p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
        yield (
            f"raised to push accepted: p50 {statistics.median(waits):.2f} s, p99 {p99:.2f} s, "
            f"longest {waits[-1]:.2f} s"
        )
    yield f"sent again: {told.resent}; most of one step on one device: {told.most_of_one_step}"
    yield from (f"WRONG {line}" for line in told.wrong)
    yield "every promise was kept" if not told.wrong else f"{len(told.wrong)} promises were broken"


def main(arguments: Sequence[str]) -> int:
    """Read the plan, run it, print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL and Redis")
    parser.add_argument("--athletes", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two blows")
    parser.add_argument("--most-seconds", type=float, default=3600.0)
    parser.add_argument("--short", action="store_true", help="do not wait for the sweep")
    given = parser.parse_args(arguments)
    plan = Plan(
        kills=given.kills, seed=given.seed, postgres=given.postgres, athletes=given.athletes,
        every_s=given.every, most_s=given.most_seconds, patient=not given.short,
    )  # fmt: skip
    print(f"seed {plan.seed}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end: leave nothing behind
    outcome = run(plan)
    print("\n".join(report(outcome)))
    return 1 if outcome.verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
