"""Who is being waited for: one lane a push service, one each for letters, webhooks, text messages.

A relay sends with several hands. A lane lets only some of them in at a time, so that whoever never
answers holds those and no others. Kept in memory of each process, as the breaker is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

MOST_AT_A_HOST = 2
MOST = {"email": 2, "webhook": 1, "sms": 1}  # hands at a time; a push has a lane for each host
SLOW_S = 1.0  # a full lane in which somebody waits for longer is one that hangs


@dataclass(frozen=True, slots=True)
class Busy:
    """The lanes that are full now; a push service's is the beginning of its endpoints.

    `hanging` = those of `hosts` that keep somebody waiting: not counted on for anybody.
    """

    channels: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    hanging: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """One hand's place in its lanes, to be given back."""

    lanes: frozenset[str]
    since: float


@dataclass
class Lanes:
    """The lanes of one process; `clock` gives seconds that only grow."""

    clock: Callable[[], float] = time.monotonic
    _inside: dict[str, list[float]] = field(default_factory=dict)  # since when each is waiting
    _lock: Lock = field(default_factory=Lock)

    def enter(self, lanes: Iterable[str]) -> Place:
        """Let a hand in."""
        place = Place(frozenset(lanes), self.clock())
        with self._lock:
            for lane in place.lanes:
                self._inside.setdefault(lane, []).append(place.since)
        return place

    def leave(self, place: Place) -> None:
        """Let it out."""
        with self._lock:
            for lane in place.lanes:
                self._inside[lane].remove(place.since)

    def busy(self) -> Busy:
        """Return the lanes that take nobody in now."""
        slow_since = self.clock() - SLOW_S
        with self._lock:
            full = {
                lane: min(inside)
                for lane, inside in self._inside.items()
                if len(inside) >= MOST.get(lane, MOST_AT_A_HOST)
            }
        channels = frozenset(full.keys() & MOST.keys())
        hosts = frozenset(full.keys() - MOST.keys())
        return Busy(channels, hosts, frozenset(one for one in hosts if full[one] < slow_since))


def host_of(endpoint: str) -> str:
    """Return the beginning of an endpoint that all of one push service have: scheme and host."""
    return "/".join([*endpoint.split("/")[:3], ""])
