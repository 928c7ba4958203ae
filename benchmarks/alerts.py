"""From the commit of a red flag to the push service's yes, under load and with something dead.

    python -m benchmarks.alerts [--postgres] [--writes 60] [--reads 120] [--seconds 60]

Real processes on loopback (web with two workers, worker, beat on Redis, relay, auditor) and the
tests' own push service. SQLite without Redis, or, with --postgres, PostgreSQL and Redis. Each case
runs for --seconds: everything alive, then without the relay, without the worker, without Redis.
"""

from __future__ import annotations

import argparse
import http.client
import json
import queue
import random
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.household import Athlete, Household, roles
from tests.faults.stores import Postgres, Redis
from tests.push_service import PushService

HANDS = 16  # requests at once
RAISED = """
from alerts.models import Alert
rows = Alert.objects.filter(urgency__in=("emergency_now", "same_day"), raised_at__gt=sys.argv[1])
print(json.dumps({str(row.pk): row.raised_at.timestamp() for row in rows}))
"""


@dataclass
class Taken:
    """What one case measured, in seconds."""

    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    pushes: list[float] = field(default_factory=list)  # raised to accepted
    raised: int = 0
    failed: int = 0  # answers other than 2xx, and none at all
    late: list[float] = field(default_factory=list)  # behind the plan: the load tool's own limit


class Load:
    """An open loop: requests are due at their time, whether earlier ones were answered or not."""

    def __init__(self, home: Household, people: list[Athlete], given: argparse.Namespace) -> None:
        self._home, self._people, self._given = home, people, given
        self._chance = random.Random(1)
        self._red = iter(people)
        self._lock = threading.Lock()

    def run(self, seconds: float) -> Taken:
        """Send for so long; every answer is waited for."""
        taken, due = Taken(), queue.Queue[tuple[float, bool] | None]()
        hands = [threading.Thread(target=self._hand, args=(due, taken)) for _ in range(HANDS)]
        for hand in hands:
            hand.start()
        rate = self._given.writes + self._given.reads
        began = time.monotonic()
        for n in range(int(rate * seconds)):
            at = began + n / rate
            time.sleep(max(0.0, at - time.monotonic()))
            due.put((at, self._chance.random() * rate < self._given.writes))
        for _ in hands:
            due.put(None)
        for hand in hands:
            hand.join()
        return taken

    def _hand(self, due: queue.Queue[tuple[float, bool] | None], taken: Taken) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._home.port, timeout=30)
        while (order := due.get()) is not None:
            at, writes = order
            athlete, body = self._request(writes)
            began = time.monotonic()
            taken.late.append(began - at)
            ok = _ask(line, athlete.token, body)
            (taken.writes if writes else taken.reads).append(time.monotonic() - began)
            if not ok:
                taken.failed += 1
        line.close()

    def _request(self, writes: bool) -> tuple[Athlete, Any]:
        with self._lock:
            if not writes:
                return self._chance.choice(self._people), None
            if self._chance.random() < self._given.red / 100:
                athlete = next(self._red, None)  # each is red once, so that each push is a first
                if athlete:
                    return athlete, [_entry("symptom", finding="saddle_numb", value=True)]
            day = self._chance.randrange(12)
            level, hours = self._chance.randint(0, 7), self._chance.randint(0, 8)
            made = [_entry("pain", day, level=level), _entry("sitting", day, hours=hours)]
            return self._chance.choice(self._people), made


def _entry(kind: str, back: int = 0, **fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    made = {"id": str(uuid.uuid4()), "kind": kind, "edited_at": now.isoformat()}
    return made | {"day": (now.date() - timedelta(days=back)).isoformat()} | fields


def _ask(line: http.client.HTTPConnection, token: str, entries: Any) -> bool:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    today = datetime.now(UTC).date()
    try:
        if entries is None:
            path = f"/api/v1/days?from={today - timedelta(days=29)}&to={today}"
            line.request("GET", path, headers=headers)
        else:
            body = json.dumps({"cursor": None, "entries": entries})
            line.request("POST", "/api/v1/sync", body, headers)
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        line.close()
        return False
    return 200 <= answer.status < 300


def main() -> None:
    """Start everything, run each case, print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--writes", type=float, default=60, help="a second")
    parser.add_argument("--reads", type=float, default=120, help="a second")
    parser.add_argument("--red", type=float, default=2.0, help="percent of writes")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--athletes", type=int, default=1000)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thighcare-bench-")))
        push = stack.enter_context(PushService())
        environ = {"LOG_LEVEL": "ERROR", "ALERT_LEASE_SECONDS": "30"}
        redis = None
        if given.postgres:
            redis = stack.enter_context(Redis())
            environ["DATABASE_URL"] = stack.enter_context(Postgres()).url
            environ["REDIS_URL"] = redis.url
        home = Household(folder, push=push, mortal=False, **environ)
        home.roles = roles(home.port, on_redis=given.postgres, web_workers=2)
        stack.callback(home.close)
        people = home.welcome([f"athlete{n:05}" for n in range(given.athletes)])
        home.begin()
        _wait(home.is_serving)
        measure(home, people, given, redis)


def measure(
    home: Household, people: list[Athlete], given: argparse.Namespace, redis: Redis | None
) -> None:
    """Run the cases one after the other and print what each took."""
    where = "PostgreSQL, Redis" if given.postgres else "SQLite, no Redis"
    print(
        f"{where}; {given.writes:g} writes/s, {given.reads:g} reads/s, {given.seconds:g} s a case"
    )
    load = Load(home, people, given)
    for name, begin, end in cases(home, redis):
        begin()
        since = datetime.now(UTC).isoformat()
        taken = load.run(given.seconds)
        time.sleep(8)  # what is under way arrives; what does not is counted below
        raised = home.ask_rows(RAISED, since)
        heard = {
            key: one.at for one in reversed(home.push.messages) for key in one.payload["alerts"]
        }
        taken.raised = len(raised)
        taken.pushes = [max(0.0, heard[key] - at) for key, at in raised.items() if key in heard]
        print("\n".join(told(name, taken)), flush=True)
        end()


def cases(
    home: Household, redis: Redis | None
) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Yield name, how it begins, how it ends."""
    yield "all alive", lambda: None, lambda: None
    for role in ("relay", "worker"):
        yield f"{role} dead", lambda role=role: home.end(role), lambda role=role: home.begin(role)
    if redis:
        yield "Redis dead", redis.kill, redis.start


def told(name: str, taken: Taken) -> Iterator[str]:
    """Yield the lines of a case."""
    yield f"{name}: {taken.raised} red flags, {len(taken.pushes)} pushes accepted"
    for what, values in (("raised to push accepted", taken.pushes), ("write", taken.writes),
                         ("read", taken.reads), ("behind the plan", taken.late)):  # fmt: skip
        if values:
            ordered = sorted(values)
            p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.99))
            yield f"  {what:24} p50 {p50:7.3f} s  p99 {p99:7.3f} s  longest {ordered[-1]:7.3f} s"
    yield f"  requests {len(taken.writes) + len(taken.reads)}, failed {taken.failed}"


def _wait(question: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not question():
        if time.monotonic() > deadline:
            raise SystemExit("the web server did not start")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
