"""PostgreSQL restored from a backup as the runbook says: phones send what the backup lacks."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.stores import Postgres
from tests.faults.test_kill_points import assert_nothing_lost, entry, urgent_of
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.postgres, pytest.mark.long]

AWAY = "ALTER DATABASE thighcare RENAME TO before_restore"
IN_PLACE = "ALTER DATABASE restored RENAME TO thighcare"
RUNBOOK = Path(__file__).resolve().parents[2] / "deploy" / "RUNBOOK.md"


@pytest.fixture
def store() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, push: PushService, store: Postgres) -> Iterator[Household]:
    with Household(tmp_path, push=push, mortal=False, DATABASE_URL=store.url) as made:
        yield made


def restore(store: Postgres, dump: str) -> None:
    """Do as the runbook says: into a database beside the other, which then takes its place."""
    own = ["-h", "127.0.0.1", "-p", str(store.port), "-U", "thighcare"]
    call("createdb", *own, "restored")
    call("pg_restore", *own, "-d", "restored", "--exit-on-error", dump)
    call("psql", *own, "-d", "postgres", "-c", AWAY, "-c", IN_PLACE)


def call(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs."""
    programs = servers.postgres_programs()
    assert programs
    done = subprocess.run(
        [programs / program, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_a_dump_and_a_restore_lose_no_more_than_phones_send_again(
    home: Household, ada: Athlete, store: Postgres, tmp_path: Path
) -> None:
    early, dump = entry("pain", level=4), str(tmp_path / "thighcare.dump")
    before = home.sync_until_kept(ada, early)
    call("pg_dump", "-Fc", "-f", dump, store.url)
    late = entry()
    lost = home.sync_until_kept(ada, late)
    home.end("web")

    restore(store, dump)
    home.manage("new_epoch")
    home.manage("migrate", "--check")
    assert rows.count(home, "alerts_alert") == 0
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    ahead = {"cursor": lost["cursor"], "entries": []}  # of a server that was further than this one
    status, told = home.ask("POST", "/api/v1/sync", ahead, token=ada.token)
    again = home.sync_until_kept(ada, early, late)  # a new epoch makes phones send their last days

    assert status == 200
    assert told["epoch"] == again["epoch"] != before["epoch"]
    assert [one["id"] for one in told["entries"]] == [
        early["id"]
    ]  # all that it has, from the start
    assert [one["status"] for one in again["results"]] == ["unchanged", "applied"]
    assert len(urgent_of(again)) == len(urgent_of(lost)) >= 1
    assert_nothing_lost(home, ada, late, push=1)


def test_a_restore_to_before_an_alert_was_answered_asks_again_and_loses_no_alert(
    home: Household, ada: Athlete, store: Postgres, tmp_path: Path
) -> None:
    sent, dump = entry(), str(tmp_path / "thighcare.dump")
    raised = urgent_of(home.sync_until_kept(ada, sent))
    call("pg_dump", "-Fc", "-f", dump, store.url)
    for key in raised:
        body = {"outcome": "seeking_care"}
        assert (
            home.ask("POST", f"/api/v1/alerts/{key}/acknowledge", body, token=ada.token)[0] == 200
        )
    home.end("web")

    restore(store, dump)
    home.manage("new_epoch")
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)

    assert urgent_of(home.sync_until_kept(ada, sent)) == raised
    assert_nothing_lost(home, ada, sent, push=1)


def test_the_runbook_restores_as_it_is_tried_here() -> None:
    text = RUNBOOK.read_text()
    steps = ("createdb -U thighcare restored", "-d restored --exit-on-error", AWAY, IN_PLACE)

    places = [text.find(step) for step in steps]

    assert -1 not in places
    assert places == sorted(places)
