"""Two hours without the clock, or without anybody who sends: afterwards each is told once, soon."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import servers
from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household, lived_in
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import entry, urgent_of
from tests.push_service import PushService

pytestmark = pytest.mark.processes
ON_TIME_S = 60.0  # RELIABILITY: escalation on time, give or take a minute
OPERATOR = "operator@cast.test"
TWO_HOURS = timedelta(hours=2, seconds=5)
WAITING = "SELECT count(*) FROM alerts_delivery WHERE state = 'due' AND step < 6"
UNWATCHED = "SELECT count(*) FROM tracker_day WHERE NOT watched"


@contextlib.contextmanager
def raised(
    folder: Path, mail: Mailbox, **environ: str
) -> Iterator[tuple[Household, Athlete, set[str]]]:
    """A house with only web running, and Ada who logged a sign of danger: its urgent alerts."""
    told = {"EMAIL_URL": mail.url, "OPERATOR_EMAILS": OPERATOR} | environ
    with PushService() as push, lived_in(folder, push, "web", **told) as (home, ada):
        yield home, ada, urgent_of(home.sync_until_kept(ada, entry()))


def letters_to(mail: Mailbox, word: str) -> int:
    return sum(word in to for to, _ in mail.letters)


def everybody_hears_once(home: Household, ada: Athlete, mail: Mailbox, alerts: set[str]) -> None:
    """Each way out is used once, the louder step for all before it, and nothing is closed."""
    began = time.monotonic()
    wait_until("the ladder's end", lambda: rows.ask(home, WAITING) == [(0,)], longest_s=ON_TIME_S)

    assert time.monotonic() - began < ON_TIME_S
    assert len(home.push.messages) == 1
    assert set(home.push.messages[0].payload["alerts"]) >= alerts
    assert (letters_to(mail, "ada"), letters_to(mail, OPERATOR)) == (1, 1)
    status, answer = home.ask("GET", "/api/v1/alerts?state=open", token=ada.token)
    assert status == 200
    assert alerts <= {one["id"] for one in answer["results"]}
    wait_until("the watch", lambda: rows.ask(home, UNWATCHED) == [(0,)], longest_s=90)
    assert home.manage("invariants") == ""


def test_a_worker_with_its_clock_comes_back_after_two_hours(tmp_path: Path, mail: Mailbox) -> None:
    with raised(tmp_path, mail) as (home, ada, alerts):
        rows.let_pass(home, TWO_HOURS)
        home.begin("worker")

        everybody_hears_once(home, ada, mail, alerts)


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.redis
def test_beat_comes_back_after_two_hours_on_postgresql_and_redis(
    tmp_path: Path, mail: Mailbox
) -> None:
    with servers.postgres() as database, servers.redis() as redis:
        on = {"DATABASE_URL": database, "REDIS_URL": redis}
        with raised(tmp_path, mail, **on) as (home, ada, alerts):
            rows.let_pass(home, TWO_HOURS)
            home.begin("worker", "beat")

            everybody_hears_once(home, ada, mail, alerts)


@pytest.mark.long
def test_the_relay_climbs_the_ladder_on_time_without_beat_or_worker(
    tmp_path: Path, mail: Mailbox
) -> None:
    with raised(tmp_path, mail) as (home, ada, alerts):
        home.begin("relay")
        seen = []
        for minutes in (0, 2, 10, 30, 120):  # after the alert
            rows.grow_old(home, timedelta(minutes=minutes, seconds=1))
            wait_until("what is due", lambda: nothing_due(home), longest_s=ON_TIME_S)
            seen.append(
                (len(home.push.messages), letters_to(mail, "ada"), letters_to(mail, OPERATOR))
            )

        assert seen == [(1, 0, 0), (2, 0, 0), (2, 1, 0), (3, 2, 0), (3, 2, 1)]
        assert ada.device
        assert all(alerts <= set(one.payload["alerts"]) for one in home.push.messages)
        assert home.manage("invariants") == ""


def nothing_due(home: Household) -> bool:
    """Say whether all that is due by now is done."""
    held = rows.ask(home, "SELECT due_at FROM alerts_delivery WHERE state = 'due'")
    return all(rows.moment(due) > datetime.now(UTC) for (due,) in held)
