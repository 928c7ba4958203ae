"""Whoever kills: seeded choices of process, point and store, and everything started again."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.household import Household
from tests.faults.stores import Postgres, Redis

# role -> the points at which it may die by itself once started (tests/faults/mortal.py)
POINTS = {
    "web": ("before-commit", "after-commit", "before-publish", "in-bell"),
    "worker": (
        "after-lease", "after-post", "after-send", "after-letter",
        "mid-watch", "mid-scan", "before-done",
    ),
    "relay": ("after-lease", "after-post", "after-send", "after-letter"),
    "auditor": ("mid-scan", "before-done"),
    "beat": (),
}  # fmt: skip
ARMED = 0.8  # share of started processes that carry a death with them
MOST_PASSAGES = {"web": 40}  # a web process passes with each request: it is to live for some
STORE = 0.12  # share of blows that go against Redis or PostgreSQL
LONGEST_AWAY_S = 3.0
GROWN_S = 2.0  # whoever is still starting holds nothing that could be lost


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
        self._blows: list[tuple[float, str]] = []
        self._away: list[threading.Thread] = []

    @property
    def killed(self) -> Counter[str]:
        """Return what was killed so far, deaths at points among it."""
        return Counter(what for _, what in self.kills())

    def kills(self) -> list[tuple[float, str]]:
        """Return when (seconds since 1970) what was killed, in order."""
        deaths = [(at, f"at {point}") for at, point in self._home.timed_deaths()]
        return sorted(self._blows + deaths)

    def play(
        self, *, kills: int, most_s: float, tell: Callable[[int], None] = lambda killed: None
    ) -> None:
        """Kill until so many are dead or the time is over; every role lives at the end.

        `tell` hears ten times on the way how many are dead.
        """
        until, told = time.monotonic() + most_s, 0
        next_blow = time.monotonic() + 1.0
        while (killed := self.killed.total()) < kills and time.monotonic() < until:
            if killed * 10 // kills > told:
                told = killed * 10 // kills
                tell(killed)
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
        passage = self._chance.randint(1, MOST_PASSAGES.get(role, 3))
        return f"{self._chance.choice(POINTS[role])}={passage}"

    def _strike(self) -> None:
        if self._redis and self._chance.random() < STORE:
            self._strike_a_store(self._redis)
            return
        grown = sorted(role for role in self._home.roles if self._home.age_s(role) > GROWN_S)
        if not grown:
            return
        role = self._chance.choice(grown)
        if role == "web" and not self._home.is_serving(longest_s=1):
            return  # it was struck a moment ago; somebody must be able to log
        pids = self._home.members(role)
        if pids and self._home.kill_one(self._chance.choice(pids)):
            self._blows.append((time.time(), role))

    def _strike_a_store(self, redis: Redis) -> None:
        blow = self._chance.choice(("redis", "redis flushed", "postgres backend", "postgres"))
        if any(one.is_alive() for one in self._away):
            return
        self._blows.append((time.time(), blow))
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
