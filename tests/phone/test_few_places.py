"""Where it hurts, when only some places are still asked about: no tap goes unanswered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product

pytestmark = pytest.mark.browser
DRAW = """async (findings) => {
  const { html, render, useState } = await import("/static/pwa/html.js");
  const { Question } = await import("/static/pwa/parts/question.js");
  const screen = { id: "places", kind: "body_map", title: "Where does it hurt?", findings };
  function Held() {
    const [given, setGiven] = useState({});
    window.given = given;
    return html`<${Question} screen=${screen} given=${given} onChange=${setGiven} />`;
  }
  const root = document.querySelector("#app");
  render(null, root);
  render(html`<main class="asking kind-body_map"><${Held} /></main>`, root);
}"""


@pytest.fixture
def draw(product: Product, open_phone: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that draws the screen asking about these places and returns the page."""
    page = open_phone(product.address, size={"width": 360, "height": 640})
    sign_in(page, "ada")

    def drawn(*findings: str) -> Any:
        page.evaluate(DRAW, list(findings))
        page.locator("main.asking").wait_for()
        return page

    return drawn


def test_a_few_places_are_a_list_to_tick(draw: Callable[..., Any]) -> None:
    page = draw("loc_calf", "loc_groin_hip_front")

    assert page.locator(".bodymap").count() == 0
    page.locator(".ticklist [data-tick=loc_calf]").click()
    page.wait_for_function("window.given.loc_calf === true")


def test_on_the_drawing_what_is_not_asked_is_faint_and_is_no_answer(
    draw: Callable[..., Any],
) -> None:
    page = draw("loc_calf", "loc_groin_hip_front", "loc_thigh_front", "loc_low_back")

    asked = page.locator("[data-place=loc_calf][data-leg=left]").first
    other = page.locator("[data-place=loc_sit_bone][data-leg=left]").first
    assert "plain" not in (asked.get_attribute("class") or "")
    assert other.get_attribute("class") == "plain"
    asked.click()
    page.wait_for_function("window.given.loc_calf === true")
    other.click(force=True)
    assert "loc_sit_bone" not in page.evaluate("window.given")
