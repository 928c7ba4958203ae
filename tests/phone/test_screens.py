"""Every screen: no WCAG fault, keyboard, large text, and the emergency without scrolling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in, tell_sign, wait_until
from tests.phone.product import Product

pytestmark = pytest.mark.browser

SCREENS = [
    "/today", "/trends", "/check", "/me", "/me/data", "/measure", "/team", "/alerts", "/result",
    "/episodes",
    "/join/ABCD-1234",
]  # fmt: skip
OUTSIDE = ["/welcome", "/signin", "/signup", "/reset-password", "/verify-email"]


def faults(page: Any) -> list[str]:
    """Return what axe finds, in words."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


AT_REST = """async () => {
  const { app } = await import("/static/pwa/state.js");
  const loading = [...document.querySelectorAll("#app *")]
    .some((e) => e.textContent === "Loading" && e.checkVisibility());
  return app.ready && !loading && !(app.me && ["idle", "sending"].includes(app.sync.state));
}"""


def settle(page: Any, address: str) -> None:
    """Open an address and wait until nothing of it is still loading and the phone has synced."""
    page.goto(address)
    page.locator("h1").wait_for()
    wait_until(page, lambda: page.evaluate(AT_REST))
    page.wait_for_load_state("networkidle")  # cards that say nothing while they load


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_before_signing_in_are_accessible(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    page = open_phone(product.address, color_scheme=scheme)
    settle(page, "/welcome")
    assert faults(page) == []
    page.get_by_role("button", name="I have read this and agree").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    for place in OUTSIDE[1:]:
        settle(page, place)
        assert faults(page) == [], place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_are_accessible(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, "ada")
    for place in SCREENS:
        settle(page, place)
        assert faults(page) == [], place
    assert page.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_emergency_is_accessible_and_needs_no_scrolling(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    page = open_phone(product.address, size={"width": 360, "height": 640}, color_scheme=scheme)
    sign_in(page, "ada")
    page.context.set_offline(True)
    tell_sign(page, "saddle_numb", "true")

    screen = page.get_by_role("alertdialog")
    screen.wait_for()
    assert faults(page) == []
    for part in ("Call 999", "What to tell them", "I am getting care", "I have read this"):
        box = screen.get_by_text(part).first.bounding_box()
        assert box is not None, part
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 640, part
    assert page.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    assert page.get_by_role("navigation").count() == 0


def test_today_can_be_filled_with_the_keyboard_alone(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")
    slider = page.get_by_role("slider")

    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.innerText || document.activeElement.type")
        )
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")

    assert {"range", "None of these", "Yes", "No", "Not sure", "+250 ml", "Save today"} <= (
        reached | {page.locator(".savebar button").inner_text()}
    )
    page.locator("input[aria-valuetext='3, Mild, easy to ignore']").wait_for()
    outline = page.evaluate(
        "getComputedStyle(document.querySelector('.slider input')).outlineStyle"
    )
    assert outline != "none"


def test_targets_are_large_and_nothing_runs_over_the_side_with_doubled_text(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "ada")
    for place in SCREENS:
        settle(page, place)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button, a.button, summary, .nav a, select, .field input')]
              .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 47.5)
              .map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], place
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place


def test_without_the_rules_the_fixed_list_is_shown(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    page.route("**/api/v1/triage/knowledge", lambda route: route.abort())
    sign_in(page, "ada", rules=False)

    tell_sign(page, "weak_leg", "true")

    screen = page.get_by_role("alertdialog")
    assert "We could not complete the check" in screen.inner_text()
    assert "A cold, pale or blue leg" in screen.inner_text()
    page.get_by_role("button", name="I have read this").click()
    screen.wait_for(state="detached")
    tell_sign(page, "weak_leg", "false")
    page.locator("[data-sign=weak_leg][data-answer=false][aria-checked=true]").wait_for()


def test_an_open_alert_stands_above_a_screen_that_stays_usable(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    alert = {
        "id": "0199aaaa-0000-7000-8000-000000000001", "kind": "red_flag", "state": "open",
        "urgency": "emergency_now", "title": "Get emergency help now",
        "message": "Call {EMERGENCY}.",
        "tell_clinician": "", "because": [], "rule": "RF-CES-1", "knowledge_version": "x",
        "day": "2026-01-01", "raised_at": "2026-01-01T08:00:00Z",
    }  # fmt: skip

    def with_alert(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"alerts": [alert]})

    page.route("**/api/v1/sync", with_alert)
    sign_in(page, "ada")

    banner = page.get_by_role("banner").get_by_role("link")
    assert banner.inner_text() == "Get emergency help now"
    assert 48 <= banner.bounding_box()["height"] < 100
    assert page.get_by_role("heading", name="Pain right now").bounding_box()["y"] < 300
    page.get_by_role("link", name="Alerts, 1 open").wait_for()
    assert faults(page) == []

    banner.click()
    page.get_by_text("Call 999.").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="I am calling for help").click()
    page.get_by_text("You answered: I am calling for help").wait_for()
