"""The one object every screen looks at: a change is drawn, however early it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.product import Product

pytestmark = pytest.mark.browser
# A copy of the module with watchers of its own: nothing else of the app can draw again.
EARLY = """async () => {
  const { html, render } = await import("/static/pwa/html.js");
  const { update, useApp } = await import("/static/pwa/state.js?alone");
  const place = document.body.appendChild(document.createElement("section"));
  const Shown = () => html`<p>${useApp().told}</p>`;
  render(html`<${Shown} />`, place);
  update({ told: "came before the effects" });
}"""


def test_a_change_that_comes_before_the_first_effects_is_drawn(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    page.goto("/welcome")
    page.get_by_role("heading", name="Before you start").wait_for()

    page.evaluate(EARLY)

    page.get_by_text("came before the effects").wait_for()
    assert page.errors == []
