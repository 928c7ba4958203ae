"""Open screens read again when a sync changed what is kept, though its state stays "synced"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import settle
from tests.phone.test_stopwatch import entry, today, with_history

pytestmark = pytest.mark.browser
APP = "import('/static/pwa/state.js').then(({ app }) => app.sync)"
SYNC = "import('/static/pwa/sync.js').then(({ sync }) => sync())"


def elsewhere(product: Product, who: str, *entries: dict[str, Any]) -> None:
    """Log on another phone of the same person."""
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": list(entries)})


def changes(page: Any) -> int:
    found: int = page.evaluate(APP)["changes"]
    return found


@pytest.fixture
def quiet_sync(open_phone: Callable[..., Any], product: Product) -> Callable[[str, str], Any]:
    """Return a function that opens a screen and waits until its own sync is over."""

    def open_at(who: str, path: str) -> Any:
        page = open_phone(product.address)
        sign_in(page, who)
        settle(page, path)
        wait_until(page, lambda: page.evaluate(APP)["state"] == "synced")
        return page

    return open_at


def test_trends_draws_what_another_phone_logged(
    product: Product, quiet_sync: Callable[[str, str], Any]
) -> None:
    with_history(product, "gesa", entry("pain", today() - timedelta(1), level=3))
    page = quiet_sync("gesa", "/trends")
    page.get_by_text("1 of 42 days logged.").wait_for()

    elsewhere(product, "gesa", entry("pain", today() - timedelta(2), level=4))
    page.evaluate(SYNC)

    page.get_by_text("2 of 42 days logged.").wait_for()
    assert page.errors == []


def test_today_lists_what_another_phone_logged_and_the_body_map_shows_it(
    product: Product, quiet_sync: Callable[[str, str], Any]
) -> None:
    product.add_people(gitte="Gitte")
    page = quiet_sync("gitte", "/today")

    elsewhere(product, "gitte", entry("hydration", today(), ml=750))
    page.evaluate(SYNC)

    page.get_by_role("region", name="Logged today").get_by_text("Water").wait_for()
    elsewhere(product, "gitte", entry("pain", today(), level=3, region="sit_bone", side="left"))
    settle(page, "/trends")
    page.get_by_role("button", name="Body map", exact=True).click()
    page.get_by_text("1 entries with a place").wait_for()
    elsewhere(product, "gitte", entry("pain", today(), level=4, region="buttock", side="left"))
    page.evaluate(SYNC)
    page.get_by_text("2 entries with a place").wait_for()
    assert page.errors == []


def test_what_a_tab_beside_it_took_is_read_too(
    product: Product, quiet_sync: Callable[[str, str], Any]
) -> None:
    with_history(product, "gunda", entry("pain", today() - timedelta(1), level=3))
    page = quiet_sync("gunda", "/trends")
    page.get_by_text("1 of 42 days logged.").wait_for()
    beside = page.context.new_page()
    beside.errors = []
    settle(beside, "/trends")
    wait_until(beside, lambda: beside.evaluate(APP)["state"] == "synced")

    elsewhere(product, "gunda", entry("pain", today() - timedelta(2), level=4))
    beside.evaluate(SYNC)
    beside.get_by_text("2 of 42 days logged.").wait_for()
    page.evaluate(SYNC)

    page.get_by_text("2 of 42 days logged.").wait_for()


def test_a_sync_that_changes_nothing_makes_no_screen_read_again(
    product: Product, quiet_sync: Callable[[str, str], Any]
) -> None:
    product.add_people(grit="Grit")
    page = quiet_sync("grit", "/trends")
    before = changes(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate(SYNC)

    assert changes(page) == before
    assert [url for url in asked if "/api/v1/sync" in url], "it did sync"
    assert [url for url in asked if "/api/v1/days" in url or "/api/v1/trends" in url] == []
