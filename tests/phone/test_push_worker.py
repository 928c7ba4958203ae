"""Push on the phone: the server's payload is shown, told and tapped; subscriptions stay true."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product, running
from tests.phone.worker import (
    change_subscription,
    deliver_to_worker,
    notifications,
    tap_on_notification,
)
from tests.push_service import Device, PushService

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, push_service: PushService
) -> Iterator[Product]:
    folder: Path = tmp_path_factory.mktemp("push")
    with running(folder, PUSH_ALLOWED_ORIGINS=push_service.origin) as product:
        product.add_people(ada="Ada Lind", bea="Bea Ross", cleo="Cleo Ray", dora="Dora Holm")
        yield product


def phone_of(who: str, device: Device, product: Product, open_phone: Callable[..., Any]) -> Any:
    """A phone that is signed in and gets notifications."""
    page = open_phone(product.address)
    page.add_init_script(f"window.__subscription ??= {json.dumps(device.subscription)};")
    sign_in(page, who)
    page.goto("/me")
    page.get_by_text("Notifications are on for this phone").wait_for()
    wait_until(page, lambda: bool(devices_of(product, who)))
    return page


def devices_of(product: Product, who: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = product.ask(who, "GET", "/push/subscriptions")["results"]
    return found


def entry(finding: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": str(uuid.uuid4()), "kind": "symptom", "day": now.date().isoformat(),
        "edited_at": now.isoformat(), "finding": finding, "value": True,
    }  # fmt: skip


def test_the_servers_own_payload_is_shown_told_and_opens_its_alert(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    # given a phone, and a flag that another device of Ada's logged
    device = push_service.device("ada-phone")
    page = phone_of("ada", device, product, open_phone)
    body = {"cursor": None, "entries": [entry("saddle_numb")]}
    raised = product.ask("ada", "POST", "/sync", body)["alerts"]
    one = raised[0]
    for other in raised[1:]:
        product.ask("ada", "POST", f"/alerts/{other['id']}/acknowledge", {"outcome": "read"})

    # when the server sends, the push service can check who sent it and the device can read it
    product.manage("deliver_due")
    assert push_service.refusals == []
    message = push_service.wait_for(device)
    assert message.payload["alerts"] == [one["id"]]

    # and the same bytes reach the service worker
    deliver_to_worker(page, product.address, message.decrypted.decode())
    wait_until(page, lambda: bool(notifications(page)))

    # then it is shown in neutral words, and the receipt is counted on the server
    (shown,) = notifications(page)
    assert (shown["title"], shown["body"]) == (message.payload["title"], message.payload["body"])
    wait_until(page, lambda: devices_of(product, "ada")[0]["health"] == "proven")

    # and a tap opens the alert and is told
    with page.context.expect_event("request", lambda r: r.url.endswith("/push/receipts")) as told:
        tap_on_notification(page)
    assert json.loads(told.value.post_data) == {
        "token": message.payload["token"], "event": "clicked",
    }  # fmt: skip
    page.wait_for_url(f"**/alerts/{one['id']}")
    page.get_by_role("heading", name=one["title"]).wait_for()
    wait_until(page, lambda: notifications(page) == [])
    assert page.errors == []


# Counts what the worker shows and whether it rings, beside the notification itself.
LISTEN = """() => {
  self.rung = [];
  const show = self.registration.showNotification.bind(self.registration);
  self.registration.showNotification = (title, options) => {
    self.rung.push(options.renotify);
    return show(title, options);
  };
}"""


def test_the_same_message_twice_takes_its_own_place_without_a_sound(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "dora")
    first = json.dumps({"alerts": ["a"], "token": "t1"})
    deliver_to_worker(page, product.address, first)
    wait_until(page, lambda: len(notifications(page)) == 1)
    worker = page.context.service_workers[0]
    worker.evaluate(LISTEN)

    deliver_to_worker(page, product.address, first)
    wait_until(page, lambda: len(worker.evaluate("self.rung")) == 1)
    deliver_to_worker(page, product.address, json.dumps({"alerts": ["a", "b"], "token": "t2"}))
    wait_until(page, lambda: len(worker.evaluate("self.rung")) == 2)

    assert worker.evaluate("self.rung") == [False, True]  # a later step of the ladder does ring
    wait_until(page, lambda: [one["data"]["token"] for one in notifications(page)] == ["t2"])


AWAY = """() => {
  self.tried = 0;
  const real = self.fetch.bind(self);
  self.fetch = (...words) => {
    if (!String(words[0]).endsWith("/push/receipts")) return real(...words);
    self.tried += 1;
    return self.tried < 3 ? Promise.reject(new TypeError("away")) : Promise.resolve(new Response());
  };
}"""


def test_a_receipt_is_told_again_to_a_server_that_is_away(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "dora")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    worker = page.context.service_workers[0]
    worker.evaluate(AWAY)

    deliver_to_worker(page, product.address, json.dumps({"alerts": ["a"], "token": "t3"}))

    wait_until(page, lambda: worker.evaluate("self.tried") == 3)


@pytest.mark.parametrize(
    ("payload", "opens"),
    [
        ({"alerts": ["a", "b"], "token": "t"}, "/alerts"),
        ({"alerts": [], "token": "t", "place": "/team"}, "/team"),
        ({"alerts": [], "token": "t", "place": "/team/7/12"}, "/team/7/12"),
        ({"alerts": [], "token": "t", "place": "/team/7/../12"}, "/alerts"),
        ({"alerts": [], "token": "t", "place": "/team/ada"}, "/alerts"),
        ({"alerts": [], "token": "t", "place": "https://evil.example/"}, "/alerts"),
        ({"alerts": ["../../evil"], "token": "t"}, "/alerts"),
        ("not JSON", "/alerts"),
    ],
)
def test_whatever_comes_something_is_shown_and_a_tap_stays_in_the_house(
    product: Product, push_service: PushService, open_phone: Callable[..., Any],
    payload: Any, opens: str,
) -> None:  # fmt: skip
    page = open_phone(product.address)
    sign_in(page, "dora")
    text = payload if isinstance(payload, str) else json.dumps(payload)

    deliver_to_worker(page, product.address, text)
    wait_until(page, lambda: bool(notifications(page)))
    tap_on_notification(page)

    page.wait_for_url(f"{product.address}{opens}")


def test_the_test_button_ends_in_a_proof_on_the_screen(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    device = push_service.device("bea-phone")
    page = phone_of("bea", device, product, open_phone)
    page.get_by_text("No notification has been seen on a screen yet.").wait_for()

    page.get_by_role("button", name="Send me a test").click()
    page.get_by_text("Sent, not yet seen on the screen").wait_for()
    message = push_service.wait_for(device)
    deliver_to_worker(page, product.address, message.decrypted.decode())

    page.get_by_text("Works: shown on the screen").wait_for()
    page.get_by_text("Last notification seen on a screen:").wait_for()
    page.route("**/push/test", lambda it: it.fulfill(status=429, json={"detail": "In 7 min."}))
    page.get_by_role("button", name="Send me a test").click()
    page.get_by_text("In 7 min.").wait_for()
    assert page.errors == []


def test_an_ended_subscription_is_renewed_at_the_next_start(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    old, new = push_service.device("cleo-old"), push_service.device("cleo-new")
    page = phone_of("cleo", old, product, open_phone)
    push_service.statuses["cleo-old"] = 410
    product.ask("cleo", "POST", "/push/test", {})
    assert [one["health"] for one in devices_of(product, "cleo")] == ["gone"]

    page.add_init_script(f"window.__subscription = {json.dumps(new.subscription)};")
    page.goto("/today")
    wait_until(page, lambda: len(devices_of(product, "cleo")) == 2)

    product.ask("cleo", "POST", "/push/test", {})
    assert push_service.wait_for(new).payload["alerts"] == []
    health = product.ask("cleo", "GET", "/push/health")
    assert (health["devices"], health["switched_to_email"]) == (1, False)


def test_a_subscription_that_ends_while_nobody_looks_is_renewed_by_the_worker(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "cleo")
    before = len(devices_of(product, "cleo"))

    change_subscription(page, push_service.device("cleo-changed").subscription)

    assert len(devices_of(product, "cleo")) == before + 1


def test_a_phone_that_may_not_show_any_more_is_taken_off_at_the_next_start(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    page = phone_of("dora", push_service.device("dora-phone"), product, open_phone)

    page.context.clear_permissions()
    page.goto("/today")

    wait_until(page, lambda: devices_of(product, "dora") == [])
    assert product.ask("dora", "GET", "/push/health")["switched_to_email"] is True
