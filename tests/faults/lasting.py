"""One house for many tests: its web process stays, each test brings its own people and clock."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import clock
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.push_service import PushService

_numbers = itertools.count(1)
NEWCOMERS = """
from datetime import datetime, timedelta
from accounts.models import User
from accounts.tokens import issue_token
made = []
for number, zone, now in json.loads(sys.argv[1]):
    now = datetime.fromisoformat(now)
    user = User.objects.create_user(f"person{number}@cast.test")
    user.make_profile()
    type(user.profile).objects.filter(user=user).update(time_zone=zone)
    _, secret = issue_token(by=user, name="faults", scopes=("read", "write"),
                            now=now - timedelta(days=30), lasts=timedelta(days=365))
    made.append([f"person{number}", user.pk, secret])
print(json.dumps(made))
"""


@contextmanager
def lasting_house(folder: Path, **environ: str) -> Iterator[Household]:
    """A web process with a clock that can be set, and a relay that sends what comes of it."""
    with PushService() as push:
        home = Household(folder, push=push, mortal=False, **environ)
        home.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.clock_settings"
        try:
            home.welcome([])
            home.begin("web", "relay")
            wait_until("the web server", home.is_serving)
            yield home
        finally:
            home.close()


def newcomers(home: Household, *wanted: tuple[str, datetime]) -> list[Athlete]:
    """Let people move in, each in a time zone and with a token that holds around a moment."""
    given = [(next(_numbers), zone, when.isoformat()) for zone, when in wanted]
    made = home.ask_rows(NEWCOMERS, json.dumps(given))
    return [Athlete(name, key, token, None) for name, key, token in made]


def newcomer(home: Household) -> Athlete:
    """Let somebody move in who lives now, in UTC."""
    return newcomers(home, ("UTC", datetime.now(UTC)))[0]


@contextmanager
def at_time(home: Household, when: datetime) -> Iterator[None]:
    """Let it be another time in the web process, and the true one again afterwards."""
    folder = Path(home.environ["VAR_DIR"])
    clock.tell(folder, when)
    try:
        yield
    finally:
        clock.tell(folder, None)


def send_raw(
    home: Household, athlete: Athlete, path: str, body: bytes, *, method: str = "POST",
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:  # fmt: skip
    """Send bytes as they are; return status and body. 0 = the server hung up without an answer."""
    told = {"Content-Type": "application/json", "Authorization": f"Bearer {athlete.token}"}
    connection = http.client.HTTPConnection("127.0.0.1", home.port, timeout=30)
    try:
        # a server that has seen enough may answer before it has taken all, and close
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body, told | (headers or {}))
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = connection.getresponse()
            return answer.status, answer.read()
        return 0, b""
    finally:
        connection.close()
