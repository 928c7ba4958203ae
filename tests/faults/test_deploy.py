"""deploy/ is what it says: its very commands carry a day's journey on PostgreSQL and Redis."""

from __future__ import annotations

import email
import email.policy
import re
import urllib.parse
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests import servers
from tests.faults.compose_file import example_names
from tests.faults.deployed import SITE, Deployed, Person, deployed, wait_until
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.postgres, pytest.mark.redis]
PASSWORD = "a-long-walk-in-the-rain"
PUSH_WITHIN_S = 35.0  # the slowest service level there is, one process dead
HEALTH_WORDS = ("saddle", "numb", "cauda", "pain", "leg", "bladder", "emergency")


class Postbox:
    """A mail server that keeps every letter."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []  # (to, text)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = letter.get_body(("plain",))
        self.letters.append((envelope.rcpt_tos[0], body.get_content() if body else ""))
        return "250 OK"

    def key_for(self, address: str) -> str:
        """Return the key of the newest verification link."""
        wait_until("the letter", lambda: any(to == address for to, _ in self.letters))
        text = next(text for to, text in reversed(self.letters) if to == address)
        found = re.search(rf"https://{re.escape(SITE)}/verify-email/(\S+)", text)
        assert found, text
        return urllib.parse.unquote(found[1])


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=servers.free_port())
    controller.start()
    yield box, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def sign_up(running: Deployed, box: Postbox, name: str) -> Person:
    """Make an account in the browser's way, confirm the address, and take a token."""
    person, address = Person(running.port), f"{name}@cast.test"
    person.ask("GET", "/_allauth/browser/v1/auth/session")
    given = {"email": address, "password": PASSWORD}
    status, answer = person.ask("POST", "/_allauth/browser/v1/auth/signup", given)
    assert status == 200, (answer, running.log("web"))
    key = {"key": box.key_for(address)}
    status, answer = person.ask("POST", "/_allauth/browser/v1/auth/email/verify", key)
    assert status in (200, 401), answer
    made = person.api("POST", "/tokens", {"name": "journey", "scopes": ["read", "write"]})
    person.token = made["token"]
    return person


def entry(kind: str, **fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    made = {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat()}
    return made | {"edited_at": now.isoformat()} | fields


def share_with_a_coach(coach: Person, athlete: Person, scopes: list[str]) -> int:
    """Found a team and let the athlete join it with these scopes."""
    team = coach.api("POST", "/teams", {"name": "Harriers"})["id"]
    code = coach.api("POST", f"/teams/{team}/invitations", {"role": "athlete"})["code"]
    athlete.api("POST", f"/invitations/{code}/accept", {"scopes": scopes})
    return int(team)


def row_of(coach: Person, team: int) -> dict[str, Any]:
    (row,) = coach.api("GET", f"/teams/{team}/board")["results"]
    return dict(row)


def days_without_a_watch_mark(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT count(*) FROM tracker_day WHERE NOT watched").fetchone()
    return int(found[0]) if found else -1


def the_journey(running: Deployed, box: Postbox, service: PushService, database_url: str) -> None:
    ada, cora = sign_up(running, box, "ada"), sign_up(running, box, "cora")
    team = share_with_a_coach(cora, ada, ["pain", "red_flag_contact"])
    ada.api("PUT", "/push/subscriptions", service.device("phone").subscription)

    batch = [entry("pain", level=6), entry("symptom", finding="saddle_numb", value=True)]
    answer = ada.api("POST", "/sync", {"cursor": None, "entries": batch})

    assert [one["status"] for one in answer["results"]] == ["applied", "applied"]
    urgent = [alert for alert in answer["alerts"] if alert["urgency"] == "emergency_now"]
    assert urgent, answer["alerts"]

    wait_until("the push", lambda: service.messages or service.refusals, PUSH_WITHIN_S)
    assert service.refusals == []
    message = service.messages[0]
    assert urgent[0]["id"] in message.payload["alerts"]
    assert not [word for word in HEALTH_WORDS if word in str(message.payload).lower()]
    receipt = {"token": message.payload["token"], "event": "displayed"}
    assert Person(running.port).ask("POST", "/api/v1/push/receipts", receipt)[0] == 204

    row = row_of(cora, team)
    assert (row["status"], row["pain"]["today"]) == ("red", 6)
    assert row["open_alerts"] >= 1
    assert "load" not in row
    assert "availability" not in row

    for alert in answer["alerts"]:
        ada.api("POST", f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})
    assert ada.api("GET", "/alerts?state=open")["results"] == []

    again = ada.api("POST", "/sync", {"cursor": None, "entries": batch})
    assert [one["status"] for one in again["results"]] == ["unchanged", "unchanged"]

    wait_until("the worker's watch", lambda: days_without_a_watch_mark(database_url) == 0, 30)


def test_the_commands_of_compose_carry_a_day_from_sign_up_to_the_board(
    tmp_path: Path, postbox: tuple[Postbox, str]
) -> None:
    box, mail = postbox
    with servers.postgres() as database_url, servers.redis() as redis_url, PushService() as push:
        values = example_names() | {
            "SITE": SITE, "SECRET_KEY": "only-for-tests-" * 4, "POSTGRES_PASSWORD": "x",
            "EMAIL_URL": mail,
        }  # fmt: skip
        own = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        with deployed(tmp_path, values, **own, PUSH_ALLOWED_ORIGINS=push.origin) as running:
            the_journey(running, box, push, database_url)
            assert all(process.poll() is None for process in running.processes.values())

            assert running.manage("invariants") == ""
            codes = running.end()

            assert set(codes.values()) <= {0, -15}, codes
            wait_until("the end of every process", lambda: not running.members(), 10)
            for service in running.processes:
                said = running.log(service).lower()
                assert not re.findall(r".*(?:saddle|numb(?!er)).*", said), service
