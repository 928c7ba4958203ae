"""More ask than can be served: reads and plain batches are told to come later, danger never is."""

from __future__ import annotations

import json
import queue
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from alerts import tally
from pwa import admission, shed
from pwa.admission import MOST_WAITING, Gate, Turn, turn_of
from tests.cast import Api, entry

LONGEST_S = 20.0


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The process's gate, of this test alone."""
    made = Gate()
    monkeypatch.setattr(admission, "GATE", made)
    monkeypatch.setattr(shed, "_noted", Counter())
    monkeypatch.setattr(shed, "_writer", threading.current_thread())  # tests write themselves
    return made


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


def test_with_nobody_waiting_everything_is_served(gate: Gate, ada_api: Api) -> None:
    assert ada_api.get("/days").status_code == 200
    assert ada_api.post("/sync", {"cursor": None, "entries": []}).status_code == 200
    assert gate.waiting() == 0


def test_under_load_reads_go_first_then_plain_batches(gate: Gate, ada_api: Api) -> None:
    # given as many waiting as a read may have before it
    plain = {"cursor": None, "entries": [entry("sitting", hours=3)]}
    threads = crowd(gate, Turn.BATCH, waiting=MOST_WAITING[Turn.READ])
    # when a read comes
    answer = ada_api.get("/days")
    # then it is told to come again, in words and in seconds
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert 2 <= int(answer["Retry-After"]) <= 8
    assert answer.json()["code"] == "overloaded"
    # and a plain batch is told so only when still more wait
    for place in range(MOST_WAITING[Turn.READ], MOST_WAITING[Turn.BATCH]):
        threads.append(behind(gate, Turn.BATCH, lambda: None, place=place + 1))
    assert ada_api.post("/sync", plain).status_code == 503
    open_up(gate, threads)
    assert ada_api.post("/sync", plain).status_code == 200


def test_who_was_told_to_come_later_is_counted_by_reason_and_kind(gate: Gate, ada_api: Api) -> None:
    threads = crowd(gate, Turn.BATCH, waiting=MOST_WAITING[Turn.BATCH])
    plain = {"cursor": None, "entries": [entry("sitting", hours=3)]}
    assert [ada_api.get("/days").status_code for _ in range(2)] == [503, 503]
    assert ada_api.post("/sync", plain).status_code == 503
    open_up(gate, threads)
    assert ada_api.post("/sync", plain).status_code == 200
    assert shed.write_now()
    assert shed.write_now()  # nothing is left to be counted twice
    told = {key[1:]: n for key, n in tally.all_counted().items() if key[0] == tally.SHED}
    assert told == {("line_is_long", "read"): 2, ("line_is_long", "batch"): 1}


def test_what_could_not_be_counted_is_counted_later(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("away")

    for kind in ("read", "read", "batch"):
        shed.note(reason=shed.LINE_IS_LONG, kind=kind)
    with monkeypatch.context() as away:
        away.setattr(tally, "count", refuse)
        assert not shed.write_now()
    assert shed.write_now()
    assert tally.counted(tally.SHED, shed.LINE_IS_LONG, "read") == 2
    assert tally.counted(tally.SHED, shed.LINE_IS_LONG, "batch") == 1


def test_a_thread_of_its_own_writes_what_was_noted(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: queue.SimpleQueue[int] = queue.SimpleQueue()
    monkeypatch.setattr(shed, "_writer", None)
    monkeypatch.setattr(shed, "WRITE_EVERY_S", 0.0)
    monkeypatch.setattr(tally, "count", lambda *_, n: written.put(n))
    shed.note(reason=shed.LINE_IS_LONG, kind="read")
    assert written.get(timeout=LONGEST_S) == 1


def test_a_red_flag_waits_before_everyone_and_is_never_turned_away(gate: Gate) -> None:
    # given a full house
    order: list[str] = []
    most = MOST_WAITING[Turn.BATCH]
    threads = crowd(gate, Turn.BATCH, waiting=most - 1)
    threads.append(behind(gate, Turn.BATCH, lambda: order.append("batch"), place=most))
    # when two urgent requests come, and the turn is free
    for place in (most + 1, most + 2):
        threads.append(behind(gate, Turn.URGENT, lambda: order.append("urgent"), place=place))
    open_up(gate, threads)
    # then they were served before the batch that came earlier
    assert order == ["urgent", "urgent", "batch"]


def test_health_and_pages_need_no_turn(gate: Gate, ada_api: Api) -> None:
    threads = crowd(gate, Turn.BATCH, waiting=MOST_WAITING[Turn.BATCH])
    assert ada_api.client.get("/healthz/live").status_code == 200
    open_up(gate, threads)


def test_a_turn_is_given_back_when_the_view_fails(
    gate: Gate, ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("pwa.api.record_entries", fail)
    ada_api.client.raise_request_exception = False
    assert ada_api.post("/sync", {"cursor": None, "entries": []}).status_code == 500
    monkeypatch.undo()
    assert ada_api.get("/days").status_code == 200


@pytest.mark.parametrize(
    ("fields", "turn"),
    [
        ({"kind": "symptom", "finding": "saddle_numb", "value": True}, Turn.URGENT),
        ({"kind": "pain", "level": 9, "context": "now"}, Turn.URGENT),
        ({"kind": "pain", "level": 9, "context": "worst"}, Turn.BATCH),
        ({"kind": "note", "text": "symptom of now"}, Turn.BATCH),
    ],
)
def test_signs_are_seen_without_reading_the_batch(fields: dict[str, object], turn: Turn) -> None:
    body = json.dumps({"cursor": None, "entries": [fields]})
    sent = RequestFactory().post("/api/v1/sync", body, content_type="application/json")
    assert turn_of(sent) is turn


def test_a_sign_written_with_escapes_is_not_overlooked() -> None:
    body = '{"entries": [{"kind": "\\u0073ymptom"}]}'
    sent = RequestFactory().post("/api/v1/sync", body, content_type="application/json")
    assert turn_of(sent) is Turn.URGENT


def test_answers_to_alerts_and_assessments_are_urgent_and_a_huge_body_is_not_read() -> None:
    make = RequestFactory()
    assert turn_of(make.post("/api/v1/triage/assessments", {})) is Turn.URGENT
    assert turn_of(make.patch("/api/v1/alerts/1")) is Turn.URGENT
    assert turn_of(make.get("/api/v1/days")) is Turn.READ
    huge = make.post("/api/v1/sync", b'"symptom"' * 40_000, content_type="application/json")
    assert turn_of(huge) is Turn.BATCH
