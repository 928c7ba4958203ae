"""The product as it really runs, for browser tests: migrated, served, with data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-long-enough-password"


@dataclass
class Product:
    """A running product: its address, its environment, and a way to ask its API."""

    address: str
    environ: dict[str, str]
    commands: subprocess.Popen[str]  # tests.phone.warm
    tokens: dict[str, str] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it printed."""
        asking, answers = self.commands.stdin, self.commands.stdout
        assert asking is not None
        assert answers is not None
        asking.write(json.dumps(arguments) + "\n")
        asking.flush()
        done = json.loads(answers.readline() or '{"ok": false, "out": "the commands ended"}')
        assert done["ok"], done["out"]
        return str(done["out"]).strip()

    def add_people(self, **names: str) -> None:
        """Make accounts with verified addresses; `ada="Ada"` is ada@example.test.

        Who is there already, from a first try of the test, goes before and begins anew.
        """
        for who in names:
            self.tokens.pop(who, None)
        script = (
            "from accounts.models import User\n"
            "from accounts.privacy import erase_person\n"
            "from allauth.account.models import EmailAddress\n"
            "from django.utils import timezone\n"
            f"for key, name in {names!r}.items():\n"
            "    email = f'{key}@example.test'\n"
            "    for before in User.objects.filter(email=email):\n"
            "        erase_person(user_id=before.pk)\n"
            f"    user = User.objects.create_user(email, {PASSWORD!r}, display_name=name)\n"
            "    profile = user.profile; profile.country = 'GB'; profile.birth_year = 1996\n"
            "    profile.time_zone = 'Europe/London'  # as the browser of the tests\n"
            "    profile.intended_use_accepted_at = timezone.now(); profile.save()\n"
            "    EmailAddress.objects.update_or_create(user=user, email=email,"
            " defaults={'verified': True, 'primary': True})\n"
        )
        self.manage("shell", "-c", script)

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """Ask the API as a person, with a bearer token of theirs."""
        if who not in self.tokens:
            self.tokens[who] = self.manage("token", f"{who}@example.test").splitlines()[-1]
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json",
            },
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Product]:
    """Run the web server on a free port with an empty database in `folder`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    environ = kept | {"VAR_DIR": str(folder), "PUBLIC_URL": address, "LOG_LEVEL": "WARNING"} | more
    with (folder / "web.log").open("wb") as log, _commands(environ) as commands:
        product = Product(address=address, environ=environ, commands=commands)
        product.manage("tables")
        process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(port), "--workers", "1", "--blocking-threads", "64",
                "thighcare.wsgi:application",
            ],
            cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(address, process)
            yield product
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def _commands(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    environ = environ | {"DJANGO_SETTINGS_MODULE": "thighcare.settings"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.phone.warm"],
        cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        yield process


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the web server ended"
        try:
            urllib.request.urlopen(f"{address}/manifest.webmanifest", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web server does not answer")
