"""Tokens under Me and the club's systems under Team: made, seen once, ended; accessible."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser


def status_with(product: Product, token: str) -> int:
    asked = urllib.request.Request(
        f"{product.address}/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_token_is_made_on_the_phone_seen_once_and_ended(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"tok{scheme}"
    product.add_people(**{who: "Tok Lind"})
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, who)
    settle(page, "/me")

    page.get_by_text("Tokens", exact=True).click()
    page.get_by_text("None so far.").wait_for()
    page.get_by_label("What is it for?").fill("My watch")
    page.get_by_role("group", name="It may").get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator("#token-secret").inner_text()

    assert status_with(product, secret) == 200
    page.get_by_text("Read, until").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").or_(page.get_by_text("Marked. Copy it from here.")).wait_for()

    page.reload()
    page.get_by_text("Tokens", exact=True).click()
    page.get_by_text("My watch").wait_for()
    assert secret not in page.content()
    page.get_by_role("button", name="End My watch").click()
    page.get_by_role("button", name="End it").click()
    page.get_by_text("Ended. It opens nothing any more.").wait_for()
    assert status_with(product, secret) == 401
    assert page.errors == []


def test_an_owner_adds_and_removes_a_system_of_the_club(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(hook="Hook Lane")
    team = product.ask("hook", "POST", "/teams", {"name": "Harriers"})["id"]
    page = open_phone(product.address)
    sign_in(page, "hook")
    settle(page, "/team")

    page.get_by_text("The club's own systems").click()
    page.get_by_text("None so far.").wait_for()
    page.get_by_label("Address (https)").fill("http://10.0.0.5/x")
    page.get_by_role("button", name="Add a system").click()
    page.get_by_text("Give an https address on port 443").wait_for()
    page.get_by_label("Address (https)").fill("https://club.example/thighcare")
    page.get_by_role("button", name="Add a system").click()
    assert len(page.locator("#hook-secret").inner_text()) > 20
    page.get_by_text("Nothing was sent to it yet").wait_for()
    assert faults(page) == []

    page.get_by_role("button", name="Remove https://club.example/thighcare").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("None so far.").wait_for()
    path = f"/teams/{team}/webhooks"
    wait_until(page, lambda: product.ask("hook", "GET", path)["results"] == [])
    assert page.locator("#hook-secret").count() == 0
    assert page.errors == []


def test_a_coach_who_does_not_own_the_team_sees_no_systems(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(own="Own Lane", coa="Coa Lane")
    team = product.ask("own", "POST", "/teams", {"name": "Striders"})["id"]
    code = product.ask("own", "POST", f"/teams/{team}/invitations", {"role": "coach"})["code"]
    product.ask("coa", "POST", f"/invitations/{code}/accept", {"scopes": []})
    page = open_phone(product.address)
    sign_in(page, "coa")
    settle(page, "/team")

    page.get_by_role("heading", name="Invite").wait_for()
    assert page.get_by_text("The club's own systems").count() == 0
