"""Devices and receipts: many devices a person, one person a device, a receipt counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts import limiter
from accounts.models import User
from alerts import relay, vapid
from alerts.models import Delivery, PushSubscription, Receipt
from tests import cast
from tests.cast import Api, entry
from tests.push_service import PushService, from_base64url


def put(api: Api, body: Any) -> Any:
    return api.send("PUT", "/push/subscriptions", body)


def test_the_public_key_is_a_point_that_a_browser_takes(ada_api: Api) -> None:
    point = from_base64url(Client().get("/api/v1/push/key").json()["public_key"])
    assert len(point) == 65
    assert point[0] == 4


def test_the_private_key_is_made_once_and_for_us_alone(settings: Any, tmp_path: Any) -> None:
    settings.VAPID_PRIVATE_KEY_FILE = tmp_path / "key"
    vapid.ensure_keys()
    made = settings.VAPID_PRIVATE_KEY_FILE.read_text()
    vapid.ensure_keys()
    assert settings.VAPID_PRIVATE_KEY_FILE.read_text() == made
    assert settings.VAPID_PRIVATE_KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert len(from_base64url(made)) == 32


def test_a_device_is_kept_once(service: PushService, ada_api: Api) -> None:
    body = service.device().subscription | {"client": {"agent": "a phone"}}
    first, again = put(ada_api, body), put(ada_api, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    (listed,) = ada_api.get("/push/subscriptions").json()["results"]
    assert listed["health"] == "untested"
    assert listed["client"] == {"agent": "a phone"}
    assert "endpoint" not in listed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "https://evil.example/x"}, "/endpoint"),
        ({"endpoint": "http://169.254.169.254/x"}, "/endpoint"),
        ({"endpoint": 7}, "/endpoint"),
        ({"keys": {}}, "/keys/p256dh"),
        ({"keys": None}, "/keys"),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, "/keys/p256dh"),
        ({"client": "text"}, "/client"),
        ({"foo": 1}, "/foo"),
        ({"expirationTime": "soon"}, "/expirationTime"),
        ({"expirationTime": True}, "/expirationTime"),
    ],
)
def test_a_bad_subscription_names_its_field(
    service: PushService, ada_api: Api, change: dict[str, Any], field: str
) -> None:
    answer = put(ada_api, service.device().subscription | change)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == field
    assert not PushSubscription.objects.exists()


def test_a_key_that_no_browser_sends_is_named(service: PushService, ada_api: Api) -> None:
    body = service.device().subscription

    answer = put(ada_api, body | {"keys": body["keys"] | {"bar": "x"}})

    assert answer.status_code == 400
    assert answer.json()["code"] == "unknown-field"
    assert answer.json()["errors"][0]["pointer"] == "/keys/bar"


@pytest.mark.parametrize("ends", [None, 1893456000000, 1893456000000.5])
def test_what_browsers_say_of_the_end_is_taken(
    service: PushService, ada_api: Api, ends: float | None
) -> None:
    body = service.device().subscription | {"expirationTime": ends, "client": {"any": {"thing": 1}}}

    assert put(ada_api, body).status_code == 201


@pytest.mark.parametrize("body", [{"foo": 1}, {"devices": []}])
def test_the_test_button_takes_no_fields(
    service: PushService, ada_api: Api, body: dict[str, Any]
) -> None:
    put(ada_api, service.device().subscription)

    answer = ada_api.post("/push/test", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/" + next(iter(body))
    assert service.messages == []


def test_a_device_moves_to_who_is_signed_in_and_is_silent_for_the_other(
    service: PushService, ada_api: Api, eve: User
) -> None:
    body = service.device().subscription
    put(ada_api, body)
    assert put(cast.api_as(eve), body).status_code == 201
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    assert service.messages == []
    assert ada_api.get("/push/subscriptions").json()["results"] == []


def test_only_its_owner_forgets_a_device(service: PushService, ada_api: Api, eve: User) -> None:
    made = put(ada_api, service.device().subscription).json()["id"]
    assert cast.api_as(eve).send("DELETE", f"/push/subscriptions/{made}").status_code == 404
    assert ada_api.send("DELETE", f"/push/subscriptions/{made}").status_code == 204
    assert ada_api.send("DELETE", f"/push/subscriptions/{made}").status_code == 404


def test_the_test_button_reaches_every_device(service: PushService, ada_api: Api) -> None:
    for name in ("phone", "tablet"):
        put(ada_api, service.device(name).subscription)
    answer = ada_api.post("/push/test", {})
    assert answer.json() == {"devices": 2, "accepted": 2}
    assert {message.device for message in service.messages} == {"phone", "tablet"}
    healths = {one["health"] for one in ada_api.get("/push/subscriptions").json()["results"]}
    assert healths == {"accepted"}


def test_tests_are_limited_by_the_hour_and_say_when_it_is_time_again(
    service: PushService, settings: Any, ada: User, ada_api: Api, eve: User
) -> None:
    settings.PUSH_TESTS_PER_HOUR = 2
    put(ada_api, service.device().subscription)
    begun = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def send(api: Api, **after: float) -> Any:
        with time_machine.travel(begun + timedelta(**after), tick=False):
            return api.post("/push/test", {})

    with time_machine.travel(begun - timedelta(minutes=1), tick=False):
        api, theirs = cast.api_as(ada), cast.api_as(eve)  # their hour begins with the first test
    assert [send(api).status_code, send(api, minutes=20).status_code] == [200, 200]
    refused = send(api, minutes=21)
    assert refused.status_code == 429
    assert refused["Retry-After"] == str(39 * 60)
    assert refused["Content-Type"] == "application/problem+json"
    assert (refused.json()["code"], "in 39 min." in refused.json()["detail"]) == (
        "too-many-tests", True,
    )  # fmt: skip
    assert len(service.messages) == 2
    assert send(theirs, minutes=21).status_code == 200  # one's own limit, nobody else's
    assert send(api, minutes=59).status_code == 429
    assert send(api, minutes=61).status_code == 200  # asking in vain made it no longer
    assert len(service.messages) == 3


def test_a_sign_in_elsewhere_does_not_forget_the_tests_of_the_hour(
    settings: Any, ada_api: Api
) -> None:
    settings.PUSH_TESTS_PER_HOUR = 1
    now = datetime.now(UTC)
    assert ada_api.post("/push/test", {}).status_code == 200
    limiter.wait_s(address="192.0.2.9", account="x", now=now + timedelta(minutes=59))
    assert ada_api.post("/push/test", {}).status_code == 429


def receipt(token: Any, event: Any) -> Any:
    body = {"token": token, "event": event}
    return Client().post("/api/v1/push/receipts", body, "application/json")


def test_a_receipt_counts_once_per_event(service: PushService, ada_api: Api) -> None:
    put(ada_api, service.device().subscription)
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    token = service.messages[0].payload["token"]

    assert receipt(token, "displayed").status_code in (200, 204)
    shown = Receipt.objects.get(token=token).displayed_at
    receipt(token, "displayed")
    receipt(token, "clicked")

    row = Delivery.objects.get(receipts__token=token)
    assert shown is not None
    assert row.displayed_at == shown
    assert row.clicked_at is not None
    assert row.state == "done"


def test_an_unknown_token_learns_nothing() -> None:
    assert receipt("not-a-token", "displayed").status_code in (200, 204)


@pytest.mark.parametrize(
    ("token", "event"), [("t", "seen"), (None, "displayed"), ("x" * 65, "clicked"), (5, "clicked")]
)
def test_a_bad_receipt_is_refused(token: Any, event: Any) -> None:
    assert receipt(token, event).status_code == 400
