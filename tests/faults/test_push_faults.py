"""Push services that fail in every way they can, all at once, with a real relay."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.push_cases import LETTER_AFTER, Case, quick_cases, slow_cases
from tests.faults.push_street import Street, street
from tests.push_service import PushService

pytestmark = pytest.mark.processes
MOST_KB = 5_000  # RELIABILITY: an answer of 100 MB must not be held
LONGEST_PAUSE = timedelta(minutes=10)  # however long a service asks for
GRANTED = timedelta(seconds=30)  # that a letter's time may differ by: it was never moved


@contextmanager
def nobodys_port() -> Iterator[tuple[str, socket.socket]]:
    """A port inside that nobody may touch: yields the address of a page there, and the socket."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        yield f"http://127.0.0.1:{canary.getsockname()[1]}/internal", canary


def wrong_of(case: Case, here: Street) -> list[str]:
    """Return what is otherwise than it must be with somebody whose service did this."""
    push, (letter, letter_due, raised) = here.first(case.name), here.letter(case.name)
    gone, failing, _ = here.devices(case.name)[0]
    log = here.home.log.read_text()
    checks = {
        "state": push.state == case.becomes,
        "answer": push.answer.startswith((case.answer, "resting")),
        "letter": letter == "done" if case.letter_now else letter == "due",
        "letter's time": case.letter_now or abs(letter_due - raised - LETTER_AFTER) < GRANTED,
        "letters": here.letters_to(case.name) == int(case.letter_now),
        "device gone": (gone is not None) == case.device_gone,
        "device failing": (failing is not None) == (case.becomes == "due" or case.alarm),
        "alarm": (f"delivery {push.id}: {case.answer}" in log) == case.alarm,
        "asked pause": case.asked_s is None
        or (push.attempts == 1 and push.due_at - raised >= timedelta(seconds=case.asked_s)),
        "longest pause": push.due_at - datetime.now(UTC) <= LONGEST_PAUSE,
        "messages": len(here.services[case.name].messages) == (case.becomes == "done"),
        "understood": here.services[case.name].refusals == [],
    }
    return [f"{case.name}: {what}, {push}" for what, is_right in checks.items() if not is_right]


def has_come_out(case: Case, here: Street) -> bool:
    """Say whether a case has shown what it does: over, or tried, and again if it asked nothing."""
    push = here.first(case.name)
    if case.becomes != "due":
        return push.state == case.becomes and (
            not case.letter_now or here.letter(case.name)[0] == "done"
        )
    return push.attempts >= (1 if case.asked_s else 2) and not push.is_held


def all_go_wrong(here: Street, cases: Sequence[Case]) -> None:
    """Raise a flag with everybody, wait until each service has done its worst, and compare."""
    here.raise_flags(*(case.name for case in cases))
    here.home.begin("relay")
    for case in cases:
        wait_until(case.name, lambda case=case: has_come_out(case, here), longest_s=60)

    assert [line for case in cases for line in wrong_of(case, here)] == []


def heal(here: Street, cases: Sequence[Case]) -> None:
    """Let every service be well again, every pause be over, and each push come once."""
    for case in cases:
        service = here.services[case.name]
        service.status, service.manner, service.headers = 201, "plain", {}
    here.home.end("relay")  # with it goes what it remembers of hosts that failed
    here.home.begin("relay")
    waiting = [case.name for case in cases if case.becomes == "due"]
    for name in waiting:
        rows.due_now(here.home, here.people[name].id)
    for name in waiting:
        wait_until(name, lambda name=name: here.first(name).state == "done", longest_s=60)
        assert len(here.services[name].messages) == 1, name
        assert here.devices(name)[0][:2] == (None, None), name
        assert here.letters_to(name) == 0, name
    assert here.home.manage("invariants") == ""


def test_whatever_a_push_service_answers_somebody_hears(tmp_path: Path) -> None:
    with nobodys_port() as (inside, canary):
        cases = quick_cases(inside=inside)
        with street(tmp_path, cases) as here:
            all_go_wrong(here, cases)
            heal(here, cases)

            with pytest.raises(BlockingIOError):
                canary.accept()


