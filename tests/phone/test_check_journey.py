"""A check from the first screen to the result, as people go through it, mostly with no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.check_walk import (
    RUPTURE,
    STRAIN,
    answer_screen,
    done,
    screen_of,
    start_check,
    walk_to_the_result,
)  # fmt: skip
from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def page(product: Product, open_phone: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    """A phone of somebody who has never done a check."""
    who = request.node.name[5:40].replace("_", "-").strip("-")
    product.add_people(**{who: "Ada Lind"})
    page = open_phone(product.address, size={"width": 360, "height": 640})
    page.who = who
    sign_in(page, who)
    return page


def checks(product: Product, page: Any) -> list[Any]:
    return list(product.ask(page.who, "GET", "/triage/assessments")["results"])


def test_a_strain_is_asked_and_told_with_no_network_from_a_fresh_start(
    product: Product, page: Any
) -> None:
    page.context.set_offline(True)
    page.goto("/today")
    start_check(page)

    screens = walk_to_the_result(page, STRAIN)

    assert screens[0] == "between-the-legs"
    assert "about-you" in screens
    text = page.locator("main").inner_text()
    assert "Hamstring strain" in text
    assert "Judged on this phone" in text
    assert "A clinician who examines you may reach a different view." in text
    assert "bruise" in text
    assert "%" not in text
    assert "{" not in text

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: len(checks(product, page)) == 1)
    page.get_by_text("Judged on this phone").wait_for(state="detached")
    [kept] = checks(product, page)
    assert kept["id"] == page.url.split("/")[-1]
    assert kept["complete"]
    assert kept["causes"][0]["id"].startswith("hs_strain")
    assert page.errors == []


def test_an_emergency_takes_the_screen_at_the_tap_and_the_check_can_go_on(
    product: Product, page: Any
) -> None:
    page.context.set_offline(True)
    start_check(page)

    page.locator("[data-tick=saddle_numb]").click()

    screen = page.get_by_role("alertdialog")
    screen.wait_for()
    assert page.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    page.get_by_role("button", name="I have read this").click()
    screen.wait_for(state="detached")
    assert screen_of(page) == "between-the-legs"
    assert page.locator("[data-tick=saddle_numb]").get_attribute("aria-checked") == "true"
    page.get_by_role("button", name="So far: get emergency help now").wait_for()

    screens = walk_to_the_result(page, STRAIN)

    assert "long-known" in screens
    text = page.locator("main").inner_text()
    assert text.index("Get emergency help now") < text.index("Call 999")
    assert "What fits your answers" not in text
    assert "What you can do yourself" not in text
    assert "Hamstring strain" not in text

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: len(checks(product, page)) == 2)
    assert {one["urgency_now"] for one in checks(product, page)} == {"emergency_now"}
    assert page.errors == []


def test_what_asks_for_care_today_is_told_with_no_causes_and_found_again(
    product: Product, page: Any
) -> None:
    start_check(page)

    walk_to_the_result(page, RUPTURE)

    text = page.locator("main").inner_text()
    assert "Be seen today" in text
    assert "What fits your answers" not in text
    call = page.locator(".action-card a.call")
    assert call.get_attribute("href") == "tel:111"
    wait_until(page, lambda: len(checks(product, page)) == 1)

    page.goto("/me")
    page.get_by_role("link", name="Earlier checks").click()
    page.locator(".list a").first.click()

    page.locator(".action-card").wait_for()
    assert "Be seen today" in page.locator(".action-card .status").inner_text()


def test_a_paused_check_goes_on_where_it_was_left(page: Any) -> None:
    start_check(page)
    page.locator("[data-unsure=bladder_incontinence_new]").click()
    done(page)
    page.locator("main[data-screen=bowel-and-feeling]").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("alertdialog").wait_for()  # not sure of that sign asks for care today
    page.get_by_role("button", name="I have read this").click()
    page.get_by_role("alertdialog").wait_for(state="detached")

    page.goto("/today")
    page.get_by_text("Your check is not finished").wait_for()
    page.get_by_role("link", name="Go on").click()

    page.locator("main[data-screen=bowel-and-feeling]").wait_for()
    page.get_by_role("button", name="Back").click()
    page.locator("main[data-screen=between-the-legs]").wait_for()
    unsure = page.locator("[data-unsure=bladder_incontinence_new]")
    assert unsure.get_attribute("aria-pressed") == "true"


def test_a_question_that_may_be_skipped_is_left_as_not_sure(page: Any) -> None:
    start_check(page)
    for _ in range(2):
        answer_screen(page, STRAIN)
    assert screen_of(page) == "sexual-feeling"

    page.get_by_role("button", name="Skip this one").click()
    page.locator("main[data-screen]:not([data-screen=sexual-feeling])").wait_for()

    kept = page.evaluate(
        """async () => {
          const { app } = await import("/static/pwa/state.js");
          return app.draft.steps.map((step) => step.given.sexual_dysfunction_new);
        }"""
    )
    assert "unsure" in kept
    assert False not in kept


def test_the_way_back_of_the_browser_is_the_way_back_of_the_check(page: Any) -> None:
    start_check(page)
    for _ in range(2):
        answer_screen(page, STRAIN)
    here = screen_of(page)

    page.go_back()
    page.locator("main[data-screen=bowel-and-feeling]").wait_for()
    page.go_forward()

    page.locator(f"main[data-screen={here}]").wait_for()


def test_nobody_says_no_to_a_sign_that_was_never_in_sight(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    start_check(page)

    assert page.get_by_role("button", name="None of these").count() == 0
    page.get_by_role("button", name="See the rest").click()

    page.get_by_role("button", name="None of these").wait_for()


def test_where_no_further_question_can_be_found_the_fixed_list_stands_and_nothing_is_called_clear(
    page: Any,
) -> None:
    start_check(page)
    page.evaluate(
        """async () => {
          const { app } = await import("/static/pwa/state.js");
          const { screens: _gone, ...knowledge } = app.knowledge.knowledge;
          app.knowledge = { ...app.knowledge, knowledge };
        }"""
    )

    page.get_by_role("button", name="None of these").click()

    screen = page.get_by_role("alertdialog")
    screen.get_by_text("We could not complete the check").wait_for()
    page.get_by_role("button", name="I have read this").click()
    page.locator(".action-card").wait_for()
    assert "Some checks are still open" in page.locator("main").inner_text()


def test_the_profile_is_shown_for_confirmation_once(product: Product, page: Any) -> None:
    start_check(page)
    first = screens_until_past_the_emergency_ones(page)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("heading", name="Or begin again").wait_for()
    start_check(page)

    second = screens_until_past_the_emergency_ones(page)

    assert first[-1] == "about-you"
    assert second[-1] != "about-you"
    wait_until(
        page, lambda: product.ask(page.who, "GET", "/me")["profile"]["sex_at_birth"] == "male"
    )


def screens_until_past_the_emergency_ones(page: Any) -> list[str]:
    """Answer until a screen is done that is none of the emergency; return them all."""
    seen = []
    last = False
    while not last:
        seen.append(screen_of(page))
        last = page.locator(".emergency-page").count() == 0
        answer_screen(page, STRAIN)
    return seen
