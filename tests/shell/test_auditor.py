"""The auditor: silent while every flag has its alert and every alert its delivery, else red."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client

from alerts import auditor, deadman
from alerts.models import Alert, Delivery, JobRun
from tests.cast import Api, entry
from tracker.models import Day, Entry, Snapshot


@pytest.fixture
def red(ada_api: Api) -> Api:
    """Ada has logged a danger sign."""
    ada_api.sync(entry("pain", level=4), entry("symptom", finding="saddle_numb", value=True))
    return ada_api


def now() -> datetime:
    return datetime.now(UTC)


def health() -> tuple[int, str]:
    answer = Client().get("/healthz/alerts")
    return answer.status_code, answer.json()["status"]


def test_a_red_flag_that_is_on_its_way_is_no_finding(red: Api) -> None:
    assert auditor.audit(now=now()) == 0
    assert health() == (200, "ok")


def test_nobody_there_is_no_finding() -> None:
    assert auditor.audit(now=now()) == 0


def test_a_flag_without_its_alert_is_found(red: Api, caplog: pytest.LogCaptureFixture) -> None:
    Alert.objects.all().delete()

    assert auditor.audit(now=now()) == 1
    assert health() == (503, "inconsistent")
    assert "saddle" not in caplog.text


def test_a_flag_of_long_ago_is_not_the_auditors_matter(red: Api) -> None:
    Alert.objects.all().delete()
    Delivery.objects.all().delete()

    assert auditor.audit(now=now() + auditor.REACH + timedelta(minutes=1)) == 0


@pytest.mark.parametrize("left", ["nothing", "dropped"])
def test_an_open_alert_without_a_delivery_is_found(red: Api, left: str) -> None:
    if left == "nothing":
        Delivery.objects.all().delete()
    else:
        Delivery.objects.update(state="dropped")

    assert auditor.audit(now=now()) == Alert.objects.filter(state="open").count() > 0


@pytest.mark.parametrize("held", ["leased", "done"])
def test_a_delivery_leased_or_done_is_enough(red: Api, held: str) -> None:
    Delivery.objects.exclude(step=1).delete()
    if held == "leased":
        Delivery.objects.update(leased_until=now() + timedelta(seconds=30))
    else:
        Delivery.objects.update(state="done", accepted_at=now())

    assert auditor.audit(now=now()) == 0


@pytest.mark.parametrize(("age_s", "word"), [(25, "ok"), (40, "late")])
def test_health_turns_red_past_thirty_seconds(red: Api, age_s: int, word: str) -> None:
    auditor.audit(now=now())
    Delivery.objects.filter(step=1).update(due_at=now() - timedelta(seconds=age_s))

    assert health()[1] == word


def test_a_lesser_delivery_that_is_late_keeps_health_green(red: Api) -> None:
    auditor.audit(now=now())
    Delivery.objects.update(urgent=False, due_at=now() - timedelta(minutes=4))

    assert health() == (200, "ok")


def test_an_auditor_never_heard_of_is_red() -> None:
    assert health() == (503, "unaudited")


@pytest.mark.parametrize(("minutes", "word"), [(2, "ok"), (4, "unaudited")])
def test_an_auditor_that_fell_silent_is_red(minutes: int, word: str) -> None:
    auditor.audit(now=now())
    JobRun.objects.update(done_at=now() - timedelta(minutes=minutes))

    assert health()[1] == word


def test_two_auditors_share_a_minute() -> None:
    moment = now()

    assert auditor.audit(now=moment) == 0
    assert auditor.audit(now=moment) is None
    assert auditor.audit(now=moment + timedelta(minutes=1)) == 0


@pytest.mark.parametrize("page", ["ready", "alerts"])
def test_a_database_that_is_away_is_told_and_not_an_error_page(page: str) -> None:
    with mock.patch.object(connection, "cursor", side_effect=DatabaseError):
        answer = Client().get(f"/healthz/{page}")
        alive = Client().get("/healthz/live")

    assert (answer.status_code, answer.json()["status"]) == (503, "no-store")
    assert alive.status_code == 200


def spoil_window() -> None:
    Snapshot.objects.update(pain=bytes([1]) * 56)


def spoil_day() -> None:
    Day.objects.update(folded={"pain_worst": 9})


def lose_entry() -> None:
    Entry.objects.filter(kind="pain").delete()


def lose_snapshot() -> None:
    Snapshot.objects.all().delete()


def go_ahead() -> None:
    Snapshot.objects.update(revision=99)


def lose_alert() -> None:
    Alert.objects.all().delete()


@pytest.mark.parametrize(
    "spoil", [spoil_window, spoil_day, lose_entry, lose_snapshot, go_ahead, lose_alert]
)
def test_invariants_name_what_does_not_follow_from_the_entries(
    red: Api, spoil: Callable[[], None]
) -> None:
    spoil()
    told = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("invariants", stdout=told)

    assert ended.value.code == 1
    assert told.getvalue().strip()
    assert "pain" not in told.getvalue()


def test_invariants_are_silent_after_edits_deletions_and_moves(red: Api) -> None:
    first = entry("pain", level=7)
    sitting = entry("sitting", hours=6.5)
    red.sync(first, sitting, entry("activity", activity="run", minutes=30, rpe=5))
    later = {"edited_at": now().isoformat()}
    earlier_day = (now().date() - timedelta(days=2)).isoformat()
    red.sync(first | later | {"deleted": True}, sitting | later | {"day": earlier_day})
    told = io.StringIO()

    call_command("invariants", stdout=told)

    assert told.getvalue() == ""


class Watcher(BaseHTTPRequestHandler):
    """Hears calls; answers as it is told."""

    calls: list[str] = []
    status = 200

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def watcher(settings: object) -> Iterator[type[Watcher]]:
    Watcher.calls, Watcher.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Watcher)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    settings.DEADMAN_URL = f"http://127.0.0.1:{server.server_port}/beat"
    yield Watcher
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_the_watcher_is_called_while_all_is_well(red: Api, watcher: type[Watcher]) -> None:
    call_command("auditor", "--once")

    assert watcher.calls == ["/beat"]


def test_the_watcher_hears_nothing_when_something_is_wrong(
    red: Api, watcher: type[Watcher]
) -> None:
    Delivery.objects.all().delete()

    call_command("auditor", "--once")

    assert watcher.calls == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_watcher_that_did_not_hear_is_told_and_never_followed(
    settings: object, watcher: type[Watcher], status: int
) -> None:
    watcher.status = status

    assert deadman.ping(settings.DEADMAN_URL) is False
    assert watcher.calls == ["/beat"]


def test_a_watcher_that_is_away_is_nobodys_error() -> None:
    assert deadman.ping("http://127.0.0.1:1/") is False
