"""Instruments on the phone: asked when due, answered with no network, late told plainly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser

FORMS = ["nrs", "pgic", "psfs", "srpe", "wellness", "swatches", "sitting", "fash"]


@pytest.fixture
def bea(product: Product) -> str:
    """A person of her own for each test: what is asked of her is nobody else's."""
    name = f"b{uuid4().hex[:10]}"
    product.add_people(**{name: "Bea"})
    return name


def ask_now(product: Product, who: str, instrument: str, *, state: str) -> None:
    """Be asked so that the window stands as said, whatever the time of day is."""
    now = datetime.now(UTC)
    product.ask(who, "PUT", f"/schedules/{instrument}", {})
    first = {"open": now, "late": now - timedelta(days=3), "closed": now - timedelta(days=5)}[state]
    # London keeps the time of UTC or is an hour ahead: never on another day for noon's sake
    product.ask(who, "PUT", f"/schedules/{instrument}", {"starts_on": first.date().isoformat()})


def kept(product: Product, who: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = product.ask(who, "GET", "/readings")["results"]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_form_is_accessible(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, "ada")
    for name in FORMS:
        settle(page, f"/measure/{name}")
        page.get_by_role("button", name="Save").wait_for()
        assert faults(page) == [], name
    assert page.errors == []


def test_forms_fit_a_small_phone_with_doubled_text(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "ada")
    for name in FORMS:
        settle(page, f"/measure/{name}")
        page.get_by_role("button", name="Save").wait_for()
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_nothing_is_asked_until_it_is_chosen(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    assert page.locator("[data-due]").count() == 0

    page.goto("/measure")
    page.get_by_label("Ask me: Better or worse?").check()
    page.get_by_text("It will stand on Today when it is time.").wait_for()
    page.goto("/today")

    page.locator("[data-due='1']").get_by_text("Better or worse?").click()
    page.get_by_label("a little better").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved on this phone: a little better.").wait_for()
    page.get_by_text("Answered. A new answer takes its place.").wait_for()
    wait_until(page, lambda: len(kept(product, bea)) == 1)
    (reading,) = kept(product, bea)
    assert (reading["score"], reading["late"]) == (3, False)
    assert reading["window"] is not None
    page.goto("/today")
    page.locator("[data-sync=synced]").wait_for()
    wait_until(page, lambda: page.locator("[data-due]").count() == 0)


def test_ask_me_stays_as_it_was_put_while_the_list_is_read_again(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    settle(page, "/measure")
    ask_me = page.get_by_label("Ask me: Better or worse?")
    held: list[Any] = []
    page.route("**/api/v1/readings/due", lambda route: held.append(route), times=1)

    ask_me.click()
    page.get_by_text("It will stand on Today when it is time.").wait_for()
    assert ask_me.is_checked(), "it was put so, and the list has not been read yet"
    wait_until(page, lambda: bool(held))
    held[0].continue_()

    ask_me.click()  # and off again, by what was read meanwhile
    page.get_by_text("You will not be asked for it.").wait_for()
    assert not ask_me.is_checked()
    wait_until(page, lambda: product.ask(bea, "GET", "/schedules")["results"] == [])
    page.context.set_offline(True)
    ask_me.click()
    page.get_by_text("No connection. Nothing was changed.").wait_for()
    wait_until(page, lambda: not ask_me.is_checked())
    assert page.errors == []


def test_without_a_network_an_answer_is_kept_and_sent_later(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    ask_now(product, bea, "sitting", state="open")
    page = open_phone(product.address)
    sign_in(page, bea)
    page.locator("[data-due='1']").wait_for()
    page.goto("/measure/sitting")
    page.get_by_label("How many minutes until it begins to hurt?").fill("35")
    page.context.set_offline(True)

    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved on this phone: 35 min.").wait_for()
    assert kept(product, bea) == []
    page.context.set_offline(False)
    wait_until(page, lambda: len(kept(product, bea)) == 1)

    assert kept(product, bea)[0]["score"] == 35


def test_a_late_answer_is_told_to_be_late_and_a_shut_form_cannot_be_saved(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    ask_now(product, bea, "pgic", state="late")
    ask_now(product, bea, "sitting", state="closed")
    page = open_phone(product.address)
    sign_in(page, bea)
    assert "late, until" in page.locator("[data-due='1']").inner_text()

    settle(page, "/measure/pgic")
    page.get_by_text("and marked late").wait_for()
    page.get_by_label("the same").check()
    page.get_by_role("button", name="Save").click()
    wait_until(page, lambda: len(kept(product, bea)) == 1)
    assert kept(product, bea)[0]["late"] is True

    settle(page, "/measure/sitting")
    page.get_by_text("Not open now. It opens").wait_for()
    page.get_by_label("How many minutes until it begins to hurt?").fill("20")
    assert page.get_by_role("button", name="Save").is_disabled()


def test_the_darkest_swatch_leads_to_the_emergency_check(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    settle(page, "/measure/swatches")
    page.get_by_label("3. straw").check()
    assert page.get_by_role("alert").count() == 0

    page.get_by_label("8. brown").check()

    notice = page.get_by_role("alert")
    assert "needs help today" in notice.inner_text()
    assert faults(page) == []
    notice.get_by_role("link", name="Open the emergency check").click()
    page.get_by_role("heading", name="Check", exact=True).wait_for()


def test_activities_come_back_by_name_and_never_with_their_old_level(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    settle(page, "/measure/psfs")
    save = page.get_by_role("button", name="Save")
    for at, (name, level) in enumerate([("sit", 3), ("run", 0), ("bend", 5)]):
        page.get_by_label(f"Activity {at + 1}").fill(name)
        slider = page.get_by_role("slider").nth(at)
        slider.focus()
        page.keyboard.press("Enter")
        for _ in range(level):
            page.keyboard.press("ArrowRight")
    save.click()
    page.get_by_text("Saved on this phone: 2.67 on 0 to 10.").wait_for()

    settle(page, "/measure/psfs")

    page.get_by_label("Activity 1").wait_for()
    assert page.get_by_label("Activity 1").input_value() == "sit"
    assert page.get_by_role("slider").first.get_attribute("aria-valuetext") == "Not set"
    assert save.is_disabled()


def test_a_total_needs_the_clinician_who_told_it(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    settle(page, "/measure/visa_h")
    page.get_by_label("Total", exact=True).fill("64")
    assert page.get_by_role("button", name="Save").is_disabled()

    page.get_by_label("Who told you this total?").fill("Dr Weber")
    page.get_by_role("button", name="Save").click()

    wait_until(page, lambda: len(kept(product, bea)) == 1)
    assert kept(product, bea)[0]["said_by"] == "Dr Weber"


def test_what_the_server_refuses_is_told_and_not_lost_in_silence(
    product: Product, open_phone: Callable[..., Any], bea: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, bea)
    settle(page, "/measure/pgic")
    page.get_by_label("the same").check()
    problem = {"status": 409, "code": "form-changed", "detail": "Load it again.", "errors": []}
    page.route("**/api/v1/readings", lambda route: route.fulfill(status=409, json=problem))

    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved on this phone").wait_for()
    page.goto("/me")

    page.get_by_role("heading", name="Not accepted").wait_for()
    page.get_by_text("Measures: Load it again.").wait_for()
