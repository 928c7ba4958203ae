"""More ask than can be served: reads and plain batches are told to come later, danger never is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from pwa import shed
from pwa.admission import (
    MOST_IN_BURST,
    MOST_IN_LINE,
    SHORT_FOR_S,
    STANDS_AFTER_S,
    Admission,
    Gate,
    Turn,
    turn_of,
)
from tests.cast import JSON, Api, entry

LONGEST_S = 20.0
PLAIN = {"cursor": None, "entries": [{"kind": "sitting", "hours": 3}]}
RED = {"cursor": None, "entries": [{"kind": "symptom", "finding": "saddle_numb", "value": True}]}


@dataclass
class Clock:
    """A clock that moves when it is told to."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Said:
    """What the application answered."""

    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def start(self, status: str, headers: list[tuple[str, str]]) -> None:
        """Take status and headers, as a server does."""
        self.status, self.headers = status, dict(headers)


def ask(application: Any, environ: dict[str, Any]) -> Said:
    """Send one request as a server would."""
    said = Said()
    said.body = b"".join(application(environ, said.start))
    return said


def reading(path: str = "/api/v1/days", **more: Any) -> dict[str, Any]:
    return RequestFactory().get(path, **more).environ


def sending(body: Any, path: str = "/api/v1/sync", **more: Any) -> dict[str, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RequestFactory().post(path, raw, content_type=JSON, **more).environ


def never_asked(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    raise AssertionError("Django was asked")


@pytest.fixture(autouse=True)
def _no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is turned away here is counted by nobody."""
    monkeypatch.setattr(shed, "note", lambda **_: None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    """A gate with one turn."""
    return Gate(at_once=1, clock=clock)


def crowd(gate: Gate, turn: Turn, *, waiting: int) -> list[threading.Thread]:
    """Take the only turn and let so many wait behind it, each leaving as soon as it was in."""
    assert gate.enter(Turn.URGENT)
    return [behind(gate, turn, lambda: None, place=n + 1) for n in range(waiting)]


def behind(gate: Gate, turn: Turn, then: Callable[[], None], *, place: int) -> threading.Thread:
    """Let one more wait, and return when it does."""

    def stand() -> None:
        if gate.enter(turn):
            then()
            gate.leave()

    thread = threading.Thread(target=stand)
    thread.start()
    while gate.waiting() < place:
        assert thread.is_alive()
    return thread


def open_up(gate: Gate, threads: list[threading.Thread]) -> None:
    gate.leave()
    for thread in threads:
        thread.join(LONGEST_S)
    assert gate.waiting() == 0


@pytest.mark.django_db(transaction=True)  # a request's end gives its connection back
def test_with_nobody_waiting_everything_is_served(gate: Gate, ada_api: Api) -> None:
    admission = Admission(WSGIHandler(), gate=gate)
    token = {"HTTP_AUTHORIZATION": ada_api.headers["Authorization"]}
    batch = {"cursor": None, "entries": [entry("sitting", hours=3)]}
    days, kept = ask(admission, reading(**token)), ask(admission, sending(batch, **token))
    assert (days.status, kept.status) == ("200 OK", "200 OK")
    # and what the gate looked into was read by Django once more, whole
    assert json.loads(kept.body)["results"][0]["status"] == "applied"
    assert gate.enter(Turn.USUAL)  # the turn was given back


@pytest.mark.parametrize("environ", [reading(), sending(PLAIN)])
def test_who_would_wait_too_long_is_told_when_to_come_again_and_django_is_not_asked(
    gate: Gate, environ: dict[str, Any]
) -> None:
    # given a line as long as a burst may make it
    threads = crowd(gate, Turn.USUAL, waiting=MOST_IN_BURST)
    # when a read, or a batch without signs, comes
    said = ask(Admission(never_asked, gate=gate), environ)
    # then it is told to come again, in words and in seconds
    assert said.status.startswith("503 ")
    assert said.headers["Content-Type"] == "application/problem+json"
    assert said.headers["Cache-Control"] == "no-store"
    assert int(said.headers["Content-Length"]) == len(said.body)
    assert 2 <= int(said.headers["Retry-After"]) <= 8
    assert json.loads(said.body)["code"] == "overloaded"
    assert json.loads(said.body)["status"] == 503
    open_up(gate, threads)


def test_a_line_that_has_stood_for_a_while_is_kept_short(gate: Gate, clock: Clock) -> None:
    # given as many waiting as may in a line that stands
    threads = crowd(gate, Turn.USUAL, waiting=MOST_IN_LINE)
    # when it has just formed, one more waits too
    threads.append(behind(gate, Turn.USUAL, lambda: None, place=MOST_IN_LINE + 1))
    # and when it has stood for longer than a burst, the next is turned away
    clock.now = STANDS_AFTER_S
    assert not gate.enter(Turn.USUAL)
    open_up(gate, threads)


def test_after_somebody_was_turned_away_no_burst_fills_the_line_for_a_while(
    gate: Gate, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    # given some turned away, which is logged once, and everyone else served
    threads = crowd(gate, Turn.USUAL, waiting=MOST_IN_BURST)
    assert not gate.enter(Turn.USUAL)
    assert not gate.enter(Turn.USUAL)
    assert len(caplog.records) == 1
    open_up(gate, threads)
    # when a burst comes soon after, then it is kept short; and after a while it is not
    clock.now = SHORT_FOR_S / 2
    threads = crowd(gate, Turn.USUAL, waiting=MOST_IN_LINE)
    assert not gate.enter(Turn.USUAL)
    open_up(gate, threads)
    clock.now += SHORT_FOR_S
    open_up(gate, crowd(gate, Turn.USUAL, waiting=MOST_IN_LINE + 1))


def test_a_red_flag_waits_before_everyone_and_is_never_turned_away(gate: Gate) -> None:
    # given a full house
    order: list[str] = []
    most = MOST_IN_BURST
    threads = crowd(gate, Turn.USUAL, waiting=most - 1)
    threads.append(behind(gate, Turn.USUAL, lambda: order.append("usual"), place=most))
    # when two urgent requests come, and the turn is free
    for place in (most + 1, most + 2):
        threads.append(behind(gate, Turn.URGENT, lambda: order.append("urgent"), place=place))
    open_up(gate, threads)
    # then they were served before the batch that came earlier
    assert order == ["urgent", "urgent", "usual"]


def test_health_and_pages_need_no_turn(gate: Gate) -> None:
    threads = crowd(gate, Turn.USUAL, waiting=MOST_IN_BURST)
    door = Admission(WSGIHandler(), gate=gate)
    assert ask(door, reading("/healthz/live")).status == "200 OK"
    open_up(gate, threads)


def test_a_turn_is_given_back_when_the_view_fails(gate: Gate) -> None:
    admission = Admission(never_asked, gate=gate)
    for _ in range(2):  # the second would wait for ever
        with pytest.raises(AssertionError, match="Django was asked"):
            ask(admission, reading())


def test_an_answer_in_pieces_goes_on_unchanged_and_a_whole_one_is_closed_within_the_turn(
    gate: Gate,
) -> None:
    closed: list[int] = []

    class Whole:
        streaming = False
        content = b"whole"

        def close(self) -> None:
            closed.append(gate._inside)

    pieces = iter([b"in ", b"pieces"])
    assert ask(Admission(lambda *_: Whole(), gate=gate), reading()).body == b"whole"
    assert closed == [1]
    assert Admission(lambda *_: pieces, gate=gate)(reading(), Said().start) is pieces


@pytest.mark.parametrize(
    ("fields", "turn"),
    [
        ({"kind": "symptom", "finding": "saddle_numb", "value": True}, Turn.URGENT),
        ({"kind": "pain", "level": 9, "context": "now"}, Turn.URGENT),
        ({"kind": "pain", "level": 9, "context": "worst"}, Turn.USUAL),
        ({"kind": "note", "text": "symptom of now"}, Turn.USUAL),
    ],
)
def test_signs_are_seen_without_reading_the_batch(fields: dict[str, object], turn: Turn) -> None:
    assert turn_of(sending({"cursor": None, "entries": [fields]})) is turn


def test_a_sign_written_with_escapes_is_not_overlooked() -> None:
    assert turn_of(sending(b'{"entries": [{"kind": "\\u0073ymptom"}]}')) is Turn.URGENT


def test_answers_to_alerts_and_assessments_are_urgent_and_a_huge_body_is_not_read() -> None:
    assert turn_of(sending({}, "/api/v1/triage/assessments")) is Turn.URGENT
    assert turn_of(RequestFactory().patch("/api/v1/alerts/1").environ) is Turn.URGENT
    assert turn_of(reading()) is Turn.USUAL
    assert turn_of(huge := sending(b'"symptom"' * 40_000)) is Turn.USUAL
    assert len(huge["wsgi.input"].read()) == 9 * 40_000
    assert turn_of(sending(RED) | {"CONTENT_LENGTH": "many"}) is Turn.USUAL
