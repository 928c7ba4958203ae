"""Readings on the phone and the real server: drawn, put right, deleted, with no network too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_measures import kept
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import today
from tests.phone.test_trends import picture

pytestmark = pytest.mark.browser


@pytest.fixture
def who(product: Product) -> str:
    """A person of her own for each test."""
    name = f"r{uuid4().hex[:10]}"
    product.add_people(**{name: "Rea"})
    return name


def answer(
    product: Product, who: str, name: str, back: int = 0, *, hour: int = 0, **given: Any
) -> dict[str, Any]:
    """Answer a form so many days ago; of two answers the one with the later hour is newer."""
    body = {
        "id": str(uuid4()), "instrument": name, "version": 1, "answers": given,
        "taken_at": (datetime.now(UTC) - timedelta(days=back + 1) + timedelta(hours=hour))
        .isoformat(), "day": str(today() - timedelta(back)),
    }  # fmt: skip
    made: dict[str, Any] = product.ask(who, "POST", "/readings", body)
    return made


def cells(page: Any) -> list[str]:
    """What the table beside a picture says of each day, today first."""
    page.get_by_text("The same as a table").click()
    rows = page.locator(".inside tbody tr")
    rows.first.wait_for()
    found: list[str] = rows.all_inner_texts()
    return found


def earlier(page: Any) -> Any:
    return page.locator("[data-reading]")


def test_readings_are_drawn_with_the_band_of_their_instrument(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    for back, level in ((12, 7), (8, 6), (1, 3)):
        answer(product, who, "nrs", back, worst=level)
    answer(product, who, "nrs", 1, hour=2, worst=4)
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/trends")

    picture(page, "Pain, 0 to 10")

    page.get_by_text("too small a change to mean something").wait_for()
    page.get_by_text("3 of 42 days logged.").wait_for()
    wait_until(page, lambda: page.locator(".uplot").count() == 1)
    assert faults(page) == []
    told = cells(page)
    assert ["7" in told[12], "6" in told[8], "4" in told[1]] == [True] * 3
    assert "not logged" in told[2]


def test_an_instrument_without_a_known_change_has_no_band(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    answer(product, who, "pgic", 2, change=2)
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/trends")

    picture(page, "Better or worse?")

    page.get_by_text("1 of 42 days logged.").wait_for()
    assert page.get_by_text("too small a change to mean something").count() == 0


def test_a_year_of_readings_is_drawn_whole(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    product.manage("shell", "-c", (
        "from datetime import UTC, datetime, timedelta; from uuid import uuid4\n"
        "from accounts.models import User; from tracker.models import Reading\n"
        f"bea = User.objects.get(email='{who}@example.test'); now = datetime.now(UTC)\n"
        "Reading.objects.bulk_create(Reading(athlete=bea, uid=uuid4(), instrument='nrs',"
        " version=1, answers={'worst': 3}, score=3, day=(now - timedelta(days=n)).date(),"
        " zone='Europe/London', taken_at=now - timedelta(days=n), received_at=now,"
        " edited_at=now, edited_at_raw=now, entered_by='athlete') for n in range(1, 231))"
    ))  # fmt: skip
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/trends")

    picture(page, "Pain, 0 to 10")
    page.get_by_role("radio", name="Year").click()

    page.get_by_text("230 of 365 days logged.").wait_for()


def test_a_slip_of_the_thumb_is_put_right_with_no_network(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    made = answer(product, who, "sitting", 1, minutes=400 // 10)
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, who)
    settle(page, "/measure/sitting")
    earlier(page).get_by_text("40 min").wait_for()
    assert faults(page) == []
    page.context.set_offline(True)

    earlier(page).get_by_role("button", name="Put right").click()
    minutes = page.get_by_label("How many minutes until it begins to hurt?")
    assert minutes.input_value() == "40"
    assert faults(page) == []
    minutes.fill("14")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_text("Put right on this phone: 14 min.").wait_for()
    earlier(page).get_by_text("14 min").wait_for()
    assert earlier(page).count() == 1
    assert kept(product, who) == [made]
    page.context.set_offline(False)

    wait_until(page, lambda: kept(product, who)[0]["score"] == 14)
    told = product.ask(who, "GET", f"/readings/{made['id']}")
    assert [one["score"] for one in told["versions"]] == [40, 14]
    assert (told["day"], told["taken_at"]) == (made["day"], made["taken_at"])
    settle(page, "/trends")
    picture(page, "How long you can sit")
    page.get_by_text("1 of 42 days logged.").wait_for()
    assert "14" in cells(page)[1]
    assert page.errors == []


def test_an_answer_that_still_waits_can_be_put_right_and_deleted(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/measure/pgic")
    page.context.set_offline(True)
    page.get_by_label("the same").check()
    page.get_by_role("button", name="Save", exact=True).click()
    earlier(page).get_by_text("the same").wait_for()

    earlier(page).get_by_role("button", name="Put right").click()
    page.get_by_label("a little better").check()
    page.get_by_role("button", name="Save the change").click()
    earlier(page).get_by_text("a little better").wait_for()
    page.context.set_offline(False)

    wait_until(page, lambda: [one["score"] for one in kept(product, who)] == [3])


def test_a_deleted_answer_is_asked_about_once_and_leaves_the_other_phone_too(
    product: Product, open_phone: Callable[..., Any], who: str
) -> None:
    answer(product, who, "nrs", 2, worst=9)
    answer(product, who, "nrs", 1, worst=3)
    other = open_phone(product.address)
    sign_in(other, who)
    settle(other, "/measure/nrs")
    wait_until(other, lambda: earlier(other).count() == 2)
    page = open_phone(product.address)
    sign_in(page, who)
    settle(page, "/measure/nrs")

    wrong = earlier(page).filter(has_text="9 on 0 to 10")
    wrong.get_by_role("button", name="Delete").click()
    assert faults(page) == []
    page.get_by_role("button", name="Keep it").click()
    assert len(kept(product, who)) == 2
    wrong.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    page.get_by_text("Deleted on this phone.").wait_for()
    wait_until(page, lambda: [one["score"] for one in kept(product, who)] == [3])
    wait_until(page, lambda: earlier(page).count() == 1)

    settle(other, "/measure/nrs")
    wait_until(other, lambda: earlier(other).count() == 1)
