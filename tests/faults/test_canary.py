"""The canary run: people with telling names, notes and signs, and not a word of it outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import canary
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.sinks import Monitor, decoded, leaks, sinks_of
from tests.faults.stores import Redis
from tests.faults.test_kill_points import entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
NAME, NOTE, TEAM = "Kanarienvogel", "kanarie-note-4711", "Kanarie Harriers"
WORDS = (NAME, NOTE, TEAM, "saddle_numb", "tearing_pain_moving", "cauda", "aneurysm", "bladder",
         "emergency_now", "RF-CES", "worsening")  # fmt: skip
ALL = ("web", "worker", "relay", "auditor")


@contextmanager
def aviary(folder: Path, **environ: str) -> Iterator[tuple[Household, PushService, Mailbox]]:
    """A house where every line is logged."""
    with PushService() as push, Mailbox() as mail:
        told = {"EMAIL_URL": mail.url, "LOG_LEVEL": "DEBUG"} | environ
        with Household(folder, push=push, mortal=False, **told) as home:
            yield home, push, mail


def live(home: Household, ada: Athlete, bob: Athlete) -> None:
    """Do what people do, and what goes wrong, with canaries in every field."""

    def ask(method: str, path: str, body: Any = None) -> Any:
        return home.ask(method, f"/api/v1/{path}", body, token=ada.token)

    assert ask("PATCH", "me", {"display_name": NAME})[0] == 200
    assert ask("POST", "teams", {"name": TEAM})[0] == 201
    red = entry(finding="saddle_numb", value=True)
    note = entry("note", text=NOTE)
    answer = home.sync_until_kept(ada, red, note, entry("pain", level=9))
    home.sync_until_kept(bob, entry(finding="tearing_pain_moving", value=True))
    home.sync_until_kept(ada, entry(finding=NOTE, value=True), entry("pain", level=NOTE))
    home.ask("POST", "/api/v1/sync", {NOTE: NAME}, token=ada.token)
    ask("POST", "triage/assessments", {"answers": {"saddle_numb": True, NOTE: NAME}})
    ask("POST", "triage/assessments", {"answers": {"saddle_numb": True, "bladder_retention": True}})
    assert ada.device
    home.push.wait_for(ada.device)
    for alert in answer["alerts"]:
        told = {"outcome": "seeking_care", "note": NOTE}
        ask("POST", f"alerts/{alert['id']}/acknowledge", told)
    ask("POST", "alerts/nothing/acknowledge", {"outcome": NOTE})


@pytest.mark.redis
def test_nothing_is_heard_in_logs_redis_pushes_or_subjects(tmp_path: Path) -> None:
    with Redis() as store, aviary(tmp_path, REDIS_URL=store.url) as (home, push, mail):
        ada, bob = home.welcome(["ada", "bob"], without_device=("bob",))
        with Monitor(store.port) as monitor:
            home.begin(*ALL)
            wait_until("the web server", home.is_serving)
            live(home, ada, bob)
            wait_until("the letter", lambda: mail.letters)
            wait_until("the bell", lambda: "alerts.tasks.ring" in monitor.text)

        sinks = list(sinks_of(home, push, mail, monitor.text))

        assert {"log", "redis", "push payload", "mail headers"} <= {name for name, _ in sinks}
        assert leaks(sinks, WORDS) == []
        assert home.manage("invariants") == ""


def test_nothing_is_read_in_the_files_of_the_embedded_broker(tmp_path: Path) -> None:
    with aviary(tmp_path) as (home, push, mail):
        ada, bob = home.welcome(["ada", "bob"], without_device=("bob",))
        home.begin("web", "relay")  # no worker: the messages stay in their files
        wait_until("the web server", home.is_serving)
        live(home, ada, bob)
        files = Path(home.environ["VAR_DIR"], "broker", "queue")
        wait_until("the bell", lambda: any("alerts" in file.name for file in files.iterdir()))

        sinks = list(sinks_of(home, push, mail, ""))

        assert "broker file" in {name for name, _ in sinks}
        assert leaks(sinks, WORDS) == []


@pytest.mark.parametrize(
    "text",
    [
        f"INFO alerts: {NOTE}",
        "a2FuYXJpZS1ub3RlLTQ3MTE=",  # the note as base64
        '"LPUSH" "alerts" "{\\"body\\": \\"W1sia2FuYXJpZS1ub3RlLTQ3MTEiXSwge31d\\"}"',
        f"/alerts?note={NOTE.upper()}",
    ],
)
def test_a_planted_canary_is_found(text: str) -> None:
    assert leaks([("anywhere", text)], WORDS) == [f"anywhere: {NOTE}"]


def test_what_is_neutral_is_not_a_leak() -> None:
    assert leaks([("log", "delivery 7: http-201 athlete 12 sweep W10=")], WORDS) == []
    assert "W10=" in decoded("W10=")


@pytest.mark.parametrize(
    "line", ["alerts.relay: saddle_numb", "subject: kanarie", "django: ada@cast.test"]
)
def test_the_ear_on_the_whole_suite_hears_a_canary(line: str) -> None:
    assert canary.heard_in([line, "alerts.relay: delivery 7 was sent"]) == [line]
