"""Keeps several processes running as one: starts them, restarts the dead, ends them together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_S = 8.0  # how long a child may take to end before it is killed
LONGEST_PAUSE_S = 30.0  # between restarts of a child that keeps dying

# A child reads this pipe in a thread; when the launcher is gone, however it went, the pipe closes
# and the child ends its whole session. Nothing is left behind.
_WATCHDOG = """
import os, runpy, signal, sys, threading
def _watch():
    os.read({descriptor}, 1)
    os.killpg(0, signal.SIGTERM)
    threading.Event().wait(5)
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=_watch, daemon=True).start()
sys.argv = {arguments!r}
runpy.run_module({module!r}, run_name="__main__", alter_sys=True)
"""


@dataclass
class Child:
    """One process: its name, the module it runs, and how often it had to be started again."""

    name: str
    module: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    next_start_at: float = 0.0
    started_at: float = field(default=0.0)


class Launcher:
    """Runs children until SIGINT or SIGTERM."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None]) -> None:
        self._children = list(children)
        self._say = say
        self._ending = False
        self._read_end, self._write_end = os.pipe()

    def run(self) -> None:
        """Start all children and stay until told to end; every child is gone on return."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            while not self._ending:
                for child in self._children:
                    self._keep_alive(child)
                time.sleep(0.2)
        finally:
            self._end_all()

    def _on_signal(self, number: int, frame: object) -> None:
        self._ending = True

    def _keep_alive(self, child: Child) -> None:
        if child.process is not None and child.process.poll() is None:
            return
        now = time.monotonic()
        if child.process is not None:
            _signal_session(child.process.pid, signal.SIGKILL)  # its workers may have outlived it
            lived_s = now - child.started_at
            if lived_s > 60:
                child.starts = 0
            pause_s = min(LONGEST_PAUSE_S, 0.5 * 2 ** min(child.starts, 6))
            code = child.process.returncode
            self._say(f"{child.name} ended (code {code}); starting it again in {pause_s:.1f} s")
            child.process, child.next_start_at = None, now + pause_s
        if now >= child.next_start_at:
            self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        code = _WATCHDOG.format(
            descriptor=self._read_end,
            arguments=[child.module, *child.arguments],
            module=child.module,
        )
        child.process = subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=[self._read_end],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        child.starts += 1
        child.started_at = now

    def _end_all(self) -> None:
        living = [c.process for c in self._children if c.process and c.process.poll() is None]
        for process in living:
            _signal_session(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        for process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.05, deadline - time.monotonic()))
            _signal_session(process.pid, signal.SIGKILL)
            process.wait()
        os.close(self._write_end)
        os.close(self._read_end)


def _signal_session(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
