"""Every screen of the check: no WCAG fault, emergency part unscrolled, keyboard, large text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.check_walk import STRAIN, answer_screen, screen_of, start_check, walk_to_the_result
from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main button, main a.button, main summary, main input, main select')]
  .filter((e) => e.offsetParent && e.type !== 'range')
  .filter((e) => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
  .map((e) => e.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('body *')].filter((e) => {
  const style = getComputedStyle(e);
  return [...style.transitionDuration.split(','), ...style.animationDuration.split(',')]
    .some((time) => parseFloat(time) > 0); }).map((e) => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def page(product: Product, open_phone: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    """A small phone of somebody who has never done a check, with reduced motion."""
    who = request.node.name[5:40].replace("_", "-").strip("-")
    product.add_people(**{who: "Ada Lind"})
    page = open_phone(product.address, size=SMALL, reduced_motion="reduce")
    sign_in(page, who)
    return page


def test_every_screen_is_accessible_in_both_themes_and_the_emergency_part_needs_no_scrolling(
    page: Any,
) -> None:
    emergency = []

    def look(screen: str) -> None:
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert faults(page) == [], (screen, scheme)
        assert page.evaluate(SMALL_TARGETS) == [], screen
        assert page.evaluate(MOVING) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, screen
        if page.locator(".emergency-page").count():
            emergency.append(screen)
            assert page.evaluate("document.documentElement.scrollHeight") <= 640, screen

    start_check(page)
    walk_to_the_result(page, STRAIN, look=look)

    assert len(emergency) >= 6
    for details in page.locator("main details").all():
        details.locator("summary").first.click()
    look("result")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.errors == []


def test_emergency_screens_stay_in_sight_whole_when_something_has_been_raised(page: Any) -> None:
    start_check(page)
    page.locator("[data-unsure=bladder_retention]").click()

    tall = {}
    while page.locator(".emergency-page").count():
        page.get_by_role("button", name="So far: be seen today").wait_for()
        tall[screen_of(page)] = page.evaluate("document.documentElement.scrollHeight")
        answer_screen(page, STRAIN)

    assert {screen: height for screen, height in tall.items() if height > 640} == {}
    assert len(tall) >= 6


def test_with_doubled_text_nothing_runs_over_the_side(page: Any) -> None:
    start_check(page)

    def look(screen: str) -> None:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, screen

    seen = set()
    while len(seen) < 14:
        look(screen_of(page))
        seen.add(screen_of(page))
        answer_screen(page, STRAIN)

    assert "about-you" in seen


def press_until(page: Any, wanted: str) -> None:
    """Press Tab until the thing with this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        )
        if name.strip() == wanted:
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_the_keyboard_alone_goes_through_the_emergency_part(page: Any) -> None:
    page.goto("/check")
    page.get_by_role("button", name="Start").wait_for()
    press_until(page, "Start the check")
    page.keyboard.press("Enter")
    page.locator("main[data-screen=between-the-legs]").wait_for()
    wait_until(page, lambda: page.evaluate("document.activeElement.tagName") == "H1")

    press_until(page, "New trouble starting to pee, weak flow, or cannot pee")
    page.keyboard.press("Space")
    page.get_by_role("alertdialog").wait_for()
    press_until(page, "I have read this")
    page.keyboard.press("Enter")
    page.locator("main[data-screen=between-the-legs]").wait_for()
    page.locator("[data-tick=bladder_retention][aria-checked=true]").wait_for()
    press_until(page, "Not sure: New trouble starting to pee, weak flow, or cannot pee")
    page.keyboard.press("Space")
    press_until(page, "Only these")
    page.keyboard.press("Enter")
    page.locator("main[data-screen=between-the-legs]").wait_for(state="detached")
    while page.locator(".emergency-page .ticklist").count():
        here = screen_of(page)
        press_until(page, "None of these")
        page.keyboard.press("Enter")
        page.locator(f"main[data-screen={here}]").wait_for(state="detached")
        page.locator("main[data-screen]").wait_for()
    here, first = screen_of(page), page.get_by_role("radio").first
    press_until(page, first.inner_text().strip())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.locator(f"main[data-screen={here}]").wait_for(state="detached")


def test_the_drawing_and_the_list_say_the_same(page: Any) -> None:
    start_check(page)
    while screen_of(page) != "places":
        answer_screen(page, STRAIN)

    page.locator("[data-place=loc_calf][data-leg=left]").click()
    page.locator("[data-place=loc_knee][data-leg=right]").click()
    page.get_by_text("Choose from a list").click()
    page.locator(".picker [data-tick=loc_sit_bone]").click()
    page.locator("[data-place=loc_calf][data-leg=left]").click()

    marked = "Sit bone or crease under the buttock, In or around the knee"
    wait_until(page, lambda: page.locator(".bodymap .marked").inner_text() == marked)
    page.locator("[role=radio][aria-checked=true]", has_text="Both").wait_for()
    wait_until(page, lambda: page.locator(".legs path.on").count() == 4)
    assert faults(page) == []
