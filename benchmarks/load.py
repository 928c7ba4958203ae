"""Sync and reads as many phones make them, then three times as many: what is held, what is shed.

    python -m benchmarks.load [--postgres] [--minutes 10] [--athletes 5000] [--overload-seconds 120]

Real processes on loopback (web with two workers, worker, relay, auditor; on PostgreSQL also Redis
and beat), the tests' own push service, and this tool, all on one machine. A closed loop with a
bounded rate: a hand sends its next request when its last was answered and the plan says that one
is due. Half the rate on SQLite. First the steady load, then as much as eight hands can get
through, then three times the load or half as much again as was got through, whichever is more.

Exits 1 when something was not answered as it must be, or an aim was missed (`--correctness-only`:
the first alone).
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household, roles
from tests.faults.stores import Postgres, Redis
from tests.push_service import PushService

WRITES_A_S, READS_A_S, RED = 60, 120, 0.005
STEADY_HANDS, OVERLOAD_HANDS = 8, 64
AIMS = {"write": 0.3, "red": 0.3, "read": 0.2, "push": 5.0}  # p99 in seconds
CROWD = """
import json, secrets, sys
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from accounts.models import ApiToken, AthleteProfile, User
from accounts.tokens import digest_of
now, many = timezone.now(), int(sys.argv[1])
people = User.objects.bulk_create([User(email=f"crowd{n}@cast.test") for n in range(many)], 500)
AthleteProfile.objects.bulk_create([AthleteProfile(user=one) for one in people], 500)
kept = ["thc_" + secrets.token_urlsafe(32) for _ in people]
ApiToken.objects.bulk_create([
    ApiToken(user=one, name="load", digest=digest_of(secret), scopes=["read", "write"],
             expires_at=now + timedelta(days=1)) for one, secret in zip(people, kept)], 500)
