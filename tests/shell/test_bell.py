"""The bell: many athletes in one message, and a queue that is down is nobody's error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from alerts import bell, tally, tasks


@pytest.fixture(autouse=True)
def _quiet_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the test ring by hand: a thread that seems to live already is not started."""

    class Asleep:
        def is_alive(self) -> bool:
            return True

    monkeypatch.setattr(bell, "_ringer", Asleep())
    for bells in (bell._waiting, bell._urgent):
        bells.clear()
    yield
    for bells in (bell._waiting, bell._urgent):
        bells.clear()


def test_bells_of_one_moment_are_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(tasks.ring, "apply_async", lambda args, **_: sent.append(args))
    for athlete_id in (7, 3, 7):
        bell.ring_later(athlete_id)

    assert bell.ring_now() is True
    assert bell.ring_now() is True
    assert sent == [([3, 7],)]


def test_a_queue_that_is_down_is_told_in_the_log_and_nothing_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any, **_: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.ring, "apply_async", refuse)
    bell.ring_later(7)

    assert bell.ring_now() is False
    assert "sweep" in caplog.text


def test_lost_bells_are_counted_over_all_processes() -> None:
    for _ in range(3):
        tally.count(tally.BELLS_LOST)

    assert tally.counted(tally.BELLS_LOST) == 3
    assert tally.counted("never-happened") == 0


def test_something_urgent_goes_first_and_by_a_lane_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(tasks.ring, "apply_async", lambda args, **_: sent.append(("ring", args)))
    monkeypatch.setattr(tasks.send, "apply_async", lambda args, **_: sent.append(("send", args)))
    bell.ring_later(7)
    bell.ring_later(7, urgent=True)

    assert bell.ring_now() is True
    assert sent == [("send", ([7],)), ("ring", ([7],))]


def test_nobody_waiting_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for task in (tasks.ring, tasks.send):
        monkeypatch.setattr(task, "apply_async", lambda *_, **__: pytest.fail("rang"))

    assert bell.ring_now() is True
