"""Who has a turn when more ask than can be served: danger always, reads least of all.

The server gives each process more threads than it can use, so that those who wait are seen here and
not in a queue that nobody can look into. Who would wait too long is told at once to come later.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Callable
from enum import IntEnum

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from pwa import shed

AT_ONCE = 1  # requests worked on in one process: a second would only share its processor
LARGEST_BATCH = 256 * 1024  # bytes; what is larger is refused anyway and is not looked into
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 2, 8  # drawn at random, lest all come back together
# A sign is a symptom entry or pain "now" (tracker.screening); escapes could spell either.
SIGNS = (b'"symptom"', b'"now"', b"\\u")


class Turn(IntEnum):
    """How urgent a request is; of those that are not, reads are turned away first."""

    URGENT = 0  # entries with signs, assessments, acknowledgements: never turned away
    BATCH = 1  # entries without signs: the phone keeps them and comes again
    READ = 2


# With so many waiting before them these are turned away; the threads (16) are more than any.
MOST_WAITING = {Turn.BATCH: 10, Turn.READ: 6}


class Gate:
    """Lets few in at once: the urgent first, all others in the order in which they came."""

    def __init__(self, *, at_once: int = AT_ONCE) -> None:
        self.at_once = at_once
        self._inside = 0
        self._lock = threading.Lock()
        self._urgent: deque[threading.Event] = deque()
        self._others: deque[threading.Event] = deque()

    def enter(self, turn: Turn) -> bool:
        """Wait for a turn; False, at once, where too many wait already."""
        with self._lock:
            if self._inside < self.at_once and not self.waiting():
                self._inside += 1
                return True
            most = MOST_WAITING.get(turn)
            if most is not None and self.waiting() >= most:
                return False
            called = threading.Event()
            (self._urgent if turn is Turn.URGENT else self._others).append(called)
        called.wait()
        return True

    def leave(self) -> None:
        """Hand the turn to the next, or let it go."""
        with self._lock:
            if line := self._urgent or self._others:
                line.popleft().set()
            else:
                self._inside -= 1

    def waiting(self) -> int:
        """Return how many wait."""
        return len(self._urgent) + len(self._others)


GATE = Gate()


class Admission:
    """Middleware, the outermost: only the API waits for its turn; pages and health never do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve, or say when to come again."""
        if not request.path_info.startswith("/api/"):
            return self._get_response(request)
        turn = turn_of(request)
        if not GATE.enter(turn):
            shed.note(reason=shed.LINE_IS_LONG, kind=turn.name.lower())
            return _later()
        try:
            return self._get_response(request)
        finally:
            GATE.leave()


def turn_of(request: HttpRequest) -> Turn:
    """Return how urgent a request is, without understanding it."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return Turn.READ
    if request.path_info != "/api/v1/sync":
        return Turn.URGENT
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BATCH:
        return Turn.BATCH
    return Turn.URGENT if any(sign in request.body for sign in SIGNS) else Turn.BATCH


def _later() -> HttpResponse:
    body = {
        "type": "https://thighcare.example/problems/overloaded",
        "title": _("Busy for a moment"),
        "status": 503,
        "detail": _("Too many ask at once. Nothing was lost; try again a little later."),
        "code": "overloaded",
        "errors": [],
    }
    pause_s = random.randint(SHORTEST_PAUSE_S, LONGEST_PAUSE_S)  # noqa: S311  (spreads load)
    headers = {"Retry-After": str(pause_s), "Cache-Control": "no-store"}
    return JsonResponse(body, status=503, headers=headers, content_type="application/problem+json")
