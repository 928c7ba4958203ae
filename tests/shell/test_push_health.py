"""How well a person can be reached: proven by receipts, and letters take over in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from alerts import receipts, relay
from alerts.models import Delivery, PushSubscription, Receipt
from tests.cast import Api, api_as, entry
from tests.push_service import Device, PushService
from tests.shell.ladder_story import later


@pytest.fixture
def phone(service: PushService, ada_api: Api) -> Device:
    device = service.device()
    body = device.subscription | {"client": {"permission": "granted"}}
    assert ada_api.send("PUT", "/push/subscriptions", body).status_code == 201
    return device


def tell(token: str, event: str) -> int:
    body = {"token": token, "event": event}
    return Client().post("/api/v1/push/receipts", body, "application/json").status_code


def health(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/push/health").json()
    return found


def ignore_pushes(api: Api, count: int) -> None:
    for _ in range(count):
        api.post("/push/test")


def test_without_a_device_letters_do_it(ada_api: Api) -> None:
    assert health(ada_api) == {
        "permission": "none", "devices": 0, "last_proven_at": None, "is_stale": False,
        "switched_to_email": True, "email_arrives": True,
    }  # fmt: skip


def test_a_test_that_was_shown_proves_the_device(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ada_api.post("/push/test")
    assert health(ada_api)["last_proven_at"] is None  # taken by the service is no proof
    assert tell(service.messages[0].payload["token"], "displayed") == 204
    found = health(ada_api)
    assert found["last_proven_at"] is not None
    assert not found["is_stale"]
    assert not found["switched_to_email"]
    (device,) = ada_api.get("/push/subscriptions").json()["results"]
    assert device["health"] == "proven"


def test_a_token_counts_once_even_when_told_many_times_at_once(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ada_api.post("/push/test")
    token = service.messages[0].payload["token"]
    now = datetime.now(UTC)
    told = [receipts.count_receipt(token=token, event="displayed", now=now) for _ in range(5)]
    assert told == [True, False, False, False, False]


def test_a_replayed_receipt_does_not_renew_the_proof(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ada_api.post("/push/test")
    token = service.messages[0].payload["token"]
    tell(token, "displayed")
    proven = PushSubscription.objects.get().last_displayed_at
    with later(days=1):
        tell(token, "displayed")
    assert PushSubscription.objects.get().last_displayed_at == proven


def test_a_click_whose_display_was_lost_counts_as_both(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    tell(service.messages[0].payload["token"], "clicked")
    row = Delivery.objects.get(step=1)
    assert row.displayed_at is not None
    assert row.clicked_at is not None


def test_every_device_has_a_token_of_its_own(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ada_api.send("PUT", "/push/subscriptions", service.device("tablet").subscription)
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    tokens = {message.device: message.payload["token"] for message in service.messages}
    assert len(set(tokens.values())) == 2
    tell(tokens["tablet"], "displayed")
    shown = {one["health"] for one in ada_api.get("/push/subscriptions").json()["results"]}
    assert shown == {"proven", "accepted"}


def test_three_pushes_that_nobody_saw_switch_to_letters(
    phone: Device, ada_api: Api, ada: User
) -> None:
    ignore_pushes(ada_api, 3)
    with later(minutes=11):
        found = health(ada_api)
        assert found["switched_to_email"]
        assert found["is_stale"]
        ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
        relay.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[ada.email]]  # with the first push


@pytest.mark.parametrize("minutes", [0, 9])
def test_pushes_of_a_moment_ago_switch_nothing_yet(
    phone: Device, ada_api: Api, minutes: int
) -> None:
    ignore_pushes(ada_api, 3)
    with later(minutes=minutes):
        assert not health(ada_api)["switched_to_email"]
        ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
        relay.deliver_due()
    assert mail.outbox == []


def test_one_shown_push_among_the_last_three_keeps_trust(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ignore_pushes(ada_api, 3)
    tell(service.messages[1].payload["token"], "displayed")
    with later(minutes=30):
        assert not health(ada_api)["switched_to_email"]


def test_a_silent_device_that_shows_one_is_trusted_again(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    ignore_pushes(ada_api, 4)
    with later(minutes=30):
        assert health(ada_api)["switched_to_email"]
        tell(service.messages[-1].payload["token"], "displayed")
        assert not health(ada_api)["switched_to_email"]


def test_an_old_proof_is_called_stale(service: PushService, phone: Device, ada_api: Api) -> None:
    ada_api.post("/push/test")
    tell(service.messages[0].payload["token"], "displayed")
    PushSubscription.objects.update(last_displayed_at=datetime.now(UTC) - timedelta(days=31))
    assert health(ada_api)["is_stale"]


def test_an_ended_subscription_stays_ended_until_the_browser_makes_another(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    service.status = 410
    ada_api.post("/push/test")
    again = ada_api.send("PUT", "/push/subscriptions", phone.subscription)
    assert (again.status_code, again.json()["health"]) == (200, "gone")
    service.status = 201
    fresh = ada_api.send("PUT", "/push/subscriptions", service.device("renewed").subscription)
    assert fresh.json()["health"] == "untested"
    assert ada_api.post("/push/test").json() == {"devices": 1, "accepted": 1}


def test_an_attempt_made_again_spares_the_devices_that_took_it(
    service: PushService, ada: User, phone: Device, ada_api: Api
) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    Delivery.objects.filter(step=1).update(state="due", leased_until=None, attempts=1)
    relay.deliver_due()
    assert len(service.messages) == 1
    assert Receipt.objects.count() == 1
    assert Delivery.objects.get(step=1).state == "done"


def test_nobody_sees_anothers_health(phone: Device, eve: User) -> None:
    assert health(api_as(eve))["devices"] == 0


@pytest.mark.parametrize("permission", ["denied", "default"])
def test_a_device_that_may_not_show_anything_counts_as_none(
    service: PushService, ada_api: Api, permission: str
) -> None:
    body = service.device().subscription | {"client": {"permission": permission}}
    told = ada_api.send("PUT", "/push/subscriptions", body).json()

    found = health(ada_api)
    assert (found["is_stale"], found["switched_to_email"]) == (True, True)
    assert (found["permission"], told["health"]) == (permission, "blocked")

    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    assert service.messages == []
    assert len(mail.outbox) == 1  # at once


def test_beside_one_that_may_show_it_holds_nothing_up(
    service: PushService, phone: Device, ada_api: Api
) -> None:
    blocked = service.device("other").subscription | {"client": {"permission": "denied"}}
    ada_api.send("PUT", "/push/subscriptions", blocked)

    assert health(ada_api)["switched_to_email"] is False
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    assert (len(service.messages), mail.outbox) == (1, [])
