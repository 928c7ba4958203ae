"""SIGTERM in the middle of something: it is finished or comes again, and nothing is lost."""

from __future__ import annotations

import contextlib
import http.client
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
HELD = "SELECT count(*) FROM alerts_delivery WHERE leased_until IS NOT NULL"


@pytest.fixture
def home(tmp_path: Path, push: PushService) -> Iterator[Household]:
    with Household(tmp_path, push=push, mortal=False) as made:
        yield made


def test_a_web_server_told_to_end_while_it_writes_keeps_its_word(
    home: Household, ada: Athlete
) -> None:
    sent, told = entry(), []
    holder = sqlite3.connect(rows.database(home), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # the write in the middle waits for this one

    def send() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            told.append(home.sync(ada, sent))

    sender = threading.Thread(target=send)
    sender.start()
    wait_until("the request", lambda: is_connected(home))

    home.running["web"].terminate()
    holder.execute("ROLLBACK")
    holder.close()
    sender.join(30)
    code = home.running["web"].wait(40)

    assert code in (0, -15)
    if told:  # whoever was answered "kept" finds it there
        assert told[0][0] in (200, 503)
    kept = rows.count(home, "tracker_entry")
    assert kept == 1 if told and told[0][0] == 200 else kept in (0, 1)
    home.end("web")
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    home.sync_until_kept(ada, sent)
    assert_nothing_lost(home, ada, sent, push=1)


def is_connected(home: Household) -> bool:
    """Say whether somebody's request has reached the web server: an open connection to its port."""
    port = f":{home.port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return any(line.split()[1].endswith(port) and line.split()[3] == "01" for line in lines)


@pytest.mark.long
@pytest.mark.parametrize("role", ["relay", "worker"])
def test_a_sender_told_to_end_while_it_sends_leaves_a_row_that_comes_again(
    home: Household, ada: Athlete, role: str
) -> None:
    home.push.manner = "hang"
    home.begin(role)
    sent = entry()
    home.sync_until_kept(ada, sent)
    wait_until("the sending", lambda: home.push.requests, longest_s=60)

    home.running[role].terminate()
    home.running[role].wait(60)

    assert rows.ask(home, HELD) == [(0,)]  # no lease is left to wait for
    assert home.deliveries()[0]["state"] == "due"
    home.push.manner = "plain"
    home.end(role)
    home.begin(role)
    assert_nothing_lost(home, ada, sent, push=1)


@pytest.mark.long
def test_all_told_to_end_at_once_in_the_middle_of_work_come_back_whole(
    home: Household, ada: Athlete
) -> None:
    home.begin("worker", "relay", "auditor")
    kept: list[dict[str, Any]] = []
    ended = threading.Event()

    def log() -> None:
        while not ended.is_set():
            sent = entry("pain", level=3)
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                if home.sync(ada, sent)[0] == 200:
                    kept.append(sent)

    logger = threading.Thread(target=log)
    logger.start()
    wait_until("some entries", lambda: len(kept) > 20)
    for role in ("worker", "relay", "auditor", "web"):
        home.running[role].terminate()
    codes = {role: home.running[role].wait(60) for role in list(home.running)}
    ended.set()
    logger.join(30)
    for role in list(home.running):
        home.end(role)

    assert set(codes.values()) <= {0, -15}, codes
    assert rows.count(home, "tracker_entry") >= len(kept)
    home.begin()
    wait_until("the web server", home.is_serving)
    again = home.sync_until_kept(ada, *kept[-100:])
    assert {one["status"] for one in again["results"]} == {"unchanged"}
    sent = entry()
    home.sync_until_kept(ada, sent)
    assert_nothing_lost(home, ada, sent, push=1)
