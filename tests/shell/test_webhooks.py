"""A club's own system listens: signed, ids only, with consent, and to nowhere inside."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine

from accounts.models import User
from alerts import relay
from alerts.channels import Gone, Letter, TryLater, bounded_http, webhook
from alerts.models import Delivery, Webhook
from teams import services
from teams.models import Membership
from tests import cast
from tests.cast import Api, entry, join, team_of


@dataclass
class Club:
    """A club's own system: keeps what it hears and answers as it is told."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    origin: str = ""


@pytest.fixture
def club(settings: Any) -> Iterator[Club]:
    told = Club()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    told.origin = f"http://127.0.0.1:{server.server_address[1]}"
    settings.WEBHOOK_ALLOWED_ORIGINS = [told.origin]
    yield told
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def membership(ada: User, cora: User) -> Membership:
    return join(team_of(cora), ada, scopes=("red_flag_contact",))


@pytest.fixture
def hook(club: Club, membership: Membership, cora: User) -> dict[str, Any]:
    """Cora's club listens."""
    answer = cast.api_as(cora).post(
        f"/teams/{membership.team_id}/webhooks", {"url": f"{club.origin}/hook"}
    )
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def raise_and_wait(api: Api, **by: float) -> None:
    api.sync(entry("symptom", finding="saddle_numb", value=True))
    with time_machine.travel(datetime.now(UTC) + timedelta(**by), tick=True):
        for _ in range(3):
            relay.deliver_due()


def test_the_club_hears_ids_it_can_verify(
    club: Club, hook: dict[str, Any], ada: User, ada_api: Api, membership: Membership
) -> None:
    raise_and_wait(ada_api, minutes=31)

    ((headers, body),) = club.heard
    said = json.loads(body)
    assert set(said) == {"id", "event", "team", "athlete"}
    assert (said["event"], said["team"], said["athlete"]) == (
        "check_requested", membership.team_id, ada.pk,
    )  # fmt: skip
    seconds, proof = headers["thighcare-signature"].removeprefix("t=").split(",v1=")
    expected = hmac.new(hook["secret"].encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(proof, expected.hexdigest())
    words = body.decode().lower()
    assert not [word for word in ("ada", "numb", "saddle", "emergency", "pain") if word in words]


def test_the_club_hears_nothing_before_half_an_hour(
    club: Club, hook: dict[str, Any], ada_api: Api
) -> None:
    raise_and_wait(ada_api, minutes=29)
    assert club.heard == []


def test_without_that_consent_the_club_hears_nothing(
    club: Club, hook: dict[str, Any], ada: User, ada_api: Api, membership: Membership
) -> None:
    services.set_scopes(
        by=ada, membership_id=membership.pk, scopes=("pain", "symptoms"), now=datetime.now(UTC)
    )
    raise_and_wait(ada_api, minutes=31)
    assert club.heard == []


def test_a_try_again_says_the_same_id(club: Club, hook: dict[str, Any], ada_api: Api) -> None:
    club.status = 503
    raise_and_wait(ada_api, minutes=31)
    club.status = 200
    row = Delivery.objects.get(channel="webhook")
    assert row.state == "due"
    Delivery.objects.filter(pk=row.pk).update(due_at=datetime.now(UTC))
    relay.deliver_due()
    assert Delivery.objects.get(pk=row.pk).state == "done"
    assert len({json.loads(body)["id"] for _, body in club.heard}) == 1
    assert len(club.heard) == 2


@pytest.fixture
def letter(hook: dict[str, Any], ada: User, ada_api: Api) -> Letter:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    row = Delivery.objects.get(channel="helpers")
    return Letter(
        None, (), urgent=True, audience="club", athlete_id=ada.pk, webhook_id=hook["id"],
        ladder=row.ladder,
    )  # fmt: skip


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_club_is_tried_later(club: Club, letter: Letter, status: int) -> None:
    club.status, club.headers = status, {"Retry-After": "30"}
    assert webhook.send(letter) == TryLater(f"http-{status}", 30.0)


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_club_that_refuses_is_not_asked_again(club: Club, letter: Letter, status: int) -> None:
    club.status = status
    assert webhook.send(letter) == Gone(f"http-{status}")
    assert (Webhook.objects.get().ended_at is not None) == (status == 410)


def test_a_redirect_of_the_clubs_is_never_followed(club: Club, letter: Letter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        club.status = 307
        club.headers = {"Location": f"http://127.0.0.1:{canary.getsockname()[1]}/inside"}
        assert webhook.send(letter) == Gone("http-307")
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a_public_name_that_leads_inside_is_never_touched(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[object] = []
    Webhook.objects.update(url="https://club.example/hook")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: touched.append(a))
    assert webhook.send(letter) == Gone("refused-a private address")
    assert touched == []


def test_a_club_that_hangs_is_left_in_time(
    letter: Letter, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_http, "PUSH_TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.WEBHOOK_ALLOWED_ORIGINS = [origin]
        Webhook.objects.update(url=f"{origin}/hook")
        assert isinstance(webhook.send(letter), TryLater)


@pytest.mark.parametrize(
    "url",
    [
        "http://club.example/hook", "https://club.example:8443/hook", "https://127.0.0.1/x",
        "https://10.0.0.7/x", "https://[::1]/x", "https://localhost/x", "https://club.local/x",
        "https://user:pw@club.example/x", "https://169.254.169.254/latest", "ftp://club.example/x",
        "https://club.example/x\r\nX: y", "https://club.example/a b", "https://club.example/#x",
        "", "club.example", "https://" + "a" * 600,
    ],
)  # fmt: skip
def test_an_address_that_nothing_is_sent_to_names_its_field(
    membership: Membership, cora: User, url: str
) -> None:
    answer = cast.api_as(cora).post(f"/teams/{membership.team_id}/webhooks", {"url": url})
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == "/url"
    assert not Webhook.objects.exists()


def test_the_secret_is_shown_once(hook: dict[str, Any], membership: Membership, cora: User) -> None:
    assert len(hook["secret"]) >= 40
    api = cast.api_as(cora)
    (listed,) = api.get(f"/teams/{membership.team_id}/webhooks").json()["results"]
    assert "secret" not in listed
    assert listed["health"] == "untested"
    path = f"/teams/{membership.team_id}/webhooks/{hook['id']}"
    assert api.send("DELETE", path).status_code == 204
    assert api.send("DELETE", path).status_code == 404


def test_only_the_owner_lets_a_system_listen(
    hook: dict[str, Any], membership: Membership, pat: User, otto: User, ada_api: Api
) -> None:
    join(membership.team, pat, "coach")
    team_of(otto, name="Striders")
    for api in (cast.api_as(pat), cast.api_as(otto), ada_api):
        path = f"/teams/{membership.team_id}/webhooks"
        assert api.get(path).status_code == 404
        assert api.post(path, {"url": "https://club.example/x"}).status_code == 404
        assert api.send("DELETE", f"{path}/{hook['id']}").status_code == 404


def test_a_team_has_five_at_most(membership: Membership, cora: User) -> None:
    api, path = cast.api_as(cora), f"/teams/{membership.team_id}/webhooks"
    codes = [api.post(path, {"url": f"https://club.example/{n}"}).status_code for n in range(6)]
    assert codes == [201] * 5 + [409]
