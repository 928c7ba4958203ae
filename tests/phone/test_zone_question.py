"""After a journey the phone asks once whether to follow the zone it is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
QUESTION = "You seem to be in {zone}: use this zone from today?"
SHIFTED = """(() => {
  const options = Intl.DateTimeFormat.prototype.resolvedOptions;
  Intl.DateTimeFormat.prototype.resolvedOptions = function () {
    const found = options.call(this);
    const zone = localStorage.getItem('test-zone');
    return zone ? { ...found, timeZone: zone } : found;
  };
})();"""


@pytest.fixture
def traveller(product: Product) -> str:
    name = f"t{uuid4().hex[:10]}"
    product.add_people(**{name: "Tom"})
    return name


def phone_in(zone: str, page: Any) -> None:
    """Let the phone be in another place from the next start on."""
    page.evaluate("zone => localStorage.setItem('test-zone', zone)", zone)
    page.goto("/today")
    page.get_by_role("heading", name="Anything new?").wait_for()
    page.locator("[data-sync=synced]").wait_for()  # what is asked or not is known by then


def opened(product: Product, open_phone: Callable[..., Any], who: str) -> Any:
    page = open_phone(product.address)
    page.context.add_init_script(SHIFTED)
    sign_in(page, who)
    return page


def zones(product: Product, who: str) -> list[str]:
    return [one["zone"] for one in product.ask(who, "GET", "/me/zones")["results"]]


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Belfast", "GB"])
def test_at_home_and_under_another_name_of_home_nothing_is_asked(
    product: Product, open_phone: Callable[..., Any], traveller: str, zone: str
) -> None:
    page = opened(product, open_phone, traveller)

    phone_in(zone, page)

    assert page.get_by_text("You seem to be in").count() == 0


def test_yes_takes_the_zone_from_today(
    product: Product, open_phone: Callable[..., Any], traveller: str
) -> None:
    page = opened(product, open_phone, traveller)
    phone_in("America/Los_Angeles", page)
    page.get_by_text(QUESTION.format(zone="America/Los Angeles")).wait_for()
    assert faults(page) == []

    page.get_by_role("button", name="Yes, from today").click()

    page.get_by_text("What you logged stays on its day.").wait_for()
    wait_until(page, lambda: zones(product, traveller)[:1] == ["America/Los_Angeles"])
    phone_in("America/Los_Angeles", page)
    assert page.get_by_text("You seem to be in").count() == 0


def test_no_is_remembered_until_the_next_journey(
    product: Product, open_phone: Callable[..., Any], traveller: str
) -> None:
    page = opened(product, open_phone, traveller)
    phone_in("Asia/Tokyo", page)
    page.get_by_role("button", name="No, stay with Europe/London").click()
    page.get_by_text("You seem to be in").wait_for(state="detached")  # it goes once it is kept

    phone_in("Asia/Tokyo", page)
    assert page.get_by_text("You seem to be in").count() == 0
    assert zones(product, traveller) == []

    phone_in("Pacific/Apia", page)
    page.get_by_text(QUESTION.format(zone="Pacific/Apia")).wait_for()
