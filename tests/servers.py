"""Real PostgreSQL and Redis of the tests' own, from Debian's packages, on free loopback ports.

`python -m tests.servers COMMAND ...` runs a command with DATABASE_URL and REDIS_URL set to them.
"""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_S = 30.0


def postgres_programs() -> Path | None:
    """Return the folder with initdb and postgres, newest version first, or None."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: float(p.split("/")[-2]))
    if found and Path(found[-1], "postgres").exists():
        return Path(found[-1])
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def redis_program() -> str | None:
    """Return redis-server or valkey-server, or None."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> dict[str, str]:
    """PostgreSQL refuses to run as root; Debian's package made a user for it."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": name}
    return {}


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server on port {port} ended with code {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port} after {WAIT_S} s")


@contextmanager
def postgres() -> Iterator[str]:
    """Run a fresh PostgreSQL and yield its DATABASE_URL."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="thighcare-pg-") as folder:
        run_as = _unprivileged()
        if run_as:
            shutil.chown(folder, run_as["user"])
        data, port = Path(folder, "data"), free_port()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "thighcare",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            **run_as,
            **quiet,
        )
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": folder,
            "fsync": "on",
            "max_connections": 60,
        }
        process = subprocess.Popen(
            [
                programs / "postgres",
                "-D",
                data,
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            **run_as,
            **quiet,
        )
        try:
            _wait_for_port(port, process)
            _create_database(programs, port, run_as)
            yield f"postgresql://thighcare@127.0.0.1:{port}/thighcare"
        finally:
            process.send_signal(2)  # fast shutdown
            try:
                process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _create_database(programs: Path, port: int, run_as: dict[str, str]) -> None:
    command = [
        programs / "createdb",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-U",
        "thighcare",
        "thighcare",
    ]
    for _ in range(100):
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **run_as)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"createdb failed: {done.stderr.decode()}")


@contextmanager
def redis() -> Iterator[str]:
    """Run a fresh Redis that keeps nothing on disk and yield its REDIS_URL."""
    program = redis_program()
    if program is None:
        raise RuntimeError("Redis is not installed")
    port = free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_port(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(WAIT_S)


def main(command: list[str]) -> int:
    """Run a command beside both servers and return its exit code."""
    with postgres() as database_url, redis() as redis_url:
        environ = os.environ | {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": os.environ.get("SECRET_KEY", "only-for-tests-" * 4),
        }
        return subprocess.call(command, env=environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
