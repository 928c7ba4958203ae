"""The whole product as processes by role, each startable, mortal, killable and found again."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.faults.house import House, wait_until
from tests.push_service import Device, PushService
from tests.servers import free_port

SETUP = """
import json, sys
import django
django.setup()
from datetime import timedelta
from tests.tables import make_tables
from django.utils import timezone
make_tables()
from accounts.models import User
from accounts.tokens import issue_token
from alerts import devices, vapid
vapid.ensure_keys()
made = []
for name, subscription in json.loads(sys.argv[1]):
    user = User.objects.create_user(f"{name}@cast.test")
    user.make_profile()
    if subscription:
        held = devices.read_subscription(subscription)
        devices.subscribe(by=user, subscription=held, now=timezone.now())
    _, secret = issue_token(by=user, name="faults", scopes=("read", "write"),
                            now=timezone.now(), lasts=timedelta(days=1))
    made.append([user.pk, secret])
print(json.dumps(made))
"""
QUIET = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")


def roles(port: int, *, on_redis: bool, web_workers: int = 1) -> dict[str, list[str]]:
    """Return role -> arguments of Python, as the product starts them."""
    celery = ["-m", "celery", "-A", "thighcare", "-q"]
    worker = [*celery, "worker", "--concurrency", "1", "--without-heartbeat", *QUIET]
    made = {
        "web": [
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(web_workers), "--blocking-threads", "64", "--no-ws",
            "--log-level", "warning", "--respawn-failed-workers", "thighcare.wsgi:application",
        ],
        "worker": worker if on_redis else [*worker, "-B"],
        "relay": ["manage.py", "relay"],
        "auditor": ["manage.py", "auditor"],
    }  # fmt: skip
    return made | ({"beat": [*celery, "beat", "--loglevel", "WARNING"]} if on_redis else {})


@dataclass
class Athlete:
    """Somebody with a token and, mostly, a device."""

    name: str
    id: int
    token: str
    device: Device | None = field(repr=False)


class Household(House):
    """The product in one folder, every role a process in a session of its own; `with` ends it."""

    def __init__(
        self, folder: Path, *, push: PushService, mortal: bool = True, **environ: str
    ) -> None:
        super().__init__(folder, push_origin=push.origin, **environ)
        if mortal:
            self.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.mortal_settings"
        self.push, self.folder = push, folder
        self.port = free_port()
        self.roles = roles(self.port, on_redis="REDIS_URL" in environ)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.begun: dict[str, float] = {}  # role -> monotonic time of its last start
        self._tickets = itertools.count(1)
        # Started again a hundred times: compile the product once, in this folder.
        self.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "pyc")}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def welcome(self, names: list[str], *, without_device: tuple[str, ...] = ()) -> list[Athlete]:
        """Make the tables and these people."""
        held = {name: self.push.device(name) for name in names if name not in without_device}
        asked = [(name, held[name].subscription if name in held else None) for name in names]
        made = json.loads(self.run(SETUP, json.dumps(asked)))
        return [
            Athlete(name, made[at][0], made[at][1], held.get(name)) for at, name in enumerate(names)
        ]

    def begin(self, *wanted: str, dies: str = "") -> None:
        """Start these roles (all if none is named); `dies` arms the points of mortal.py."""
        for role in wanted or tuple(self.roles):
            self.environ |= {"MORTAL": dies, "MORTAL_TICKET": str(next(self._tickets))}
            self.running[role] = self.start(*self.roles[role])
            self.begun[role] = time.monotonic()
        self.environ["MORTAL"] = ""

    def end(self, role: str) -> None:
        """Kill a role with everything it started."""
        self.kill(self.running.pop(role))

    def age_s(self, role: str) -> float:
        """Return for how long the role has been running."""
        return time.monotonic() - self.begun[role]

    def is_over(self, role: str) -> bool:
        """Say whether the role's first process is dead."""
        return self.running[role].poll() is not None

    def members(self, role: str) -> list[int]:
        """Return the living processes of a role, its children included, in a fixed order."""
        leader = self.running[role].pid
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    if int(fields[2]) == leader and fields[0] != "Z":
                        found.append(int(entry.name))
        return sorted(found)

    def deaths(self) -> list[str]:
        """Return the points at which processes died by themselves, in order."""
        return [point for _, point in self.timed_deaths()]

    def timed_deaths(self) -> list[tuple[float, str]]:
        """Return when (seconds since 1970) at which points they died."""
        file = Path(self.environ["VAR_DIR"], "deaths.txt")
        lines = file.read_text().splitlines() if file.exists() else []
        return [(float(line.split()[-1]), line.split()[0]) for line in lines]

    def is_serving(self, *, longest_s: float = 15) -> bool:
        """Say whether the web server answers and has its database."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/healthz/ready", longest_s=longest_s)[0] == 200
        return False

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str = "", longest_s: float = 15
    ) -> tuple[int, Any]:
        """Send one request on a connection of its own; return status and JSON.

        :raises OSError: or HTTPException, when nobody answers to the end.
        """
        headers = {"Content-Type": "application/json", "Host": "127.0.0.1"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=longest_s)
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body).encode(), headers
            )
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text) if text[:1] in (b"{", b"[") else None

    def sync(self, athlete: Athlete, *entries: Mapping[str, Any]) -> tuple[int, Any]:
        """Send a batch once."""
        body = {"cursor": None, "entries": list(entries)}
        return self.ask("POST", "/api/v1/sync", body, token=athlete.token)

    def sync_until_kept(
        self, athlete: Athlete, *entries: Mapping[str, Any], longest_s: float = 60
    ) -> dict[str, Any]:
        """Send a batch as a phone does: again, the same, until somebody says it is kept."""
        deadline = time.monotonic() + longest_s
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self.sync(athlete, *entries)
                if status == 200:
                    return dict(answer)
            time.sleep(0.1)
        raise AssertionError(f"no batch was kept within {longest_s} s")

    def kill_one(self, pid: int) -> bool:
        """SIGKILL one process and nothing else; False if it was gone already."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def ask_rows(self, code: str, *arguments: str) -> Any:
        """Run a piece of Python inside the product and return the JSON it printed."""
        return json.loads(self.run("import django, json, sys\ndjango.setup()\n" + code, *arguments))


@contextlib.contextmanager
def lived_in(
    folder: Path, push: PushService, *begun: str, **environ: str
) -> Iterator[tuple[Household, Athlete]]:
    """A house with Ada in it and these roles running (web and relay if none is named).

    Web is among them, and answers.
    """
    with Household(folder, push=push, mortal=False, **environ) as home:
        (ada,) = home.welcome(["ada"])
        home.begin(*(begun or ("web", "relay")))
        wait_until("the web server", home.is_serving)
        yield home, ada