print(json.dumps(kept))
"""


@dataclass
class Phase:
    """What was answered in one phase: seconds by kind, statuses by kind, pushes."""

    seconds: float = 0.0
    took: dict[str, list[float]] = field(
        default_factory=lambda: {"write": [], "read": [], "red": []}
    )
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    without_pause: int = 0  # turned away and not told for how long
    pushes: list[float] = field(default_factory=list)
    red_sent: dict[str, float] = field(default_factory=dict)  # device -> when

    @property
    def goodput(self) -> float:
        """Answers 200 a second."""
        good = sum(count for (_, status), count in self.statuses.items() if status == 200)
        return good / max(self.seconds, 0.001)

    def wrong(self, *, may_shed: bool) -> list[str]:
        """Return what must never be, whatever the load."""
        shed = {429, 503} if may_shed else set()
        found = [
            f"{count} x {kind} answered {status}"
            for (kind, status), count in sorted(self.statuses.items())
            if status != 200 and (kind == "red" or status not in shed)
        ]
        if self.without_pause:
            found.append(f"{self.without_pause} turned away without Retry-After")
        if len(self.pushes) < len(self.red_sent):
            found.append(f"{len(self.red_sent) - len(self.pushes)} red flags without a push")
        return found


class Crowd:
    """Phones: many with a token, some of them with a device and, once each, a red flag."""

    def __init__(self, home: Household, tokens: list[str], red: list[Athlete]) -> None:
        self._home, self._tokens = home, tokens
        self._red, self._dice = iter(red), random.Random(1)
        self._lock = threading.Lock()
        self._cursors: dict[str, str] = {}

    def run(self, *, seconds: float, rate: float | None, hands: int, writes: float) -> Phase:
        """Send for so long with so many hands, at most `rate` requests a second, None = any."""
        phase, plan = Phase(), itertools.count()
        began = time.monotonic()

        def hand() -> None:
            line = http.client.HTTPConnection("127.0.0.1", self._home.port, timeout=60)
            while True:
                with self._lock:
                    number = next(plan)
                due = began + (number / rate if rate else 0)
                if max(due, time.monotonic()) >= began + seconds:
                    break
                time.sleep(max(0.0, due - time.monotonic()))
                line = self._one(line, phase, writes)
            line.close()

        threads = [threading.Thread(target=hand) for _ in range(hands)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        phase.seconds = time.monotonic() - began
        self._await_pushes(phase)
        return phase

    def _one(
        self, line: http.client.HTTPConnection, phase: Phase, writes: float
    ) -> http.client.HTTPConnection:
        with self._lock:
            kind = "read" if self._dice.random() > writes else "write"
            token = self._dice.choice(self._tokens)
            athlete = None
            if kind == "write" and self._dice.random() < RED and (athlete := next(self._red, None)):
                kind, token = "red", athlete.token
        sent_at, started = time.time(), time.perf_counter()
        try:
            status, answer, pause = self._send(line, kind, token)
        except (OSError, http.client.HTTPException):
            line.close()
            status, answer, pause = 0, {}, None
            line = http.client.HTTPConnection("127.0.0.1", self._home.port, timeout=60)
        took = time.perf_counter() - started
        if kind == "red" and status == 200 and not answer.get("alerts"):
            status = -200  # kept, but the answer carries no alert
        with self._lock:
            phase.statuses[kind, status] += 1
            phase.without_pause += status in {429, 503} and not pause
            if status == 200:
                phase.took[kind].append(took)
                if kind != "read":
                    self._cursors[token] = answer["cursor"]
                if athlete and athlete.device:
                    phase.red_sent[athlete.device.name] = sent_at
        return line

    def _send(
        self, line: http.client.HTTPConnection, kind: str, token: str
    ) -> tuple[int, dict[str, Any], str | None]:
        now = datetime.now(UTC)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if kind == "read":
            first = (now - timedelta(days=28)).date()
            line.request("GET", f"/api/v1/days?from={first}&to={now.date()}", headers=headers)
        else:
            shared = {"day": now.date().isoformat(), "edited_at": now.isoformat()}
            facts: list[dict[str, Any]] = [
                {"kind": "symptom", "finding": "saddle_numb", "value": True}
            ] if kind == "red" else [
                {"kind": "pain", "level": 3, "context": "worst"},
                {"kind": "sitting", "hours": 2},
            ]  # fmt: skip
            entries = [{"id": str(uuid.uuid4())} | shared | fact for fact in facts]
            body = {"cursor": self._cursors.get(token), "entries": entries}
            line.request("POST", "/api/v1/sync", json.dumps(body).encode(), headers)
        answer = line.getresponse()
        text = answer.read()
        body = json.loads(text) if text[:1] == b"{" else {}
        return answer.status, body, answer.getheader("Retry-After")

    def _await_pushes(self, phase: Phase) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            first: dict[str, float] = {}
            for message in list(self._home.push.messages):
                first.setdefault(message.device, message.at)
            if phase.red_sent.keys() <= first.keys():
                break
            time.sleep(0.2)
        phase.pushes = [first[one] - at for one, at in phase.red_sent.items() if one in first]


def p99(values: list[float]) -> float:
    """Return the 99th percentile, 0 of nothing."""
    kept = sorted(values)
    return kept[min(len(kept) - 1, int(len(kept) * 0.99))] if kept else 0.0


def tell(name: str, phase: Phase) -> None:
    """Print a phase."""
    statuses = ", ".join(
        f"{kind} {status}: {n}" for (kind, status), n in sorted(phase.statuses.items())
    )
    print(f"{name}: {phase.seconds:.0f} s, {phase.goodput:.0f} good answers/s ({statuses})")
    for kind, took in {**phase.took, "push": phase.pushes}.items():
        if took:
            middle = sorted(took)[len(took) // 2] * 1000
            print(
                f"  {kind:5} {len(took):6} median {middle:7.1f} ms  p99 {p99(took) * 1000:7.1f} ms"
            )


def main() -> int:
    """Start everything, run the phases, print, and say whether all was as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--athletes", type=int, default=5000)
    parser.add_argument("--overload-seconds", type=float, default=120.0)
    parser.add_argument("--correctness-only", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-load-") as folder, ExitStack() as stack:
        home = settle_in(stack, Path(folder), on_postgres=given.postgres)
        return run(home, given)


def settle_in(stack: ExitStack, folder: Path, *, on_postgres: bool) -> Household:
    """Start the stores and make the house; nothing of it is left behind."""
    environ = {"LOG_LEVEL": "WARNING", "ALERT_LEASE_SECONDS": "30"}
    if on_postgres:
        environ["DATABASE_URL"] = stack.enter_context(Postgres()).url
        environ["REDIS_URL"] = stack.enter_context(Redis()).url
    push = stack.enter_context(PushService())
    home = Household(folder, push=push, mortal=False, **environ)
    stack.callback(home.close)
    home.roles = roles(home.port, on_redis=on_postgres, web_workers=2)
    return home


def run(home: Household, given: argparse.Namespace) -> int:
    """Run the phases; 0 if all was well."""
    half = 1.0 if given.postgres else 0.5
    rate, share = (WRITES_A_S + READS_A_S) * half, WRITES_A_S / (WRITES_A_S + READS_A_S)
    seconds = given.minutes * 60
    most_red = 20 + int(2 * rate * share * RED * (seconds + 4 * given.overload_seconds))
    red = home.welcome([f"red{number}" for number in range(most_red)])
    tokens = json.loads(home.run(CROWD, str(given.athletes)))
    home.begin()
    wait_until("the web server", home.is_serving)
    crowd = Crowd(home, tokens, red)
    short = given.overload_seconds / 4
    crowd.run(seconds=min(short, 10), rate=rate, hands=2 * STEADY_HANDS, writes=share)  # warm up
    steady = crowd.run(seconds=seconds, rate=rate, hands=STEADY_HANDS, writes=share)
    most = crowd.run(seconds=short, rate=None, hands=STEADY_HANDS, writes=share)
    over = crowd.run(
        seconds=given.overload_seconds, rate=max(3 * rate, 1.5 * most.goodput),
        hands=OVERLOAD_HANDS, writes=share,
    )  # fmt: skip
    phases = [("steady", steady), ("as much as it can", most), ("overload", over)]
    wrong: list[str] = []
    for name, phase in phases:
        tell(name, phase)
        wrong += [f"{name}: {one}" for one in phase.wrong(may_shed=phase is over)]
    wrong += [f"invariants: {line}" for line in home.manage("invariants").splitlines()[:3]]
    missed = [] if given.correctness_only else aims_missed(steady, most, over)
    print("\n".join([*wrong, *missed]) or "as it must be")
    return 1 if wrong or missed else 0


def aims_missed(steady: Phase, most: Phase, over: Phase) -> list[str]:
    """Return which of the aims were missed."""
    took = {**steady.took, "push": steady.pushes}
    found = [
        f"steady: {kind} p99 {p99(took[kind]) * 1000:.0f} ms, aim {aim * 1000:.0f}"
        for kind, aim in AIMS.items()
        if p99(took[kind]) > aim
    ]
    if over.goodput < 0.8 * most.goodput:
        found.append(f"overload: {over.goodput:.0f} good answers/s of {most.goodput:.0f} possible")
    return found


if __name__ == "__main__":
    sys.exit(main())
