"""Dead at the worst moments, each at a named point: entry kept, alert delivered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mortal import POINTS
from tests.push_service import PushService

pytestmark = pytest.mark.processes


@pytest.fixture
def home(tmp_path: Path, push: PushService) -> Iterator[Household]:
    with Household(tmp_path, push=push) as made:
        yield made


@pytest.fixture
def ada(home: Household) -> Athlete:
    return home.welcome(["ada"])[0]


def entry(kind: str = "symptom", **fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    told = fields or {"finding": "saddle_numb", "value": True}
    made = {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat()}
    return made | {"edited_at": now.isoformat()} | told


def urgent_of(answer: dict[str, Any]) -> set[str]:
    urgent = ("emergency_now", "same_day")
    return {alert["id"] for alert in answer["alerts"] if alert["urgency"] in urgent}


def assert_nothing_lost(home: Household, ada: Athlete, sent: dict[str, Any], push: int) -> None:
    """The entry stands once, the alert was pushed, at most `push` times, and all is consistent."""
    assert ada.device
    message = home.push.wait_for(ada.device, longest_s=40)
    answer = home.sync_until_kept(ada, sent)
    assert answer["results"][0]["status"] == "unchanged"
    assert set(message.payload["alerts"]) >= urgent_of(answer) != set()
    wait_until("the mark", lambda: home.deliveries()[0]["state"] == "done")
    assert 1 <= len(home.push.messages) <= push
    assert home.manage("invariants") == ""


@pytest.mark.parametrize(
    "point",
    [
        "before-commit",
        "after-commit",
        pytest.param("before-publish", marks=pytest.mark.long),
        pytest.param("in-bell", marks=pytest.mark.long),
    ],
)
def test_web_killed(home: Household, ada: Athlete, point: str) -> None:
    home.begin("web", dies=f"{point}=1")
    wait_until("the web server", home.is_serving)
    home.begin("relay")
    sent = entry()

    home.sync_until_kept(ada, sent)  # granian starts another worker in the dead one's place

    wait_until("the death", lambda: home.deaths() == [point])
    assert_nothing_lost(home, ada, sent, push=1)


@pytest.mark.parametrize(
    ("point", "pushes"),
    [
        pytest.param("after-lease", 1, marks=pytest.mark.long),
        pytest.param("after-post", 2, marks=pytest.mark.long),
        pytest.param("after-send", 1, marks=pytest.mark.long),
    ],
)
def test_relay_killed(home: Household, ada: Athlete, point: str, pushes: int) -> None:
    home.begin("web")
    wait_until("the web server", home.is_serving)
    sent = entry()
    home.sync_until_kept(ada, sent)
    home.begin("relay", dies=f"{point}=1")
    wait_until("the death", lambda: home.is_over("relay"))

    home.end("relay")
    home.begin("relay")

    assert home.deaths() == [point]
    assert_nothing_lost(home, ada, sent, push=pushes)
    assert home.deliveries()[0]["attempts"] == 2


def test_relay_killed_after_the_phone_showed_it(home: Household, ada: Athlete) -> None:
    assert ada.device
    home.begin("web")
    wait_until("the web server", home.is_serving)
    sent = entry()
    home.sync_until_kept(ada, sent)
    home.begin("relay", dies="after-post=1")
    wait_until("the death", lambda: home.is_over("relay"))
    token = home.push.wait_for(ada.device).payload["token"]
    home.ask("POST", "/api/v1/push/receipts", {"token": token, "event": "displayed"})

    home.end("relay")
    home.begin("relay")

    assert home.deaths() == ["after-post"]
    assert_nothing_lost(home, ada, sent, push=1)
    assert home.deliveries()[0]["last_answer"] == "accepted-before"


WATCHED = """
from tracker.models import Day
print(json.dumps(Day.objects.filter(watched=False).count()))
"""


@pytest.mark.long
def test_worker_killed_in_the_middle_of_a_watch(home: Household, ada: Athlete) -> None:
    home.begin("worker", dies="mid-watch=1")
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    sent = entry()
    home.sync_until_kept(ada, sent)
    wait_until("the death", lambda: "mid-watch" in home.deaths())

    home.end("worker")
    home.begin("worker")
    again = home.sync_until_kept(ada, entry("pain", level=3))  # another bell, the same day

    assert again["results"][0]["status"] == "applied"
    wait_until("the watch", lambda: home.ask_rows(WATCHED) == 0)
    assert_nothing_lost(home, ada, sent, push=1)


RISING = """
import datetime as dt
from accounts.models import User
from tracker.services import record_entries
import uuid
levels = [2, 3, 2, 2, 3, 2, 3] * 5 + [6, 6, 6, 6]
now = dt.datetime.now(dt.UTC)
for user in User.objects.select_related("profile"):
    record_entries(athlete=user, cursor=None, now=now, allow_history=True, entries=[
        {"id": str(uuid.uuid4()), "kind": "pain", "level": level, "edited_at": now.isoformat(),
         "day": (now.date() - dt.timedelta(days=len(levels) - 1 - at)).isoformat()}
        for at, level in enumerate(levels)])
print("null")
"""
SCAN = """
import alerts.jobs, alerts.nightly, datetime as dt
from django.utils import timezone
alerts.jobs.LEASE = dt.timedelta(seconds=1)
report = alerts.nightly.scan_tonight(now=timezone.now(), chunk=1)
print(json.dumps(report and [report.athletes, report.alerts]))
"""
TOLD = """
from alerts.models import Alert, JobRun
run = JobRun.objects.get(job="scan")
done = run.done_at is not None
print(json.dumps([Alert.objects.count(), run.seen, run.made, run.attempts, done]))
"""


def test_a_scan_killed_between_chunks_goes_on_and_tells_everybody_once(home: Household) -> None:
    home.welcome(["ada", "ben", "cleo", "dora"])
    home.ask_rows(RISING)
    home.environ["MORTAL"] = "mid-scan=2"
    home.run("import django, json\ndjango.setup()\n" + SCAN, dies=True)
    home.environ["MORTAL"] = ""

    wait_until("the lease's end", lambda: home.ask_rows(SCAN) == [2, 2])

    assert home.ask_rows(TOLD) == [4, 4, 4, 2, True]
    assert home.ask_rows(SCAN) is None


@pytest.mark.long
def test_two_scans_at_once_tell_everybody_once(home: Household) -> None:
    home.welcome(["ada", "ben", "cleo"])
    home.ask_rows(RISING)
    scans = [
        home.start(
            "-c", "import django, json\ndjango.setup()\n" + SCAN.replace("seconds=1", "seconds=60")
        )
        for _ in range(2)
    ]

    assert [scan.wait(60) for scan in scans] == [0, 0]
    assert home.ask_rows(TOLD) == [3, 3, 3, 1, True]


def test_every_point_is_where_mortal_looks_for_it(home: Household) -> None:
    home.environ["MORTAL"] = ",".join(f"{point}=1" for point in POINTS)

    assert home.ask_rows('print("true")') is True
    assert home.deaths() == []


def test_without_being_named_nobody_is_mortal() -> None:
    from django.conf import settings

    assert not [app for app in settings.INSTALLED_APPS if "mortal" in app]
