"""Physio and athlete on the phone: totals entered, deleted, read back as far as consent allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_measures import kept
from tests.phone.test_readings_kept import answer, earlier
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def who(product: Product) -> str:
    """A person of her own for each test."""
    name = f"q{uuid4().hex[:10]}"
    product.add_people(**{name: "Rea"})
    return name


def with_physio(product: Product, who: str, *scopes: str) -> tuple[str, int, int]:
    """A team with a physio of the athlete's: the physio's key, the team, the athlete."""
    physio = f"{who}p"
    product.add_people(**{physio: "Pat Stone"})
    team = product.ask("cora", "POST", "/teams", {"name": "Harriers"})["id"]
    for name, role, shared in ((physio, "physio", []), (who, "athlete", list(scopes))):
        code = product.ask("cora", "POST", f"/teams/{team}/invitations", {"role": role})["code"]
        product.ask(name, "POST", f"/invitations/{code}/accept", {"scopes": shared})
    return physio, team, product.ask(who, "GET", "/me")["id"]


def enter_total(product: Product, physio: str, team: int, athlete: int) -> None:
    total = {
        "id": str(uuid4()), "instrument": "fash", "version": 1, "answers": {"total": 72},
        "taken_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    product.ask(physio, "POST", f"/teams/{team}/athletes/{athlete}/readings", total)


def test_a_physios_total_can_be_deleted_and_not_be_changed(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    physio, team, me = with_physio(product, who, "symptoms")
    enter_total(product, physio, team, me)
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/measure/fash")

    one = earlier(page).filter(has_text="entered by Pat Stone")
    one.wait_for()
    assert one.get_by_role("button", name="Put right").count() == 0
    one.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()

    wait_until(page, lambda: kept(product, who) == [])
    looked = f"/teams/{team}/athletes/{me}/readings"
    assert product.ask(physio, "GET", looked)["results"] == []


def test_a_physio_reads_what_the_athlete_shares_and_the_athlete_sees_it(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    physio, team, me = with_physio(product, who, "symptoms")
    enter_total(product, physio, team, me)
    answer(product, who, "nrs", 1, worst=3)
    answer(product, who, "pgic", 1, change=3)
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, physio)
    settle(page, "/team")
    page.get_by_role("link", name="Readings of Rea").click()

    page.get_by_text("72 on 0 to 100").wait_for()
    page.get_by_text("a little better").wait_for()
    assert page.get_by_role("heading", name="Pain, 0 to 10").count() == 0, "pain is not shared"
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    looks = product.ask(who, "GET", "/access-log")["results"]
    assert ("Pat Stone", "readings") in {(one["viewer"], one["what"]) for one in looks}

    membership = next(one for one in product.ask(who, "GET", "/teams")["results"])
    product.ask(who, "PATCH", f"/memberships/{membership['id']}", {"scopes": []})
    settle(page, f"/team/{team}-{me}")
    page.get_by_role("heading", name="Nothing is shared").wait_for()
    assert faults(page) == []
    assert page.errors == []


def test_a_physio_puts_their_own_total_right_and_deletes_it_and_no_answer_of_the_athlete(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    physio, team, me = with_physio(product, who, "symptoms", "pain")
    enter_total(product, physio, team, me)
    answer(product, who, "nrs", 1, worst=3)
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, physio)
    settle(page, f"/team/{team}-{me}")
    mine = earlier(page).filter(has_text="entered by you")
    mine.wait_for()
    assert page.get_by_role("button", name="Put right").count() == 1

    mine.get_by_role("button", name="Put right").click()
    total = mine.get_by_label("Total", exact=True)
    assert total.input_value() == "72"
    assert faults(page) == []
    total.fill("101")
    assert page.get_by_role("button", name="Save the change").is_disabled()
    total.fill("27")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save the change").click()
    page.get_by_text("No connection. Nothing was changed.").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save the change").click()
    page.get_by_text("Put right: 27 on 0 to 100.").wait_for()
    mine.get_by_text("27 on 0 to 100").wait_for()
    assert [one["score"] for one in kept(product, who)] == [27, 3]

    mine.get_by_role("button", name="Delete").click()
    assert faults(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Delete it").click()
    page.get_by_text("Deleted.", exact=True).wait_for()
    wait_until(page, lambda: earlier(page).count() == 1)
    assert [one["instrument"] for one in kept(product, who)] == ["nrs"]
    looks = product.ask(who, "GET", "/access-log")["results"]
    assert {"total entered", "total corrected", "total deleted"} <= {one["what"] for one in looks}
    assert page.errors == []
