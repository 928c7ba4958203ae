"""An alert's own page: the thing to do stands out, the answers suit the level, none is favoured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
ID = "0199aaaa-0000-7000-8000-000000000031"
FILLED = "main .button:not(.plain):not(.bare):not(.danger)"


@pytest.fixture(scope="module")
def phone(product: Product, browser: Any) -> Iterator[Any]:
    """One signed-in phone for all alerts of this module."""
    context = browser.new_context(
        base_url=product.address, viewport={"width": 360, "height": 640}, locale="en-GB",
        timezone_id="Europe/London",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, "ada")
    yield page
    context.close()


@pytest.fixture
def show(phone: Any) -> Callable[..., Any]:
    """Return a function that opens an alert made of these fields and returns the page."""

    def open_alert(urgency: str, **more: Any) -> Any:
        alert = {
            "id": ID, "kind": "red_flag", "state": "open", "urgency": urgency, "title": "A title",
            "message": "A message.", "tell_clinician": "", "because": [], "rule": "RF-X-1",
            "knowledge_version": "x", "day": "2026-01-01", "raised_at": "2026-01-01T08:00:00Z",
        } | more  # fmt: skip

        def with_alert(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, json=answer.json() | {"alerts": [alert]})

        phone.unroute_all(behavior="ignoreErrors")
        phone.route("**/api/v1/sync", with_alert)
        phone.goto("/today")
        phone.locator("[data-sync=synced]").wait_for()
        phone.goto(f"/alerts/{ID}")
        phone.get_by_role("heading", name="A title").wait_for()
        assert faults(phone) == []
        return phone

    return open_alert


def test_in_an_emergency_the_call_is_the_one_filled_button_and_comes_first(
    show: Callable[..., Any],
) -> None:
    page = show("emergency_now", recheck={"reason": "new_answers"})

    assert page.locator(FILLED).all_inner_texts() == ["Call 999"]
    call = page.locator(FILLED).bounding_box()
    assert call["y"] + call["height"] < 640
    answer = page.get_by_role("button", name="I am calling for help").bounding_box()
    check = page.get_by_role("link", name="Check again").bounding_box()
    assert call["y"] < answer["y"] < check["y"]


def test_care_on_the_same_day_has_its_number_to_tap(show: Callable[..., Any]) -> None:
    page = show("same_day", message="Be seen today, or call {URGENT}.")

    assert page.get_by_role("link", name="Call 111").get_attribute("href") == "tel:111"
    page.get_by_text("Be seen today, or call 111.").wait_for()
    assert page.locator(FILLED).count() == 1


def test_below_care_today_nothing_is_to_be_dialled_and_a_new_check_leads(
    show: Callable[..., Any],
) -> None:
    page = show("within_days", recheck={"reason": "new_answers"})

    assert page.locator("main > .stack > :not(details) a[href^='tel:']").count() == 0
    assert page.locator(FILLED).all_inner_texts() == ["Check again"]


def test_a_word_to_know_is_not_answered_with_being_in_care(show: Callable[..., Any]) -> None:
    page = show("self_care", kind="advice")

    answers = page.get_by_role("region", name="Your answer").get_by_role("button")
    assert answers.all_inner_texts() == ["I have read this", "This does not apply to me"]


def test_being_told_it_is_nothing_dangerous_is_no_more_at_hand_than_not_yet(
    show: Callable[..., Any],
) -> None:
    page = show("same_day", kind="were_you_seen", episode=ID)

    answers = page.get_by_role("region", name="Your answer").get_by_role("button").all()
    looks = {
        answer.evaluate("(e) => getComputedStyle(e).backgroundColor + getComputedStyle(e).color")
        for answer in answers
    }
    assert len(answers) == 3
    assert len(looks) == 1
