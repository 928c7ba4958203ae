"""compose.yaml's own commands as processes, without containers, and people who use them."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from tests.faults.compose_file import ROOT, environment_of, services
from tests.servers import free_port

SITE = "thighcare.test"
LASTING = ("web", "worker", "worker-slow", "beat", "relay", "auditor")
OUTSIDE = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "EMAIL_URL", "SECRET_KEY", "PUBLIC_URL")


def wait_until(what: str, question: Callable[[], object], longest_s: float = 60.0) -> None:
    """Wait for something to become true, or fail naming it."""
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        if question():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {longest_s} s")


@dataclass
class Deployed:
    """The running services: their port, folder and processes."""

    port: int
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)  # of the service started last

    def log(self, service: str) -> str:
        """Return what a service has said so far."""
        return (self.folder / f"{service}.log").read_text(errors="replace")

    def is_ready(self) -> bool:
        """Ask as the proxy does."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return Person(self.port).ask("GET", "/healthz/ready")[0] == 200
        return False

    def manage(self, *arguments: str) -> str:
        """Run a command beside the services, as `docker compose exec` would."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def members(self) -> set[int]:
        """Return every living process that was started with this folder."""
        found = set()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and (entry / "cmdline").read_bytes():
                    environ = (entry / "environ").read_bytes().split(b"\0")
                    if f"VAR_DIR={self.folder}".encode() in environ:
                        found.add(int(entry.name))
        return found

    def end(self, longest_s: float = 30.0) -> dict[str, int]:
        """Send SIGTERM to each service as `docker stop` does; return the exit codes."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(longest_s) for name, process in self.processes.items()}


@contextmanager
def deployed(
    folder: Path, values: Mapping[str, str], *, only: Sequence[str] = LASTING, **own: str
) -> Iterator[Deployed]:
    """Run migrate, then every lasting service or `only` these; all are gone on leaving."""
    running = Deployed(free_port(), folder)
    here = {
        "VAR_DIR": str(folder),
        "VAPID_PRIVATE_KEY_FILE": str(folder / "vapid-private"),
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(running.port),
        **own,
    }
    try:
        assert _start(running, "migrate", values, here).wait(180) == 0, running.log("migrate")
        del running.processes["migrate"]
        for service in only:
            _start(running, service, values, here)
        wait_until("the web server's answer", running.is_ready)
        yield running
    finally:
        for process in running.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(
    running: Deployed, service: str, values: Mapping[str, str], here: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    outer = {name: text for name, text in os.environ.items() if name not in OUTSIDE}
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
    environ = outer | environment_of(service, values) | here | {"PATH": path}
    running.environ = environ
    with (running.folder / f"{service}.log").open("wb") as log:
        process = subprocess.Popen(
            services()[service]["command"], cwd=ROOT, env=environ, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    running.processes[service] = process
    return process


class Person:
    """Somebody behind the TLS proxy: a browser with cookies, or a script with a token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send a request the way the proxy hands it on; return status and JSON."""
        headers = {"Host": SITE, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        headers["Content-Type"] = "application/json"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies.get("__Host-csrf", "")
            headers["Origin"] = f"https://{SITE}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                assert morsel["secure"], f"{name} would travel without TLS"
                self.cookies[name] = morsel.value
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(text) if is_json and text else None

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the API and return the body of a success."""
        status, answer = self.ask(method, f"/api/v1{path}", body)
        assert 200 <= status < 300, (method, path, status, answer)
        return answer
