"""A deploy: what is new already and what is old still work beside each other for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household, lived_in, roles
from tests.faults.stores import Postgres, Redis
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService
from tests.servers import free_port

pytestmark = pytest.mark.processes
# What the web of tomorrow may publish: more arguments, a task and a queue nobody here has.
OF_TOMORROW = """
from thighcare.celery import app
me = int(sys.argv[1])
app.send_task("alerts.tasks.send", ([me],), {"why": "new"}, queue="alerts")
app.send_task("alerts.tasks.ring", ([me],), {"lane": {"name": "x"}}, queue="watch")
app.send_task("alerts.tasks.of_tomorrow", ([me],), queue="alerts")
app.send_task("alerts.tasks.send", (me, "another shape"), queue="alerts")
app.send_task("alerts.tasks.send", ([me + 1000],), queue="alerts")
print("null")
"""
NEW_COLUMNS = (
    "ALTER TABLE alerts_alert ADD COLUMN tomorrow varchar(10) NOT NULL DEFAULT ''",
    "ALTER TABLE alerts_delivery ADD COLUMN tomorrow integer NOT NULL DEFAULT 0",
    "ALTER TABLE alerts_pushsubscription ADD COLUMN tomorrow varchar(10) NULL",
    "ALTER TABLE tracker_entry ADD COLUMN tomorrow varchar(10) NULL",
    "ALTER TABLE tracker_day ADD COLUMN tomorrow integer NOT NULL DEFAULT 0",
    "ALTER TABLE tracker_snapshot ADD COLUMN tomorrow integer NOT NULL DEFAULT 0",
    "ALTER TABLE triage_assessment ADD COLUMN tomorrow varchar(10) NULL",
    "CREATE TABLE alerts_of_tomorrow (id integer PRIMARY KEY)",
)
BIG = pytest.param("servers", marks=[pytest.mark.postgres, pytest.mark.redis, pytest.mark.long])


@contextlib.contextmanager
def house_on(stores: str, folder: Path) -> Iterator[tuple[Household, Athlete]]:
    """A house whose web serves, and Ada."""
    with contextlib.ExitStack() as stack:
        environ = {}
        if stores == "servers":
            environ["DATABASE_URL"] = stack.enter_context(Postgres()).url
            environ["REDIS_URL"] = stack.enter_context(Redis()).url
        push = stack.enter_context(PushService())
        yield stack.enter_context(lived_in(folder, push, "web", **environ))


@pytest.mark.parametrize("stores", ["files", BIG])
def test_an_old_worker_lives_on_what_a_new_web_publishes(tmp_path: Path, stores: str) -> None:
    with house_on(stores, tmp_path) as (home, ada):
        home.ask_rows(OF_TOMORROW, str(ada.id))
        home.begin("worker")  # alone: it must get through all of that to send

        sent = entry()
        home.sync_until_kept(ada, sent)

        assert_nothing_lost(home, ada, sent, push=1)
        assert not home.is_over("worker")


@pytest.mark.long
@pytest.mark.parametrize("stores", ["files", BIG])
def test_old_processes_serve_on_a_database_that_was_migrated_already(
    tmp_path: Path, stores: str
) -> None:
    with house_on(stores, tmp_path) as (home, ada):
        home.begin("relay", "worker")
        before = entry("pain", level=2)
        home.sync_until_kept(ada, before)

        for statement in NEW_COLUMNS:  # beside processes that are running
            rows.ask(home, statement)

        edited = before | {"level": 5, "edited_at": entry()["edited_at"]}
        answer = home.sync_until_kept(ada, edited, entry("sitting", hours=2))
        assert [one["status"] for one in answer["results"]] == ["applied", "applied"]
        sent = entry()
        home.sync_until_kept(ada, sent)
        assert_nothing_lost(home, ada, sent, push=1)
        assert not any(home.is_over(role) for role in ("web", "relay", "worker"))


@pytest.mark.long
def test_two_webs_one_after_the_other_on_one_database_lose_nothing(tmp_path: Path) -> None:
    with lived_in(tmp_path, "files") as (home, ada):
        sent = entry("pain", level=4)
        home.sync_until_kept(ada, sent)
        old_port = home.port
        home.port = free_port()  # the new web is up before the old one goes
        home.roles |= {"new web": roles(home.port, on_redis=False)["web"]}
        home.begin("new web", "relay")
        wait_until("the new web server", home.is_serving)
        flag, new_port = entry(), home.port
        told = []
        for port in (old_port, new_port, old_port, new_port):
            home.port = port
            told.append(home.sync_until_kept(ada, sent, flag)["results"])
        home.end("web")

        assert [one["status"] for one in told[0]] == ["unchanged", "applied"]
        assert {one["status"] for answer in told[1:] for one in answer} == {"unchanged"}
        assert_nothing_lost(home, ada, flag, push=1)
