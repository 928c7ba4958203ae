"""Who has a turn when more ask than can be served: danger always, then what was logged, then reads.

The server gives each process more threads than it can use, so that those who wait are seen here and
not in a queue that nobody can look into. Who would wait too long is told at once to come later.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from enum import IntEnum

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

AT_ONCE = 1  # requests worked on in one process: a second would only share its processor
LARGEST_BATCH = 256 * 1024  # bytes; what is larger is refused anyway and is not looked into
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 2, 8  # drawn at random, lest all come back together
# A sign is a symptom entry or pain "now" (tracker.screening); escapes could spell either.
SIGNS = (b'"symptom"', b'"now"', b"\\u")


class Turn(IntEnum):
    """How urgent a request is; the lower number goes first."""

    URGENT = 0  # entries with signs, assessments, acknowledgements: never turned away
    BATCH = 1  # entries without signs: the phone keeps them and comes again
    READ = 2


# With so many waiting before them these are turned away; the threads (16) are more than any.
MOST_WAITING = {Turn.BATCH: 10, Turn.READ: 6}


class Gate:
    """Lets few in at once, the most urgent first."""

    def __init__(self, *, at_once: int = AT_ONCE) -> None:
        self.at_once = at_once
        self._inside = 0
        self._waiting = dict.fromkeys(Turn, 0)
        self._changed = threading.Condition()

    def enter(self, turn: Turn) -> bool:
        """Wait for a turn; False, at once, where too many wait already."""
        with self._changed:
            if self._is_full_for(turn):
                return False
            self._waiting[turn] += 1
            self._changed.wait_for(lambda: self._may_enter(turn))
            self._waiting[turn] -= 1
            self._inside += 1
            return True

    def leave(self) -> None:
        """Let the next in."""
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def waiting(self) -> int:
        """Return how many wait."""
        return sum(self._waiting.values())

    def _is_full_for(self, turn: Turn) -> bool:
        most = MOST_WAITING.get(turn)
        return most is not None and self.waiting() >= most

    def _may_enter(self, turn: Turn) -> bool:
        before = any(self._waiting[other] for other in Turn if other < turn)
        return self._inside < self.at_once and not before


GATE = Gate()


class Admission:
    """Middleware, the outermost: only the API waits for its turn; pages and health never do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve, or say when to come again."""
        if not request.path_info.startswith("/api/"):
            return self._get_response(request)
        if not GATE.enter(turn_of(request)):
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
