"""PostgreSQL and Redis that can be killed, stopped and started again on the same port."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from tests import servers

BACK_WITHIN_S = 60.0


class Postgres:
    """`with Postgres() as store:` keeps its data over kills."""

    def __init__(self, **settings: object) -> None:
        programs = servers.postgres_programs()
        if programs is None:
            raise RuntimeError("PostgreSQL is not installed")
        self._programs, self._run_as = programs, servers._unprivileged()
        self._folder = tempfile.mkdtemp(prefix="thighcare-pg-")
        self.port = servers.free_port()
        self._settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "fsync": "on",
            "unix_socket_directories": self._folder, "max_connections": 60, **settings,
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What DATABASE_URL says."""
        return f"postgresql://thighcare@127.0.0.1:{self.port}/thighcare"

    def __enter__(self) -> Self:
        if self._run_as:
            shutil.chown(self._folder, self._run_as["user"])
        subprocess.run(
            [self._programs / "initdb", "-D", self._data, "-U", "thighcare", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, **self._quiet(),
        )  # fmt: skip
        self.start()
        servers._create_database(self._programs, self.port, self._run_as)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return Path(self._folder, "data")

    def _quiet(self) -> dict[str, Any]:
        told = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self._folder}
        return told | self._run_as

    def start(self) -> None:
        """Start, and again until the remains of a killed one are gone."""
        given = [
            word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")
        ]
        deadline = time.monotonic() + BACK_WITHIN_S
        while time.monotonic() < deadline:
            self.process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *given],
                start_new_session=True, **self._quiet(),
            )  # fmt: skip
            with contextlib.suppress(RuntimeError):
                servers._wait_for_port(self.port, self.process)
                return
            time.sleep(0.2)
        raise AssertionError("PostgreSQL did not come back")

    def stop(self) -> None:
        """End in order (fast shutdown)."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL the server and every process of it."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
        if self.process:
            self.process.wait(30)


class Redis:
    """`with Redis() as store:` keeps nothing over a stop."""

    def __init__(self, *arguments: str) -> None:
        program = servers.redis_program()
        if program is None:
            raise RuntimeError("Redis is not installed")
        self.port = servers.free_port()
        self._command = [
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", *arguments,
        ]  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What REDIS_URL says."""
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start empty."""
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        servers._wait_for_port(self.port, self.process)

    def kill(self) -> None:
        """SIGKILL."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait(30)

    def say(self, *words: str) -> str:
        """Send one command and return the raw answer."""
        parts = "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(f"*{len(words)}\r\n{parts}".encode())
            return line.recv(65536).decode(errors="replace")


class BlackHole:
    """A port that takes connections and never says a word, instead of a server."""

    def __init__(self, port: int) -> None:
        self._door = socket.socket()
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.bind(("127.0.0.1", port))

    def __enter__(self) -> Self:
        self._door.listen(64)  # the kernel accepts; nobody reads
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
