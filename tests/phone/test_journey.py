"""One day's journey, in a real browser, against the real product and a push service of our own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.phone.conftest import sign_in, tell_sign, wait_until
from tests.phone.product import Product, running
from tests.phone.worker import deliver_to_worker, notifications
from tests.push_service import PushService

pytestmark = [pytest.mark.browser, pytest.mark.processes]

HEALTH_WORDS = ("numb", "saddle", "emergency", "leg", "pain", "cauda", "bladder", "ada", "symptom")

# Written into the page before the tap: when the finger came down, when the screen had changed.
STOPWATCH = """() => {
  window.__times = {};
  addEventListener('pointerdown', () => { window.__times.tap ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (document.querySelector('[role=alertdialog]')) {
      requestAnimationFrame(() => { window.__times.shown ??= performance.now(); });
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""


@pytest.fixture(scope="module")
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, push_service: PushService
) -> Iterator[Product]:
    folder: Path = tmp_path_factory.mktemp("journey")
    with running(folder, PUSH_ALLOWED_ORIGINS=push_service.origin) as product:
        product.add_people(ada="Ada Lind", cora="Cora Lane")
        yield product


def test_a_red_flag_goes_from_the_tap_to_the_coach(
    product: Product, push_service: PushService, open_phone: Callable[..., Any]
) -> None:
    # Given a coach with a team that Ada has joined, allowing pain and the red-flag contact only
    team = product.ask("cora", "POST", "/teams", {"name": "Harriers"})
    invitation = product.ask("cora", "POST", f"/teams/{team['id']}/invitations", {})
    page = open_phone(product.address)
    device = push_service.device()
    page.add_init_script(f"window.__subscription = {json.dumps(device.subscription)};")
    sign_in(page, "ada")
    page.goto(f"/join/{invitation['code']}")
    page.get_by_label("My pain level and its trend").check()
    page.get_by_label("That I need a check, when an alert is open").check()
    page.get_by_role("button", name="Join").click()
    page.get_by_text("This team may see").wait_for()

    # and notifications that she turned on after being asked, on this phone
    page.goto("/today")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto("/me")
    page.get_by_text("Notifications are on for this phone").wait_for()
    wait_until(page, lambda: len(product.ask("ada", "GET", "/push/subscriptions")["results"]) == 1)

    # When she logs a day with saddle numbness with no network
    page.goto("/today")
    page.get_by_role("heading", name="Anything new?").wait_for()
    page.locator("[data-sync=synced]").wait_for()
    page.context.set_offline(True)
    page.evaluate(STOPWATCH)
    page.get_by_role("slider").fill("6")
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Saved on this phone").wait_for()
    page.evaluate("window.__times = {}")
    tell_sign(page, "saddle_numb", "true")

    # Then the action screen stands within half a second of the tap
    page.get_by_role("alertdialog").wait_for()
    wait_until(page, lambda: page.evaluate("window.__times.shown > 0"))
    times = page.evaluate("window.__times")
    assert times["shown"] - times["tap"] < 500
    assert page.get_by_role("link", name="Call 999").is_visible()
    assert product.ask("ada", "GET", "/entries?kind=symptom")["results"] == []

    # When the network is back, the entry arrives once and the alert is open
    page.context.set_offline(False)
    wait_until(page, lambda: bool(product.ask("ada", "GET", "/alerts?state=open")["results"]))
    page.evaluate("dispatchEvent(new Event('online'))")
    signs = product.ask("ada", "GET", "/entries?kind=symptom")["results"]
    assert [(sign["finding"], sign["value"]) for sign in signs] == [("saddle_numb", True)]
    alerts = product.ask("ada", "GET", "/alerts?state=open")["results"]
    assert [alert["urgency"] for alert in alerts] == ["emergency_now"] * len(alerts)
    assert any(alert["rule"].startswith("RF-CES") for alert in alerts)

    # and a really encrypted push arrives that says nothing about her health
    product.manage("deliver_due")
    assert push_service.refusals == []
    message = next(one for one in push_service.messages if one.device == device.name)
    payload = message.payload
    assert message.headers["content-encoding"] == "aes128gcm"
    assert message.headers["urgency"] == "high"
    words = message.decrypted.decode()
    assert len(words) <= 1024
    assert set(payload["alerts"]) == {alert["id"] for alert in alerts}
    shown_words = f"{payload['title']} {payload['body']}".lower()
    assert not any(word in shown_words.split() for word in HEALTH_WORDS)

    # When the same payload reaches the phone's worker, it is shown and the receipt is counted
    with page.context.expect_event("request", lambda r: r.url.endswith("/push/receipts")):
        deliver_to_worker(page, product.address, words)
    wait_until(page, lambda: bool(notifications(page)))
    shown = notifications(page)
    assert [one["data"]["token"] for one in shown] == [payload["token"]]

    # When she answers, the alert is acknowledged on the server
    page.get_by_role("button", name="I am getting care").click()
    wait_until(page, lambda: not product.ask("ada", "GET", "/alerts?state=open")["results"])
    answered = product.ask("ada", "GET", "/alerts")["results"]
    assert {alert["state"] for alert in answered} == {"acknowledged"}

    # Then the coach's board shows what Ada allows and nothing more
    row = product.ask("cora", "GET", f"/teams/{team['id']}/board")["results"][0]
    assert set(row) == {
        "athlete", "status", "last_logged", "adherence_28d", "open_alerts",
        "pain", "sparkline", "trend",
    }  # fmt: skip
    board = open_phone(product.address)
    sign_in(board, "cora")
    board.goto("/team")
    board.get_by_text("Ada Lind").wait_for()
    text = board.locator("main").inner_text()
    assert "numb" not in text.lower()
    assert page.errors == []
    assert board.errors == []
