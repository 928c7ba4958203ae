"""Whoever kills: seeded choices of process, point and store, and everything started again."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import Counter

from tests.faults.household import Household
from tests.faults.stores import Postgres, Redis

# role -> the points at which it may die by itself once started (tests/faults/mortal.py)
POINTS = {
    "web": ("before-commit", "after-commit", "before-publish", "in-bell"),
    "worker": ("after-lease", "after-send", "mid-watch", "mid-scan", "before-done", "after-letter"),
    "relay": ("after-lease", "after-send", "after-letter"),
    "auditor": ("mid-scan", "before-done"),
    "beat": (),
}
ARMED = 0.8  # share of started processes that carry a death with them
STORE = 0.12  # share of blows that go against Redis or PostgreSQL
LONGEST_AWAY_S = 3.0


class Conductor:
    """Kills one thing at a time, and keeps every role alive in between."""

    def __init__(
        self,
        home: Household,
        *,
        seed: int,
        every_s: float,
        postgres: Postgres | None = None,
        redis: Redis | None = None,
    ) -> None:
        self._home, self._chance, self._every_s = home, random.Random(seed), every_s
        self._postgres, self._redis = postgres, redis
        self._blows: Counter[str] = Counter()
        self._away: list[threading.Thread] = []

    @property
    def killed(self) -> Counter[str]:
        """Return what was killed so far, deaths at points among it."""
        return self._blows + Counter(f"at {point}" for point in self._home.deaths())

    def play(self, *, kills: int, most_s: float) -> None:
        """Kill until so many are dead or the time is over; every role lives at the end."""
        until = time.monotonic() + most_s
        next_blow = time.monotonic() + 1.0
        while self.killed.total() < kills and time.monotonic() < until:
            self.keep_alive(armed=True)
            if time.monotonic() >= next_blow:
                self._strike()
                next_blow = time.monotonic() + self._chance.uniform(0.3, 1.7) * self._every_s
            time.sleep(0.05)
        for one in self._away:
            one.join(60)
        for role in self._home.roles:  # nobody carries a death into the reckoning
            self._home.end(role)
        self.keep_alive(armed=False)

    def keep_alive(self, *, armed: bool) -> None:
        """Start every role that is over again, as the launcher and Docker do."""
        for role in self._home.roles:
            if role in self._home.running and not self._home.is_over(role):
                continue
            if role in self._home.running:
                self._home.end(role)
            self._home.begin(role, dies=self._death(role) if armed else "")

    def _death(self, role: str) -> str:
        if not POINTS[role] or self._chance.random() > ARMED:
            return ""
        return f"{self._chance.choice(POINTS[role])}={self._chance.randint(1, 3)}"

    def _strike(self) -> None:
        if self._redis and self._chance.random() < STORE:
            self._strike_a_store(self._redis)
            return
        role = self._chance.choice(sorted(self._home.roles))
        pids = self._home.members(role)
        if role == "web" and not self._home.is_serving():
            return  # it was struck a moment ago; somebody must be able to log
        if pids and self._home.kill_one(self._chance.choice(pids)):
            self._blows[role] += 1

    def _strike_a_store(self, redis: Redis) -> None:
        blow = self._chance.choice(("redis", "redis flushed", "postgres backend", "postgres"))
        if any(one.is_alive() for one in self._away):
            return
        self._blows[blow] += 1
        away_s = self._chance.uniform(0, LONGEST_AWAY_S)
        if blow == "redis flushed":
            with contextlib.suppress(OSError):
                redis.say("FLUSHALL")
        elif blow == "postgres backend":
            self._kill_a_backend()
        else:
            store = redis if blow == "redis" else self._postgres
            self._away.append(threading.Thread(target=_away, args=(store, away_s)))
            self._away[-1].start()

    def _kill_a_backend(self) -> None:
        """SIGKILL one connection's process: the server then throws every connection out."""
        assert self._postgres
        assert self._postgres.process
        children = _children_of(self._postgres.process.pid)
        if children:
            self._home.kill_one(self._chance.choice(children))


def _away(store: Postgres | Redis | None, seconds: float) -> None:
    assert store
    store.kill()
    time.sleep(seconds)
    store.start()


def _children_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{pid}/children") as file:
        return sorted(int(word) for word in file.read().split())
    return []
