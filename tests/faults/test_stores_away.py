"""Redis and PostgreSQL stopped, flushed, full, silent, slow: late by seconds, and nothing lost."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.house import wait_until
from tests.faults.household import Household, lived_in
from tests.faults.stores import BlackHole, Postgres, Redis
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.long]
OUTAGE_S = 18.0  # pauses that double would go on for half as long again
BACK_S = 6.0
SOON_S = 5.0  # an answer that waited for a dead queue would take longer


def stopped(store: Redis) -> AbstractContextManager[Any]:
    store.kill()
    return contextlib.nullcontext()


def flushed(store: Redis) -> AbstractContextManager[Any]:
    store.say("FLUSHALL")
    return contextlib.nullcontext()


def full(store: Redis) -> AbstractContextManager[Any]:
    store.say("CONFIG", "SET", "maxmemory-policy", "noeviction")
    assert "OK" in store.say("CONFIG", "SET", "maxmemory", "1")
    assert "OOM" in store.say("SET", "x", "y")
    return contextlib.nullcontext()


def silent(store: Redis) -> AbstractContextManager[Any]:
    store.kill()
    return BlackHole(store.port)


TALLY = "from alerts.tally import *\nprint(counted(BELLS_LOST))"


@pytest.mark.redis
@pytest.mark.parametrize("fault", [stopped, full, silent])
def test_a_queue_that_takes_nothing_costs_no_answer_and_no_alert(
    tmp_path: Path, push: PushService, fault: Any
) -> None:
    with (
        Redis() as store,
        lived_in(tmp_path, push, REDIS_URL=store.url) as (home, ada),
        fault(store),
    ):
        sent = entry()
        began = time.monotonic()
        status, _ = home.sync(ada, sent)
        took_s = time.monotonic() - began

        assert status == 200
        assert took_s < SOON_S
        assert_nothing_lost(home, ada, sent, push=1)
        wait_until("the count", lambda: home.ask_rows(TALLY) >= 1, longest_s=20)


@pytest.mark.redis
def test_a_flushed_queue_loses_bells_and_no_alert(tmp_path: Path, push: PushService) -> None:
    with (
        Redis() as store,
        lived_in(tmp_path, push, REDIS_URL=store.url) as (home, ada),
    ):
        home.end("relay")
        sent = entry()
        home.sync_until_kept(ada, sent)
        wait_until("the bell", lambda: ":1" in store.say("EXISTS", "alerts"))
        flushed(store)
        home.begin("worker", "relay")

        assert_nothing_lost(home, ada, sent, push=1)


@pytest.mark.redis
def test_a_worker_finds_its_queue_again_and_survives_poison(
    tmp_path: Path, push: PushService
) -> None:
    with (
        Redis() as store,
        lived_in(tmp_path, push, REDIS_URL=store.url) as (home, ada),
    ):
        home.end("relay")  # the worker alone sends
        home.begin("worker")
        store.kill()
        store.start()
        for poison in ("no message at all", '{"body": 7}', '{"body": "gASVCg==", "headers": {}}'):
            store.say("LPUSH", "alerts", poison)

        sent = entry()
        home.sync_until_kept(ada, sent)

        wait_until("the push", lambda: kept_alive(home, "worker") and push.messages, longest_s=90)
        assert_nothing_lost(home, ada, sent, push=1)


def kept_alive(home: Household, role: str) -> bool:
    """Start a role again if it is over, as Docker does: poison may take the worker with it."""
    if home.is_over(role):
        home.end(role)
        home.begin(role)
    return True


@pytest.mark.redis
def test_two_beats_and_three_relays_do_nothing_twice(tmp_path: Path, push: PushService) -> None:
    runs = """
