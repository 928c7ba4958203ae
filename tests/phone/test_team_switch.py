"""A coach of several teams: where a push leads, which team waits, which was looked at last."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
CHECK = "Please check on"


def join(product: Product, coach: str, team: int, athlete: str) -> int:
    """Let an athlete join and be asked about in an emergency; return who they are."""
    code = product.ask(coach, "POST", f"/teams/{team}/invitations", {"role": "athlete"})["code"]
    product.ask(athlete, "POST", f"/invitations/{code}/accept", {"scopes": ["red_flag_contact"]})
    found: int = product.ask(coach, "GET", f"/teams/{team}/board")["results"][0]["athlete"]["id"]
    return found


def raise_flag(product: Product, who: str) -> None:
    now = datetime.now(UTC)
    fact = {
        "id": str(uuid.uuid4()), "kind": "symptom", "day": now.date().isoformat(),
        "edited_at": now.isoformat(), "finding": "saddle_numb", "value": True,
    }  # fmt: skip
    product.ask(who, "POST", "/sync", {"cursor": None, "entries": [fact]})


def test_a_coach_of_two_teams_finds_whom_it_is_about(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(tina="Tina Coach", nora="Nora Runner")
    first, second = (
        product.ask("tina", "POST", "/teams", {"name": name})["id"] for name in ("Reds", "Blues")
    )
    nora = join(product, "tina", second, "nora")
    raise_flag(product, "nora")
    page = open_phone(product.address)
    sign_in(page, "tina")

    # without an address the team where somebody waits is shown, and marked in words too
    page.goto("/team")
    page.get_by_text(f"{CHECK} Nora Runner").wait_for()
    assert page.get_by_role("button", name="Blues Somebody needs you").is_visible()
    assert page.get_by_role("button", name="Reds", exact=True).is_visible()
    assert faults(page) == []

    # what was looked at last is remembered, and the mark stays
    page.get_by_role("button", name="Reds", exact=True).click()
    page.get_by_text("Nobody here yet").wait_for()
    page.goto("/today")
    page.goto("/team")
    page.get_by_text("Nobody here yet").wait_for()
    page.locator("[data-waits]").wait_for()

    # where a push leads, it is that team and that athlete
    page.goto(f"/team/{second}/{nora}")
    page.locator("tr[aria-current=true]").get_by_text("Nora Runner", exact=True).wait_for()
    page.get_by_role("button", name="Reds", exact=True).wait_for()
    assert first != second
    assert faults(page) == []
    assert page.errors == []


def test_an_address_of_another_team_shows_ones_own(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(otto="Otto Coach", ursa="Ursa Coach")
    theirs = product.ask("ursa", "POST", "/teams", {"name": "Greens"})["id"]
    product.ask("otto", "POST", "/teams", {"name": "Golds"})
    page = open_phone(product.address)
    sign_in(page, "otto")

    page.goto(f"/team/{theirs}/1")

    page.get_by_role("heading", name="Golds").wait_for()
    page.get_by_text("Nobody here yet").wait_for()
    assert page.errors == []
