"""SQLite locked, disk full, mail down, a backup restored: the embedded product keeps its word."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import assert_nothing_lost, entry, urgent_of
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.long]


@pytest.fixture
def home(tmp_path: Path, push: PushService, mail: Mailbox) -> Iterator[Household]:
    with Household(tmp_path, push=push, mortal=False, EMAIL_URL=mail.url) as made:
        yield made


@pytest.fixture
def ada(home: Household) -> Athlete:
    (made,) = home.welcome(["ada"])
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    return made


def database(home: Household) -> Path:
    return Path(home.environ["VAR_DIR"], "thighcare.sqlite3")


def test_a_long_writer_makes_the_others_wait_and_lose_nothing(
    home: Household, ada: Athlete
) -> None:
    holder = sqlite3.connect(database(home), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    sent = entry()
    began = time.monotonic()
    status, answer = home.sync(ada, sent)
    waited_s = time.monotonic() - began
    holder.execute("ROLLBACK")
    holder.close()

    assert (status, answer["code"]) == (503, "busy")
    assert waited_s > 5
    home.sync_until_kept(ada, sent)
    assert_nothing_lost(home, ada, sent, push=1)


def test_a_full_disk_accepts_nothing_and_says_so(home: Household, ada: Athlete) -> None:
    home.sync_until_kept(ada, entry("pain", level=4))
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in home.members("web")}
    for pid in limits:  # no file may grow any more: what a full disk does to a writer
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    sent = entry()

    status, _ = home.sync(ada, sent)

    assert status in (500, 503)
    for pid, limit in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    assert home.sync_until_kept(ada, sent)["results"][0]["status"] == "applied"
    assert_nothing_lost(home, ada, sent, push=1)


def letters_to(mail: Mailbox, name: str) -> list[str]:
    return [text for to, text in mail.letters if name in to]


@pytest.mark.parametrize("trouble", ["down", "busy", "slow"])
def test_a_letter_waits_for_the_mail_server_and_comes(
    home: Household, mail: Mailbox, trouble: str
) -> None:
    (bob,) = home.welcome(["bob"], without_device=("bob",))
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    if trouble == "down":
        mail.shut()
    else:
        mail.manner = trouble
    home.sync_until_kept(bob, entry())
    wait_until(
        "a try", lambda: any(row["attempts"] and row["step"] == 3 for row in home.deliveries())
    )
    assert letters_to(mail, "bob") == []

    if trouble == "down":
        mail.open()
    mail.manner = "plain"

    wait_until("the letter", lambda: letters_to(mail, "bob"))
    (letter,) = letters_to(mail, "bob")
    assert "saddle" not in letter
    assert home.manage("invariants") == ""


def test_a_restore_that_lost_the_last_minutes_gets_them_back_from_the_phone(
    home: Household, ada: Athlete
) -> None:
    early = entry("pain", level=4)
    before = home.sync_until_kept(ada, early)
    for role in ("web", "relay"):
        home.end(role)
    backup = database(home).with_suffix(".backup")
    with sqlite3.connect(database(home)) as live, sqlite3.connect(backup) as copy:
        live.backup(copy)
    home.begin("web")
    wait_until("the web server", home.is_serving)
    late = entry()
    lost = home.sync_until_kept(ada, late)
    home.end("web")
    for rest in database(home).parent.glob("thighcare.sqlite3*"):
        rest.unlink()
    shutil.copy(backup, database(home))

    home.manage("new_epoch")
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    again = home.sync_until_kept(ada, early, late)  # a new epoch makes phones send their last days

    assert again["epoch"] != before["epoch"]
    assert [one["status"] for one in again["results"]] == ["unchanged", "applied"]
    assert len(urgent_of(again)) == len(urgent_of(lost)) >= 1
    assert_nothing_lost(home, ada, late, push=1)