from alerts.models import JobRun
rows = JobRun.objects.filter(done_at__isnull=False).values_list("job", "period", "attempts")
print(json.dumps([list(row) for row in rows]))
"""
    with (
        Redis() as store,
        lived_in(tmp_path, push, REDIS_URL=store.url) as (home, ada),
    ):
        for role in ("relay", "relay", "beat", "beat", "worker"):
            home.start(*home.roles[role])
        sent = entry()
        home.sync_until_kept(ada, sent)

        wait_until(
            "a scan and a sweep", lambda: {r[0] for r in home.ask_rows(runs)} >= {"scan", "sweep"}
        )

        done = home.ask_rows(runs)
        assert len([row for row in done if row[0] == "scan"]) == 1
        assert {row[2] for row in done} == {1}
        assert_nothing_lost(home, ada, sent, push=1)
        assert home.deliveries()[0]["attempts"] == 1


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["restarted", "killed"])
def test_a_database_that_was_away_loses_nothing_it_accepted(
    tmp_path: Path, push: PushService, how: str
) -> None:
    with (
        Postgres() as store,
        lived_in(tmp_path, push, DATABASE_URL=store.url) as (home, ada),
    ):
        home.end("relay")
        sent, other = entry(), entry("pain", level=4)
        home.sync_until_kept(ada, sent)
        home.begin("relay")
        store.stop() if how == "restarted" else store.kill()

        status, answer = home.sync(ada, other)

        assert (status, answer["code"]) == (503, "busy")
        assert home.ask("GET", "/healthz/live")[0] == 200
        assert home.ask("GET", "/healthz/ready")[0] == 503
        store.start()
        assert home.sync_until_kept(ada, other)["results"][0]["status"] == "applied"
        assert_nothing_lost(home, ada, sent, push=2)


@pytest.mark.postgres
def test_an_outage_ends_soon_after_the_database_is_back(tmp_path: Path, push: PushService) -> None:
    with (
        Postgres() as store,
        lived_in(tmp_path, push, DATABASE_URL=store.url) as (home, ada),
    ):
        store.kill()
        back_at = time.monotonic() + OUTAGE_S
        while time.monotonic() < back_at:
            assert home.sync(ada, entry("pain", level=4))[0] == 503
        store.start()
        began = time.monotonic()

        sent = entry()
        home.sync_until_kept(ada, sent)

        assert time.monotonic() - began < BACK_S
        assert_nothing_lost(home, ada, sent, push=1)


@pytest.mark.postgres
def test_out_of_connections_is_busy_and_passes(tmp_path: Path, push: PushService) -> None:
    few = {"max_connections": 12, "superuser_reserved_connections": 0}
    with (
        Postgres(**few) as store,
        lived_in(tmp_path, push, DATABASE_URL=store.url) as (home, ada),
    ):
        home.end("web")
        with contextlib.ExitStack() as hoard:
            with contextlib.suppress(psycopg.OperationalError):
                while True:
                    hoard.enter_context(psycopg.connect(store.url))
            home.begin("web")
            wait_until("the web server", lambda: _status(home, "/healthz/live") == 200)

            status, _ = home.sync(ada, entry("pain", level=4))

            assert status == 503
        sent = entry()
        home.sync_until_kept(ada, sent)
        assert_nothing_lost(home, ada, sent, push=1)


def _status(home: Household, path: str) -> int:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return home.ask("GET", path)[0]
    return 0


@pytest.mark.postgres
def test_a_slow_database_answers_late_and_not_wrongly(tmp_path: Path, push: PushService) -> None:
    with (
        Postgres() as store,
        lived_in(tmp_path, push, DATABASE_URL=store.url) as (home, ada),
    ):
        home.sync_until_kept(ada, entry("pain", level=4))
        sent, told = entry(), []
        with psycopg.connect(store.url) as other:
            other.execute("SELECT 1 FROM tracker_snapshot FOR UPDATE")  # somebody holds Ada's row
            waiting = threading.Thread(target=lambda: told.append(home.sync(ada, sent)))
            waiting.start()
            waiting.join(2.0)
            assert told == []  # no word of "kept" before it is
        waiting.join(30)

        assert told[0][0] == 200
        assert_nothing_lost(home, ada, sent, push=1)
