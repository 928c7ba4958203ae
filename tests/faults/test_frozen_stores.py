"""A store that is silent and does not hang up (SIGSTOP): nothing is promised, all goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.household import lived_in
from tests.faults.stores import Postgres, Redis
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.long]
SOON_S = 8.0  # an answer that waited for a silent queue would take longer


@contextlib.contextmanager
def frozen(store: Redis | Postgres) -> Iterator[None]:
    """Stop every process of a store, as if its machine hung, and let it go on afterwards."""
    assert store.process
    pids = [store.process.pid]
    with contextlib.suppress(OSError):
        pids += [int(pid) for pid in children(store.process.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.redis
def test_a_queue_that_freezes_under_a_running_worker_delays_no_alert(
    tmp_path: Path, push: PushService
) -> None:
    all_roles = ("web", "worker", "relay", "beat")
    with (
        Redis() as store,
        lived_in(tmp_path, push, *all_roles, REDIS_URL=store.url) as (home, ada),
    ):
        home.sync_until_kept(ada, entry("pain", level=3))
        sent = entry()
        with frozen(store):
            began = time.monotonic()
            status, _ = home.sync(ada, sent)
            took_s = time.monotonic() - began

            assert status == 200
            assert took_s < SOON_S
            assert_nothing_lost(home, ada, sent, push=1)
        again = entry("pain", level=4)
        assert home.sync_until_kept(ada, again)["results"][0]["status"] == "applied"
        assert not any(home.is_over(role) for role in home.running)


@pytest.mark.postgres
def test_a_database_that_freezes_is_waited_for_and_nothing_is_promised_before(
    tmp_path: Path, push: PushService
) -> None:
    with (
        Postgres() as store,
        lived_in(tmp_path, push, DATABASE_URL=store.url) as (home, ada),
    ):
        home.sync_until_kept(ada, entry("pain", level=3))
        sent, told = entry(), list[tuple[int, Any]]()
        with frozen(store):
            waiting = threading.Thread(
                target=lambda: told.append(home.sync(ada, sent)), daemon=True
            )
            waiting.start()
            waiting.join(3.0)

            assert told == []  # no word of "kept" before it is
            assert home.ask("GET", "/healthz/live")[0] == 200
        waiting.join(40)

        assert told
        assert told[0][0] in (200, 503)
        home.sync_until_kept(ada, sent)
        assert_nothing_lost(home, ada, sent, push=1)
        assert not any(home.is_over(role) for role in home.running)
