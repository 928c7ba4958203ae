"""`manage.py up`: everything on this machine, ended by one Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import http.client
import socket
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from accounts.queries import has_anyone
from alerts.vapid import ensure_keys
from thighcare.launcher import Child, Launcher

LAST_PORT = 65_535


class Command(BaseCommand):
    """Migrate, make keys once, run web, worker with beat, relay, auditor; print the address."""

    help = "Run everything on this machine: web, worker, relay, auditor. Ctrl-C ends it all."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web server")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--demo", action="store_true", help="build the demo team first, unasked"
        )

    def handle(self, *args: Any, port: int, host: str, demo: bool, **options: Any) -> None:
        refuse_taken_port(host, port)
        self.stdout.write("Preparing the database and keys ...")
        call_command("migrate", verbosity=0, interactive=False)
        ensure_keys()
        if demo or (not has_anyone() and self._wants_demo()):
            call_command("seed_demo", athletes=12, days=90, seed=7, stdout=self.stdout)
        announce = threading.Thread(target=self._announce, args=(host, port), daemon=True)
        announce.start()
        Launcher(children(host, port), say=self.stdout.write).run()
        self.stdout.write("ThighCare has stopped.")

    def _wants_demo(self) -> bool:
        if not sys.stdin.isatty():
            self.stdout.write(
                "No account yet. A demo team is one command away: "
                "make run ARGS=--demo, or manage.py seed_demo"
            )
            return False
        answer = input("This is the first run. Build a demo team to look around? [Y/n] ")
        return answer.strip().lower() in {"", "y", "yes"}

    def _announce(self, host: str, port: int) -> None:
        if wait_until_serving(host, port):
            self.stdout.write(
                f"\n  ThighCare is running at http://{host}:{port}/\n"
                f"  Data, keys and mail are in {settings.VAR_DIR}\n"
                "  It does not diagnose and is not for emergencies. Ctrl-C ends it.\n"
            )
            self.stdout.flush()


def children(host: str, port: int) -> list[Child]:
    """Return the processes of the embedded product."""
    web = [
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "64",
        "--no-ws",
        "--log-level",
        "warning",
        "--respawn-failed-workers",
        "thighcare.wsgi:application",
    ]
    worker = [
        "-A",
        "thighcare",
        "-q",
        "worker",
        "-B",
        "--concurrency",
        "1",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    return [
        Child("web", "granian", web),
        Child("worker", "celery", worker),
        Child("relay", "manage", ["relay"]),
        Child("auditor", "manage", ["auditor"]),
    ]


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with the next step when something else already listens there."""
    if not 1 <= port <= LAST_PORT:
        raise CommandError(f"--port {port} is no port. Choose one from 1024 to {LAST_PORT}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                problem = f"--host {host} is no address of this machine ({reason})."
                raise CommandError(
                    f"{problem} Leave it out, or give one like 127.0.0.1."
                ) from error
            other = port + 1 if 1024 <= port < LAST_PORT else 8000
            raise CommandError(
                f"Port {port} cannot be used ({reason}). Choose another: "
                f"make run ARGS='--port {other}'"
            ) from error


def wait_until_serving(host: str, port: int, *, longest_s: float = 60.0) -> bool:
    """Return True as soon as the web server answers, False when it does not in time."""
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("GET", "/healthz/live")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    return False
