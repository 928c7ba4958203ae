"""The first command: it starts all, says where it is, restarts the dead, leaves no orphan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import free_port

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]
START_S = 90.0


def members(folder: Path) -> dict[int, str]:
    """Return pid -> command line of every process that was started with this VAR_DIR."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environ = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"VAR_DIR={folder}".encode() in environ.split(b"\0") and command:
            found[int(entry.name)] = command
    return found


def wait_until(what: str, question: object, longest_s: float = START_S) -> None:
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        if question():
            return
        time.sleep(0.2)
    pytest.fail(f"{what} did not happen within {longest_s} s")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


class Running:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        environ = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.log = folder / "log.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port)],
                cwd=ROOT,
                env=environ | {"VAR_DIR": str(folder), "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def pids_of(self, part: str) -> list[int]:
        return [
            pid
            for pid, command in members(self.folder).items()
            if part in command and pid != self.process.pid
        ]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    try:
        wait_until("the address", lambda: b"running at" in made.log.read_bytes())
        yield made
    finally:
        made.process.kill()
        made.process.wait()
        wait_until("the end of every child", lambda: not members(tmp_path), 30)


def test_one_interrupt_ends_everything(running: Running) -> None:
    assert answers(running.port)

    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(30) == 0
    assert members(running.folder) == {}


def test_no_child_outlives_a_killed_launcher(running: Running) -> None:
    running.process.kill()
    running.process.wait()

    wait_until("the end of every child", lambda: not members(running.folder), 30)


def test_a_dead_relay_is_started_again(running: Running) -> None:
    (before,) = running.pids_of("'relay'")

    os.kill(before, signal.SIGKILL)

    wait_until("a new relay", lambda: [p for p in running.pids_of("'relay'") if p != before], 30)


def test_a_killed_web_server_leaves_no_old_workers_beside_the_new_ones(running: Running) -> None:
    before = set(running.pids_of("thighcare.wsgi"))
    main = min(before)  # it started the others

    os.kill(main, signal.SIGKILL)

    wait_until("the end of the old ones", lambda: not before & set(members(running.folder)), 30)
    wait_until("an answer", lambda: answers(running.port))


def test_the_auditor_runs_and_health_is_green(running: Running) -> None:
    address = f"http://127.0.0.1:{running.port}/healthz"

    def green() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    wait_until("a green answer", green)
    assert len(running.pids_of("'auditor'")) == 1