@pytest.mark.long
def test_a_push_service_that_keeps_a_sender_waiting_is_left_in_time(tmp_path: Path) -> None:
    cases = [*slow_cases(), Case("well", "http-201", becomes="done")]
    with street(tmp_path, cases) as here:
        all_go_wrong(here, cases)
        heal(here, cases)


def test_an_answer_of_100_megabytes_costs_the_relay_less_than_five(tmp_path: Path) -> None:
    cases = [Case("well", "http-201"), Case("huge", "http-201", manner="huge"),
             Case("longhead", "unreachable-", manner="huge_head")]  # fmt: skip
    with street(tmp_path, cases) as here:
        here.raise_flags("well")
        here.home.begin("relay")
        wait_until("what is loaded once", lambda: here.first("well").state == "done")
        pid = here.home.running["relay"].pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the high-water mark begins anew
        held_kb = figure_kb(pid, "VmRSS")

        here.raise_flags("huge", "longhead")
        wait_until("the huge answer", lambda: here.first("huge").state == "done")
        wait_until("the long head", lambda: here.first("longhead").attempts >= 2)

        assert figure_kb(pid, "VmHWM") - held_kb < MOST_KB
        assert here.services["huge"].bytes_given < 20_000_000  # what the sockets on the way hold


def figure_kb(pid: int, name: str) -> int:
    """Return a figure of a process from /proc, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


@pytest.mark.long
def test_eight_tries_then_the_letter_and_the_host_is_left_alone(tmp_path: Path) -> None:
    cases = [Case("says500", "http-500", status=500)]
    with street(tmp_path, cases) as here:
        here.raise_flags("says500")
        here.home.begin("relay")

        def is_over() -> bool:
            rows.due_now(here.home, here.people["says500"].id)
            return here.first("says500").state == "dead"

        wait_until("the end of trying", is_over, longest_s=60)
        wait_until("the letter", lambda: here.letters_to("says500") == 1)

        assert here.first("says500").attempts == 8
        assert len(here.services["says500"].requests) == 5  # then it rested: the circuit breaker
        assert here.devices("says500")[0][0] is None
        assert here.home.manage("invariants") == ""


@pytest.mark.long
def test_of_two_devices_one_gone_the_other_hears_and_no_letter_hurries(tmp_path: Path) -> None:
    cases = [Case("old", "http-410", 410), Case("new", "http-201")]
    with street(tmp_path, cases) as here:
        ada, other = here.people["old"], here.services["new"].device("second")
        status, _ = here.home.ask(
            "PUT", "/api/v1/push/subscriptions", other.subscription, token=ada.token
        )
        assert status in (200, 201)
        here.raise_flags("old")
        here.home.begin("relay")

        here.services["new"].wait_for(other)
        wait_until("the mark", lambda: here.first("old").state == "done")

        assert {gone is None for gone, *_ in here.devices("old")} == {True, False}
        assert here.letter("old")[0] == "due"
        assert here.letters_to("old") == 0
        assert here.home.manage("invariants") == ""


@pytest.mark.long
def test_nobody_listens_at_the_push_service(tmp_path: Path) -> None:
    cases = [Case("away", "unreachable-ConnectionRefusedError")]
    with street(tmp_path, cases) as here:
        service = here.services["away"]
        port = int(service.origin.rsplit(":", 1)[1])
        service.__exit__()
        here.raise_flags("away")
        here.home.begin("relay")
        wait_until("two tries", lambda: here.first("away").attempts >= 2)
        assert here.first("away").answer == "unreachable-ConnectionRefusedError"

        with PushService(port=port, devices=service.devices) as back:
            rows.due_now(here.home, here.people["away"].id)
            back.wait_for(back.devices["away"], longest_s=60)
            wait_until("the mark", lambda: here.first("away").state == "done")

            assert len(back.messages) == 1
            assert here.home.manage("invariants") == ""
