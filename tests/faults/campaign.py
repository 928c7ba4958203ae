"""Kill and kill again while athletes log, then hold the product to every word it said.

    python -m tests.faults.campaign --kills 500 --seed 7 [--postgres]

SQLite without Redis, or, with --postgres, PostgreSQL and Redis, which are killed as well. Prints a
report with the seed and keeps it in var/campaigns; exit 1 when a promise was broken. The same seed
makes the same choices; what the machine does in between is its own.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.faults.account import report
from tests.faults.athletes import Logger
from tests.faults.conductor import Conductor
from tests.faults.household import Household
from tests.faults.ledger import judge, unrest
from tests.faults.mailbox import Mailbox
from tests.faults.phones import start_phones
from tests.faults.plan import LEASE_S, Outcome, Plan
from tests.faults.stores import Postgres, Redis
from tests.push_service import PushService

CALM_WITHIN_S = 200.0  # a lost bell: a minute of patience, a minute to the next sweep, and more
REPORTS = Path("var", "campaigns")  # out of git


def run(plan: Plan) -> Outcome:
    """Carry a campaign out in a folder of its own."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thighcare-faults-")))
        push, mail = stack.enter_context(PushService()), stack.enter_context(Mailbox())
        postgres = stack.enter_context(Postgres()) if plan.postgres else None
        redis = stack.enter_context(Redis()) if plan.postgres else None
        environ = {
            "EMAIL_URL": mail.url,
            "ALERT_LEASE_SECONDS": str(plan.lease_s),
            "LOG_LEVEL": "ERROR",
        }
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
    ended, over, began = threading.Event(), threading.Event(), time.monotonic()
    loggers = [
        Logger(home, one, seed=f"{plan.seed}/{one.name}", ended=ended, pause_s=plan.pause_s)
        for one in people
    ]
    phones = start_phones(home, names[1:], seed=plan.seed, ended=over)
    for logger in loggers:
        logger.start()

    def tell(killed: int) -> None:
        at_s = time.monotonic() - began
        sent = sum(one.promise.requests for one in loggers)
        print(
            f"{at_s:5.0f} s: {killed} killed, {sent} requests, {len(home.push.messages)} pushes",
            file=sys.stderr, flush=True,
        )  # fmt: skip

    with _strained_push(home.push, plan.seed, ended):
        conductor.play(kills=plan.kills, most_s=plan.most_s, tell=tell)
        ended.set()
    for logger in loggers:
        logger.join(120)
    calm = comes(lambda: not unrest(home, watched_too=plan.patient), CALM_WITHIN_S)
    over.set()
    for phone in phones:
        phone.join(30)
    verdict = judge(home, loggers, phones, mail.letters)
    if not calm:
        verdict.wrong.append(
            f"no calm within {CALM_WITHIN_S:.0f} s: {unrest(home, watched_too=plan.patient)}"
        )
    verdict.wrong += [f"{one.name} is still sending" for one in loggers if one.is_alive()]
    verdict.wrong += _broken_invariants(home)
    return Outcome(
        plan, time.monotonic() - began, conductor.kills(),
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


def main(arguments: Sequence[str]) -> int:
    """Read the plan, run it, print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL and Redis")
    parser.add_argument("--athletes", type=int, default=20)
    parser.add_argument("--every", type=float, default=0.8, help="seconds between two blows")
    parser.add_argument("--most-seconds", type=float, default=3600.0)
    parser.add_argument("--lease", type=int, default=LEASE_S, help="of a sender, in seconds")
    parser.add_argument("--short", action="store_true", help="do not wait for the sweep")
    given = parser.parse_args(arguments)
    plan = Plan(
        kills=given.kills, seed=given.seed, postgres=given.postgres, athletes=given.athletes,
        every_s=given.every, most_s=given.most_seconds, patient=not given.short,
        lease_s=given.lease,
    )  # fmt: skip
    print(f"seed {plan.seed}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end: leave nothing behind
    outcome = run(plan)
    text = "\n".join(report(outcome))
    print(text)
    REPORTS.mkdir(parents=True, exist_ok=True)
    Path(REPORTS, f"{plan.stores}-{plan.seed}.txt").write_text(text + "\n")
    return 1 if outcome.verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
