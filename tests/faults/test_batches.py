"""One batch again, in any order, eight at once, from two phones: a real server, one truth."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import servers
from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household, roles
from tests.faults.lasting import newcomer
from tests.faults.test_kill_points import entry, urgent_of
from tests.push_service import PushService

pytestmark = pytest.mark.processes
AT_ONCE = 8
BIG = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])


@pytest.fixture(scope="module", params=["sqlite", BIG])
def busy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A house whose web server has two processes."""
    with contextlib.ExitStack() as stack:
        on = {}
        if request.param == "postgres":
            on["DATABASE_URL"] = stack.enter_context(servers.postgres())
        push = stack.enter_context(PushService())
        home = Household(tmp_path_factory.mktemp("busy"), push=push, mortal=False, **on)
        stack.callback(home.close)
        home.roles |= {"web": roles(home.port, on_redis=False, web_workers=2)["web"]}
        home.welcome([])
        home.begin("web", "relay")
        wait_until("the web server", home.is_serving)
        yield home


@pytest.fixture
def ada(busy: Household) -> Athlete:
    return newcomer(busy)


def own(home: Household, table: str, who: Athlete) -> int:
    """Return how many rows of a table are somebody's."""
    ((found,),) = rows.ask(home, f"SELECT count(*) FROM {table} WHERE athlete_id = ?", who.id)
    return int(found)


def side_by_side(home: Household, who: Athlete, batches: Sequence[Sequence[Any]]) -> list[Any]:
    """Send batches, eight at once, each until it is kept; return the answers."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda batch: home.sync_until_kept(who, *batch), batches))


def days_back(count: int, *, seed: int) -> list[dict[str, Any]]:
    """Return entries of several days, a sign of danger among them."""
    chance, now = random.Random(seed), datetime.now(UTC)
    made = [
        entry("pain", level=chance.randint(0, 7))
        | {"day": (now.date() - timedelta(days=chance.randrange(5))).isoformat()}
        for _ in range(count)
    ]
    return [*made, entry()]


def test_a_batch_eight_times_at_once_is_kept_once(busy: Household, ada: Athlete) -> None:
    batch = days_back(30, seed=1)

    answers = side_by_side(busy, ada, [batch] * AT_ONCE)

    assert sum("applied" in str(one["results"]) for one in answers) == 1
    assert len({frozenset(urgent_of(one)) for one in answers}) == 1
    assert own(busy, "tracker_entry", ada) == len(batch)
    assert own(busy, "alerts_alert", ada) == len(answers[0]["alerts"]) >= 1
    steps = "SELECT count(*) FROM alerts_delivery WHERE athlete_id = ? AND step = 1"
    assert rows.ask(busy, steps, ada.id) == [(1,)]
    assert busy.manage("invariants") == ""


def test_batches_that_overlap_in_any_order_end_in_one_state(busy: Household, ada: Athlete) -> None:
    whole, chance = days_back(24, seed=2), random.Random(3)
    parts = [whole[at : at + 10] for at in range(0, 20, 5)] + [whole[18:]]
    sent = parts + parts[::-1] + [chance.sample(part, len(part)) for part in parts]

    side_by_side(busy, ada, sent)

    again = busy.sync_until_kept(ada, *whole)
    assert {one["status"] for one in again["results"]} == {"unchanged"}
    assert own(busy, "tracker_entry", ada) == len(whole)
    assert {one["id"] for one in again["entries"]} == {one["id"] for one in whole}
    assert busy.manage("invariants") == ""


def test_two_phones_that_edited_one_entry_offline_agree(busy: Household, ada: Athlete) -> None:
    # a while ago: what is edited ahead of the server's clock counts from when it arrived
    began = datetime.now(UTC) - timedelta(minutes=1)
    first = entry("pain", level=2) | {"edited_at": began.isoformat()}
    busy.sync_until_kept(ada, first)
    edits = [
        first | {"level": level, "edited_at": (began + timedelta(milliseconds=level)).isoformat()}
        for level in range(3, 3 + AT_ONCE)
    ]
    side_by_side(busy, ada, [[edit] for edit in reversed(edits)])

    told = [busy.sync_until_kept(ada, edit)["entries"] for edit in edits]

    assert all(one == told[0] for one in told)
    assert [one["level"] for one in told[0]] == [edits[-1]["level"]]
    assert own(busy, "tracker_entry", ada) == 1
    assert busy.manage("invariants") == ""


def test_one_id_with_two_bodies_stands_once_and_both_phones_hear_which(
    busy: Household, ada: Athlete
) -> None:
    one = entry("pain", level=4)
    other = entry("sitting", hours=3) | {"id": one["id"], "edited_at": one["edited_at"]}
    side_by_side(busy, ada, [[one], [other]])

    told = [busy.sync_until_kept(ada, sent)["entries"] for sent in (one, other)]

    assert told[0] == told[1]
    assert len(told[0]) == own(busy, "tracker_entry", ada) == 1
    assert busy.manage("invariants") == ""
