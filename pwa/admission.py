"""Who has a turn when more ask than can be served: danger always and first, the rest in order.

Stands before Django: the server gives each process more threads than it can use, so that those who
wait are seen here and not in a queue that nobody can look into. Who would wait too long is told at
once to come later, which costs next to nothing.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from enum import IntEnum
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from pwa import shed

Answer = HttpResponseBase | Iterable[bytes]
Application = Callable[[WSGIEnvironment, StartResponse], Answer]

logger = logging.getLogger(__name__)
# Requests worked on in one process. A second one uses the processor while the first waits for
# PostgreSQL; with SQLite it would wait for the same lock, and who sleeps there is not woken.
AT_ONCE_ON_POSTGRES, AT_ONCE_ON_SQLITE = 2, 1
MOST_IN_LINE = 10  # wait where a line has stood for a while: more only grow old there
MOST_IN_BURST = 48  # wait in a line that has just formed; the threads (64) are more than any
STANDS_AFTER_S = 1.0  # a line that was not empty for so long is no burst
SHORT_FOR_S = 10.0  # after somebody was turned away the line stays short for so long
READS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BATCH = 256 * 1024  # bytes; what is larger is refused anyway and is not looked into
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 2, 8  # drawn at random, lest all come back together
# A sign is a symptom entry or pain "now" (tracker.screening); escapes could spell either.
SIGNS = (b'"symptom"', b'"now"', b"\\u")


class Turn(IntEnum):
    """How urgent a request is."""

    URGENT = 0  # entries with signs, assessments, acknowledgements: never turned away
    USUAL = 1  # reads, and entries without signs: the phone has or keeps them and comes again


class Gate:
    """Lets few in at once: the urgent first, all others in the order in which they came."""

    def __init__(self, *, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._clock = clock
        self._inside = 0
        self._empty_at = clock()  # when nobody waited last
        self._short_until = clock()
        self._lock = threading.Lock()
        self._urgent: deque[threading.Lock] = deque()
        self._usual: deque[threading.Lock] = deque()

    def enter(self, turn: Turn) -> bool:
        """Wait for a turn; False, at once, where too many wait already."""
        with self._lock:
            if not self.waiting():
                self._empty_at = self._clock()
                if self._inside < self._at_once:
                    self._inside += 1
                    return True
            elif turn is Turn.USUAL and self._is_full():
                return False
            called = threading.Lock()  # held until it is our turn: an Event costs three times this
            called.acquire()
            (self._urgent if turn is Turn.URGENT else self._usual).append(called)
        called.acquire()
        return True

    def leave(self) -> None:
        """Hand the turn to the next, or let it go."""
        with self._lock:
            if line := self._urgent or self._usual:
                line.popleft().release()
            else:
                self._inside -= 1

    def waiting(self) -> int:
        """Return how many wait."""
        return len(self._urgent) + len(self._usual)

    def _is_full(self) -> bool:
        now, waiting = self._clock(), self.waiting()
        short = now < self._short_until or now - self._empty_at >= STANDS_AFTER_S
        full = waiting >= (MOST_IN_LINE if short else MOST_IN_BURST)
        if full:
            if now >= self._short_until:  # once, not for each: that would cost more than serving
                logger.warning("more ask than can be served; some are told to come later")
            self._short_until = now + SHORT_FOR_S
        return full


class Admission:
    """The WSGI application around Django's: only the API waits; pages and health never do."""

    def __init__(self, application: Application, *, gate: Gate) -> None:
        self._application, self._gate = application, gate
        self._later = _later()

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Answer:
        """Serve, or say when to come again."""
        if not asked["PATH_INFO"].startswith("/api/"):
            return self._application(asked, start_response)
        if not self._gate.enter(turn_of(asked)):
            shed.note(reason=shed.LINE_IS_LONG, kind=_kind(asked))
            return self._turn_away(start_response)
        try:
            return _whole(self._application(asked, start_response))
        finally:
            self._gate.leave()

    def _turn_away(self, start_response: StartResponse) -> list[bytes]:
        pause_s = random.randint(SHORTEST_PAUSE_S, LONGEST_PAUSE_S)  # noqa: S311  (spreads load)
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(self._later))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Retry-After", str(pause_s)),
        ]
        start_response("503 Service Unavailable", headers)
        return [self._later]


def _kind(asked: WSGIEnvironment) -> str:
    return "read" if asked["REQUEST_METHOD"] in READS else "batch"


def turn_of(asked: WSGIEnvironment) -> Turn:
    """Return how urgent a request is, without understanding it; its body can be read again."""
    if asked["REQUEST_METHOD"] in READS:
        return Turn.USUAL
    if asked["PATH_INFO"] != "/api/v1/sync":
        return Turn.URGENT
    length = asked.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BATCH:
        return Turn.USUAL
    body = asked["wsgi.input"].read(int(length))
    asked["wsgi.input"] = BytesIO(body)
    return Turn.URGENT if any(sign in body for sign in SIGNS) else Turn.USUAL


def _whole(answer: Any) -> Answer:
    """Return what is to be sent, with the answer closed; one that comes in pieces stays open.

    Closed within the turn, or its connection would go back while the next already wants one.
    """
    if getattr(answer, "streaming", True):
        return answer
    body = [answer.content]
    answer.close()
    return body


def _later() -> bytes:
    body = {
        "type": "https://thighcare.example/problems/overloaded",
        "title": _("Busy for a moment"),
        "status": 503,
        "detail": _("Too many ask at once. Nothing was lost; try again a little later."),
        "code": "overloaded",
        "errors": [],
    }
    return json.dumps(body).encode()
