"""Sync and reads through the whole WSGI stack, against bare SQL and against a bare DRF view.

    python -m benchmarks.sync [--rounds 300]

Everything happens in a database of its own: a temporary SQLite file, or, with DATABASE_URL set, a
new database on that PostgreSQL server. It is removed at the end.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

TURN = 10  # requests of one way before the next has its turn, so that all meet the same machine
BACK = 50  # days that check-ins are spread over


def main() -> None:
    """Make a database and print every comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="thighcare-benchmark-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")
        os.environ["VAR_DIR"] = folder
        os.environ["LOG_LEVEL"] = "WARNING"
        import django

        django.setup()
        from django.conf import settings

        from benchmarks.scan import own_database

        settings.ALLOWED_HOSTS = ["127.0.0.1"]
        with own_database(Path(folder)):
            from django.db import connection

            print(f"{connection.vendor}, {rounds} rounds, median and p99 of server time")
            measure_check_in(rounds)
            measure_batch(max(10, rounds // 20))
            measure_read(rounds)


BARE, USUAL, PRODUCT = "bare", "usual", "product"
STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class Way:
    """One way to serve requests: the product, the bare view, or the bare view as usually set up.

    `bare` has no middleware and reads the caller by bare SQL; `usual` has the middleware of a new
    Django project and reads the caller through the ORM. Both run the same statements.
    """

    def __init__(self, name: str, kind: str = PRODUCT) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        self.name, self.kind, self.athletes = name, kind, 0
        self.took_s: list[float] = []
        self.renew()
        with self.settings():
            self.application = WSGIHandler()

    def renew(self) -> None:
        """Go on as another athlete, who never logged."""
        from accounts.models import User
        from accounts.tokens import issue_token
        from tracker.models import Snapshot

        self.athletes += 1
        self.athlete = User.objects.create_user(f"{self.name}{self.athletes}@benchmark.test")
        self.secret = issue_token(
            by=self.athlete,
            name="benchmark",
            scopes=("read", "write"),
            now=datetime.now(UTC),
            lasts=timedelta(days=1),
        )[1]
        Snapshot.objects.create(athlete=self.athlete)
        self.cursor, self.back = None, 0

    def next_day(self) -> date:
        """Return a day this athlete has not logged; after a while it is another athlete's turn."""
        if self.back == BACK:
            self.renew()
        self.back += 1
        return datetime.now(UTC).date() - timedelta(days=BACK - self.back)

    def settings(self) -> Any:
        """The bare ways have their own addresses and middleware."""
        from django.test.utils import override_settings

        if self.kind == PRODUCT:
            return override_settings()
        middleware = STARTPROJECT if self.kind == USUAL else []
        return override_settings(ROOT_URLCONF="benchmarks.bare.urls", MIDDLEWARE=middleware)

    def ask(self, method: str, path: str, body: Any = None, *, query: str = "") -> dict[str, Any]:
        """Serve one request, note how long it took, and return the answer."""
        raw = b"" if body is None else json.dumps(body).encode()
        prefix = "/usual" if self.kind == USUAL else ""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": prefix + path, "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(raw),
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(raw)),
            "HTTP_AUTHORIZATION": f"Bearer {self.secret}",
        }  # fmt: skip
        told: list[str] = []
        started = time.perf_counter()
        answer = self.application(environ, lambda status, headers: told.append(status))
        content = b"".join(answer)
        answer.close()
        self.took_s.append(time.perf_counter() - started)
        assert told == ["200 OK"], (told, content[:300])
        return json.loads(content)

    def sync(self, entries: list[dict[str, Any]]) -> None:
        """Send a batch with a cursor that is current."""
        self.cursor = self.ask("POST", "/api/v1/sync", {"cursor": self.cursor, "entries": entries})[
            "cursor"
        ]


def check_in(day: date, *, context: str = "worst") -> list[dict[str, Any]]:
    """Return the entries of one evening: pain, sitting, water, a run."""
    edited_at = datetime.now(UTC).isoformat()
    fields: list[dict[str, Any]] = [
        {"kind": "pain", "level": 4, "region": "sit_bone", "context": context},
        {"kind": "sitting", "hours": 6, "seat": "desk"},
        {"kind": "hydration", "ml": 1500},
        {"kind": "activity", "sport": "running", "minutes": 40, "rpe": 5},
    ]
    shared = {"day": day.isoformat(), "edited_at": edited_at}
    return [{"id": str(uuid.uuid4())} | shared | one for one in fields]


