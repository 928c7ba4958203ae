"""Real processes of the product in a folder of their own, for tests that kill them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.push_service import Device

ROOT = Path(__file__).resolve().parents[2]
LEASE_S = 2.0

SETUP = """
import json, sys
import django
django.setup()
from tests.tables import make_tables
from django.utils import timezone
make_tables()
from accounts.models import User
from alerts import devices, vapid
vapid.ensure_keys()
user = User.objects.create_user("ada@cast.test")
held = devices.read_subscription(json.loads(sys.argv[1]))
devices.subscribe(by=user, subscription=held, now=timezone.now())
"""

# What a web process does with a danger sign. "killed": dead by SIGKILL after the commit, before
# anything is published; the facts are safe and nobody was told.
RECORD = """
import os, signal, sys, uuid
import django
django.setup()
from django.utils import timezone
from accounts.models import User
from tracker.services import record_entries
if sys.argv[1] == "killed":
    import alerts.receivers
    alerts.receivers.ring_later = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
now = timezone.now()
red = {"id": str(uuid.uuid4()), "kind": "symptom", "day": now.date().isoformat(),
       "edited_at": now.isoformat(), "finding": "saddle_numb", "value": True}
user = User.objects.select_related("profile").get(email="ada@cast.test")
record_entries(athlete=user, entries=[red], cursor=None, now=now)
"""

DELIVERIES = """
import contextlib
import json
import django
django.setup()
from alerts.models import Delivery
rows = Delivery.objects.order_by("step").values("step", "state", "attempts", "last_answer")
print(json.dumps(list(rows)))
"""


class House:
    """One VAR_DIR with its database and queue, and the processes a test starts in it."""

    def __init__(self, folder: Path, *, push_origin: str, **environ: str) -> None:
        own = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in os.environ.items() if name not in own}
        self.environ = kept | {
            "DJANGO_SETTINGS_MODULE": "thighcare.settings",
            "VAR_DIR": str(folder / "var"),
            "PUSH_ALLOWED_ORIGINS": push_origin,
            "ALERT_LEASE_SECONDS": str(LEASE_S),
            "SECRET_KEY": "only-for-tests-" * 4,
            **environ,
        }
        self.log = folder / "log.txt"
        self._processes: list[subprocess.Popen[bytes]] = []

    def move_in(self, device: Device) -> None:
        """Make the tables, and Ada with one device."""
        self.run(SETUP, json.dumps(device.subscription))

    def run(self, code: str, *arguments: str, dies: bool = False) -> str:
        """Run a piece of Python inside the product; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, env=self.environ,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        expected = -signal.SIGKILL if dies else 0
        assert done.returncode == expected, done.stderr.decode()
        return done.stdout.decode()

    def manage(self, *arguments: str) -> str:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environ,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a process that stays, in a session of its own."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environ,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def start_relay(self) -> subprocess.Popen[bytes]:
        """Start the relay."""
        return self.start("manage.py", "relay")

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker as the product does, without the clock."""
        return self.start(
            "-m", "celery", "-A", "thighcare", "-q", "worker", "--concurrency", "1",
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat",
        )  # fmt: skip

    def deliveries(self) -> list[dict[str, Any]]:
        """Return what the rows say of each step."""
        rows: list[dict[str, Any]] = json.loads(self.run(DELIVERIES))
        return rows

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and its children as a power cut would: SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def close(self) -> None:
        """Leave no process behind."""
        for process in self._processes:
            self.kill(process)


def wait_until(what: str, question: Callable[[], object], *, longest_s: float = 40.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        if question():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {longest_s} s")
