"""What could not be read is said so: never drawn as "nothing there", and tried again at a tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import entry, today

pytestmark = pytest.mark.browser
API = "**/api/v1/**"
SMALL = {"width": 360, "height": 640}
WAYS: dict[str, Callable[[Any], None]] = {
    "busy": lambda route: route.fulfill(status=503, content_type="text/html", body="busy"),
    "away": lambda route: route.abort(),
}
NOTHING = {
    "/episodes": "No episode yet",
    "/alerts": "Nothing open",
    "/trends": "No days yet",
    "/team": "No team yet",
    "/result": "No check yet",
    "/me": "You share with nobody",
}
IS_LOADING = """() => [...document.querySelectorAll("#app *")]
  .some((e) => e.textContent === "Loading" && e.checkVisibility())"""
STATE = "import('/static/pwa/state.js').then(({ app }) => app.sync.state)"


@pytest.fixture
def named(product: Product) -> Callable[[str], str]:
    """Make somebody and return who it is."""

    def make(name: str) -> str:
        who = name.lower()
        product.add_people(**{who: f"{name} Unread"})
        return who

    return make


def fail(page: Any, way: str, what: str = API) -> None:
    page.route(what, WAYS[way])


def drawn(page: Any, address: str) -> None:
    """Open an address and wait until the phone knows that the server does not answer."""
    page.goto(address)
    page.locator("h1").wait_for()
    wait_until(page, lambda: page.evaluate(STATE) in {"offline", "waiting"})
    wait_until(page, lambda: not page.evaluate(IS_LOADING))


@pytest.mark.parametrize("way", WAYS)
def test_no_page_says_nothing_where_it_could_not_be_read(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str], way: str
) -> None:
    page = open_phone(product.address, size=SMALL)
    sign_in(page, named(f"Uma{way}"))
    for address, words in NOTHING.items():  # read once: an empty answer is what the phone keeps
        settle(page, address)
        page.get_by_text(words).wait_for()

    for address, words in NOTHING.items():
        fail(page, way)
        drawn(page, address)
        assert page.get_by_text(words).count() == 0, address
        again = page.get_by_role("button", name="Try again").first
        again.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], address
        assert faults(page) == [], address

        page.unroute(API)
        again.click()
        page.get_by_text(words).wait_for()
    assert page.errors == []


@pytest.mark.parametrize("way", WAYS)
def test_what_this_phone_holds_stands_there_as_what_it_is(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str], way: str
) -> None:
    who = named(f"Ulla{way}")
    pain = entry("pain", today() - timedelta(1), level=3)
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": [pain]})
    team = product.ask("cora", "POST", "/teams", {"name": "Blues"})["id"]
    code = product.ask("cora", "POST", f"/teams/{team}/invitations", {"role": "athlete"})["code"]
    product.ask(who, "POST", f"/invitations/{code}/accept", {"scopes": []})
    page = open_phone(product.address)
    sign_in(page, who)
    held = {"/trends": "1 of 42 days logged.", "/me": "This team may see:"}
    for address, words in held.items():
        settle(page, address)
        page.get_by_text(words).wait_for()

    fail(page, way)

    for address, words in held.items():
        drawn(page, address)
        page.get_by_text(words).wait_for()
        page.locator("[data-older]").first.wait_for()
    page.get_by_text("This is what the phone read last").first.wait_for()
    page.unroute(API)
    page.locator("[data-older]").get_by_role("button").first.click()
    wait_until(page, lambda: page.locator("[data-older]").count() == 0)
    assert page.errors == []


def test_me_knows_nobody_and_no_contact_only_from_the_server(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str]
) -> None:
    page = open_phone(product.address)
    sign_in(page, named("Ute"))
    settle(page, "/me")
    page.get_by_role("button", name="Name a contact").wait_for()
    page.get_by_text("Who looked at my data").click()
    page.get_by_text("Nobody so far.").wait_for()

    fail(page, "busy")
    drawn(page, "/me")
    page.get_by_text("Who looked at my data").click()
    page.locator("details [data-unread]").wait_for()

    assert page.get_by_text("Nobody so far.").count() == 0
    assert page.get_by_role("button", name="Name a contact").count() == 0
    assert page.get_by_role("region", name="Reminders").get_by_role("button").count() == 1
    assert page.locator("[data-unread]").count() == 4  # teams, looks, devices, contact
    assert page.errors == []


def test_an_alert_that_was_not_read_is_not_called_answered(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str]
) -> None:
    page = open_phone(product.address)
    sign_in(page, named("Uschi"))
    fail(page, "busy")

    drawn(page, "/alerts/01900000-0000-7000-8000-000000000000")

    page.get_by_role("heading", name="Could not be read").wait_for()
    assert page.get_by_text("It may have been answered").count() == 0
    assert page.get_by_label("Alerts, none open").count() == 0
    page.unroute(API)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("It may have been answered").wait_for()
    page.get_by_label("Alerts, none open").wait_for()
    assert page.errors == []


def test_an_invitation_that_could_not_be_read_asks_for_no_yes(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    team = product.ask("cora", "POST", "/teams", {"name": "Whites"})["id"]
    code = product.ask("cora", "POST", f"/teams/{team}/invitations", {"role": "coach"})["code"]
    page = open_phone(product.address)
    sign_in(page, "ada")
    fail(page, "busy", "**/api/v1/invitations/**")

    page.goto(f"/join/{code}")

    page.get_by_role("heading", name="Could not be read").wait_for()
    assert page.get_by_role("button", name="Join").count() == 0
    page.unroute("**/api/v1/invitations/**")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("You have been invited to look after this team.").wait_for()
    assert page.errors == []


def test_a_board_that_cannot_be_read_shows_nobody_of_another_team(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str]
) -> None:
    uwe, urs = named("Uwe"), named("Urs")
    reds, blues = (
        product.ask(uwe, "POST", "/teams", {"name": name})["id"] for name in ("Reds", "Blues")
    )
    code = product.ask(uwe, "POST", f"/teams/{reds}/invitations", {"role": "athlete"})["code"]
    product.ask(urs, "POST", f"/invitations/{code}/accept", {"scopes": []})
    page = open_phone(product.address)
    sign_in(page, uwe)
    settle(page, f"/team/{reds}")
    page.get_by_text("Urs Unread").wait_for()
    fail(page, "busy", f"**/api/v1/teams/{blues}/board")

    page.get_by_role("button", name="Blues", exact=True).click()

    page.get_by_role("heading", name="Could not be read").wait_for()
    assert page.get_by_text("Urs Unread").count() == 0
    assert page.get_by_text("1 athletes").count() == 0
    page.unroute(f"**/api/v1/teams/{blues}/board")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("Nobody here yet").wait_for()
    assert page.errors == []


def test_marks_of_teams_that_could_not_be_read_are_named_as_missing(
    product: Product, open_phone: Callable[..., Any], named: Callable[[str], str]
) -> None:
    udo = named("Udo")
    for name in ("Reds", "Blues"):
        product.ask(udo, "POST", "/teams", {"name": name})
    page = open_phone(product.address)
    sign_in(page, udo)
    fail(page, "busy", "**/api/v1/boards")

    page.goto("/team")

    page.locator("[data-unmarked]").wait_for()
    assert faults(page) == []
    page.unroute("**/api/v1/boards")
    page.locator("[data-unmarked]").get_by_role("button").click()
    page.locator("[data-unmarked]").wait_for(state="detached")
    assert page.errors == []
