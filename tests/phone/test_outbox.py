"""The outbox: kept before said, sent once, and nothing blocks what matters."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in, tell_sign, wait_until
from tests.phone.product import Product

pytestmark = pytest.mark.browser

SYNC = "**/api/v1/sync"


@pytest.fixture
def page(product: Product, open_phone: Callable[..., Any]) -> Any:
    page = open_phone(product.address)
    sign_in(page, "ada")
    page.evaluate("fetch('/api/v1/me')")
    return page


def log_pain(page: Any, level: int) -> None:
    page.get_by_role("slider").fill(str(level))
    page.get_by_role("button", name="Save today").click()


def entries_of(product: Product, kind: str) -> list[dict[str, Any]]:
    return product.ask("ada", "GET", f"/entries?kind={kind}")["results"]


def test_a_day_saved_offline_survives_a_reload_and_arrives_once(
    page: Any, product: Product
) -> None:
    before = {entry["id"] for entry in entries_of(product, "hydration")}
    page.context.set_offline(True)
    page.get_by_role("button", name="+500 ml").click()
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Saved on this phone").wait_for()

    page.reload()
    page.get_by_text("Saved on this phone").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Synced").wait_for()

    new = [entry for entry in entries_of(product, "hydration") if entry["id"] not in before]
    assert [entry["ml"] for entry in new] == [500]


def test_one_bad_body_is_split_until_the_bad_entry_is_alone(page: Any) -> None:
    batches: list[list[str]] = []

    def refuse_sitting(route: Any) -> None:
        entries = json.loads(route.request.post_data)["entries"]
        batches.append([entry["kind"] for entry in entries])
        if any(entry["kind"] == "sitting" for entry in entries):
            route.fulfill(
                status=400, content_type="application/problem+json",
                body=json.dumps({"status": 400, "code": "bad-json", "detail": "Not readable."}),
            )  # fmt: skip
        else:
            route.continue_()

    page.route(SYNC, refuse_sitting)
    page.get_by_role("button", name="More: Hours of sitting").click()
    page.get_by_role("button", name="+250 ml").click()
    log_pain(page, 2)

    page.get_by_text("1 not accepted").wait_for()
    assert ["sitting"] in batches
    wait_until(page, lambda: page.evaluate(COUNT, "outbox") == 0)
    page.goto("/me")
    page.get_by_text("Not readable.").wait_for()


def test_signed_out_by_the_server_nothing_is_lost(page: Any, product: Product) -> None:
    page.route(SYNC, lambda route: route.fulfill(status=401, body="{}"))
    log_pain(page, 6)
    page.get_by_text("Sign in again to send").wait_for()
    wait_until(page, lambda: page.evaluate(COUNT, "outbox") == 1)

    page.unroute(SYNC)
    page.context.clear_cookies()
    page.goto("/signin")
    page.get_by_label("E-mail").fill("ada@example.test")
    page.get_by_label("Password").fill("a-long-enough-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Synced").wait_for()

    assert page.evaluate(COUNT, "outbox") == 0
    assert 6 in [entry["level"] for entry in entries_of(product, "pain")]


def test_a_flagged_entry_is_sent_first_and_alone(page: Any) -> None:
    batches: list[list[str]] = []
    page.context.set_offline(True)
    log_pain(page, 3)
    page.get_by_text("Saved on this phone").wait_for()
    tell_sign(page, "saddle_numb", "true")
    page.get_by_role("alertdialog").wait_for()
    wait_until(page, lambda: page.evaluate(COUNT, "outbox") == 2)

    def note(route: Any) -> None:
        entries = json.loads(route.request.post_data)["entries"]
        batches.append([entry["kind"] for entry in entries])
        route.continue_()

    page.route(SYNC, note)
    page.context.set_offline(False)
    wait_until(page, lambda: page.evaluate(COUNT, "outbox") == 0)

    assert batches[0] == ["symptom"]
    assert ["pain"] in batches


def test_a_new_epoch_makes_the_phone_send_its_last_days_again(page: Any) -> None:
    log_pain(page, 4)
    page.get_by_text("Synced").wait_for()
    sent: list[int] = []

    def restored(route: Any) -> None:
        sent.append(len(json.loads(route.request.post_data)["entries"]))
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"epoch": "another"})

    page.route(SYNC, restored)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: max(sent, default=0) >= 1)

    assert sent[0] == 0


def test_a_busy_server_is_asked_again_no_sooner_than_it_says(page: Any) -> None:
    asked: list[float] = []

    def busy(route: Any) -> None:
        asked.append(time.monotonic())
        route.fulfill(status=503, headers={"Retry-After": "2"}, body="{}")

    page.route(SYNC, busy)
    log_pain(page, 5)
    wait_until(page, lambda: len(asked) >= 2)

    assert asked[1] - asked[0] >= 2


def test_a_write_waits_for_its_csrf_cookie_however_late_that_is(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    answers: list[int] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.status) if "/auth/login" in answer.url else None,
    )
    page.route(
        "**/_allauth/browser/v1/auth/session",
        lambda route: (page.wait_for_timeout(700), route.continue_()),
    )

    sign_in(page, "ada")

    assert answers == [200]


def test_logging_out_wipes_the_phone(page: Any) -> None:
    page.goto("/me")
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Before you start").wait_for()  # as on a new phone

    names = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert [name for name in names if "person" in name] == []
    assert page.errors == []


COUNT = """async (name) => {
  const open = (db) => new Promise((done, fail) => {
    const asked = indexedDB.open(db);
    asked.onsuccess = () => done(asked.result); asked.onerror = fail; });
  const all = await indexedDB.databases();
  const db = await open(all.find((one) => one.name.includes('person')).name);
  const count = await new Promise((done) => {
    const asked = db.transaction(name).objectStore(name).count();
    asked.onsuccess = () => done(asked.result); });
  db.close();
  return count;
}"""
