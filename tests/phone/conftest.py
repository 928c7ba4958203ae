"""A real browser and a real server; every test has a browser context of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.phone.product import PASSWORD, Product, running

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}

# No push service can be reached from a test: the subscription is made here, the rest is real.
STUB_PUSH = """
(() => {
  const make = () => {
    const kept = JSON.parse(localStorage.getItem('test-subscription') || 'null');
    return kept && { ...kept, options: {}, toJSON: () => kept, unsubscribe: async () => {
      localStorage.removeItem('test-subscription'); return true; } };
  };
  if (!window.PushManager) return;
  PushManager.prototype.subscribe = async function () {
    if (!window.__subscription) throw new DOMException('no push service', 'AbortError');
    localStorage.setItem('test-subscription', JSON.stringify(window.__subscription));
    return make();
  };
  PushManager.prototype.getSubscription = async function () { return make(); };
})();
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, once for the whole run."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for the tests that need no setting of their own."""
    with running(tmp_path_factory.mktemp("product")) as product:
        product.add_people(ada="Ada Lind", cora="Cora Lane")
        yield product


@pytest.fixture
def open_phone(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a fresh phone at an address."""
    contexts = []

    def open_one(address: str, *, size: dict[str, int] = PHONE, **options: Any) -> Any:
        context = browser.new_context(
            base_url=address, viewport=size, locale="en-GB", timezone_id="Europe/London",
            has_touch=True, **options,
        )  # fmt: skip
        contexts.append(context)
        context.grant_permissions(["notifications"], origin=address)
        context.add_init_script(STUB_PUSH)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
            # shown by pytest where the test failed: where each phone stood
            print(page.url, page.errors, page.inner_text("body")[:400])
        context.close()


RULES = "import('/static/pwa/state.js').then(({ app }) => app.knowledge !== null)"


def sign_in(page: Any, who: str, *, rules: bool = True) -> None:
    """Go through first run and sign-in as a person does, until all that works offline is there."""
    page.goto("/")
    page.get_by_role("button", name="I have read this and agree").click()
    page.get_by_label("E-mail").fill(f"{who}@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Anything new?").wait_for()
    wait_until(page, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.locator("[data-sync=synced]").wait_for()
    if rules:  # without them a tap is answered by the fixed list
        wait_until(page, lambda: page.evaluate(RULES))


def tell_sign(page: Any, finding: str, answer: str) -> None:
    """Answer a sign on Today; one that is not asked today is behind "Another sign"."""
    button = page.locator(f"[data-sign={finding}][data-answer={answer}]")
    button.wait_for(state="attached")
    if not button.is_visible():
        page.get_by_text("Another sign").click()
    button.click()


def wait_until(page: Any, holds: Callable[[], bool], *, seconds: float = 30) -> None:
    """Let the page go on until something holds."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"did not come true within {seconds} s")
