"""Who is turned away is counted, without making a busy hour busier."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from alerts import tally
from pwa import shed
from pwa.admission import Admission, Gate, Turn
from tests.cast import JSON

pytestmark = pytest.mark.django_db
LONGEST_S = 20.0


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shed, "_noted", Counter())
    monkeypatch.setattr(shed, "_writer", threading.current_thread())  # tests write themselves


class Full(Gate):
    """A gate with no room for what is not urgent."""

    def enter(self, turn: Turn) -> bool:
        return turn is Turn.URGENT


def test_who_was_told_to_come_later_is_counted_by_reason_and_kind() -> None:
    door = Admission(lambda *_: [b""], gate=Full(at_once=1))

    def ask(environ: dict[str, Any]) -> None:
        door(environ, lambda *_: None)  # type: ignore[arg-type]

    for _ in range(2):
        ask(RequestFactory().get("/api/v1/days").environ)
    ask(RequestFactory().post("/api/v1/sync", b"{}", content_type=JSON).environ)
    ask(RequestFactory().post("/api/v1/sync", b'"symptom"', content_type=JSON).environ)

    assert shed.write_now()
    assert shed.write_now()  # nothing is left to be counted twice
    told = {key[1:]: n for key, n in tally.all_counted().items() if key[0] == tally.SHED}
    assert told == {("line_is_long", "read"): 2, ("line_is_long", "batch"): 1}


def test_what_could_not_be_counted_is_counted_later(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_thread_of_its_own_writes_what_was_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    written: queue.SimpleQueue[int] = queue.SimpleQueue()
    monkeypatch.setattr(shed, "_writer", None)
    monkeypatch.setattr(shed, "WRITE_EVERY_S", 0.0)
    monkeypatch.setattr(tally, "count", lambda *_, n: written.put(n))
    shed.note(reason=shed.LINE_IS_LONG, kind="read")
    assert written.get(timeout=LONGEST_S) == 1