def in_turns(rounds: int, acts: list[tuple[Way, Callable[[], object]]]) -> None:
    """Let each way have a few requests, then the next, until all had their rounds."""
    for _ in range(max(2, rounds // TURN)):
        for way, act in acts:
            with way.settings():
                for _ in range(TURN):
                    act()


def report(what: str, way: Way, *, warm_up: int = TURN) -> float:
    """Print and return the median in milliseconds; the first requests only warm up."""
    kept = sorted(way.took_s[warm_up:])
    middle, late = statistics.median(kept) * 1000, kept[int(len(kept) * 0.99)] * 1000
    print(f"  {what:52} {middle:8.2f} ms  p99 {late:7.2f} ms")
    return middle


def statements_of(act: Callable[[], object]) -> int:
    """Return how many statements something takes, BEGIN and COMMIT among them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def measure_check_in(rounds: int) -> None:
    """Compare one check-in with the same rows by bare SQL, and with the bare views."""
    from django.db import transaction

    from benchmarks.bare import statements

    product, signed = Way("product"), Way("signed")
    bare, usual, raw = Way("bare", BARE), Way("usual", USUAL), Way("raw", BARE)

    def log(way: Way, context: str = "worst") -> None:
        way.sync(check_in(way.next_day(), context=context))

    def by_sql() -> None:
        entries = check_in(raw.next_day())
        started = time.perf_counter()
        with transaction.atomic():
            statements.write_check_in(raw.athlete.pk, entries)
        raw.took_s.append(time.perf_counter() - started)

    in_turns(
        rounds,
        [
            (product, lambda: log(product)),
            (signed, lambda: log(signed, "now")),
            (usual, lambda: log(usual)),
            (bare, lambda: log(bare)),
            (raw, by_sql),
        ],
    )
    print("\none check-in of four entries")
    own = report("sync", product)
    report("sync with pain now, a sign: judged with seven days", signed)
    views = report("bare DRF view as usually set up, same statements", usual)
    stripped = report("bare DRF view stripped: no middleware, no ORM", bare)
    sql = report("bare SQL, same rows in one transaction", raw)
    evening, with_sign = check_in(product.next_day()), check_in(signed.next_day(), context="now")
    product.sync([]), signed.sync([])
    taken = statements_of(lambda: product.sync(evening))
    print(f"  statements: {taken}, with a sign {statements_of(lambda: signed.sync(with_sign))}")
    print(f"  throughput: {views / own:.2f} of the usual bare view, {stripped / own:.2f} of the")
    print(f"  stripped one, {sql / own:.2f} of bare SQL")


def measure_batch(rounds: int) -> None:
    """Compare one batch of 200 entries with 200 syncs of one."""
    batched, single = Way("batched"), Way("single")
    for number in range(rounds):
        batch = [entry for _ in range(50) for entry in check_in(batched.next_day())]
        batched.sync(batch)
        if number < 3:  # 600 of them tell enough
            single.renew()
            for entry in batch:
                single.sync([entry | {"id": str(uuid.uuid4())}])
    print("\n200 entries")
    one, each = report("one batch of 200", batched, warm_up=1), report("one sync of one", single)
    print(f"  per entry {one / 200:.3f} ms in a batch, {each / (one / 200):.1f} times cheaper")


def measure_read(rounds: int) -> None:
    """Compare a read of 30 days with the bare views'."""
    product, bare, usual = Way("reader"), Way("read bare", BARE), Way("read usual", USUAL)
    today = datetime.now(UTC).date()
    writer = Way("writer")
    for way in (product, bare, usual):
        writer.secret, writer.cursor = way.secret, None
        for back in range(30):
            writer.sync(check_in(today - timedelta(days=back)))
    query = f"from={today - timedelta(days=29)}&to={today}"

    def read(way: Way) -> list[dict[str, Any]]:
        return way.ask("GET", "/api/v1/days", query=query)["results"]

    with bare.settings():
        expected = read(bare)
    assert read(product) == expected
    assert len(expected) == 30
    in_turns(
        rounds,
        [(way, lambda way=way: read(way)) for way in (product, usual, bare)],
    )
    print("\na read of 30 days")
    own = report("GET /days", product)
    views = report("bare DRF view as usually set up, same statements", usual)
    stripped = report("bare DRF view stripped: no middleware, no ORM", bare)
    print(f"  statements: {statements_of(lambda: read(product))}")
    print(f"  throughput: {views / own:.2f} of the usual bare view, {stripped / own:.2f} of the")
    print("  stripped one")


if __name__ == "__main__":
    main()
