"""The activity of Today: after saving, the next one can be added and nothing is edited unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product

pytestmark = pytest.mark.browser


def test_after_a_saved_activity_the_next_can_be_added_or_taken_as_it_was(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(acta="Acta Lind")
    page = open_phone(product.address)
    sign_in(page, "acta")
    card = page.locator("section.card").filter(has=page.get_by_role("heading", name="Activity"))

    card.get_by_role("button", name="Add activity").click()
    card.get_by_role("button", name="Hard", exact=True).click()
    page.get_by_role("button", name="Save today").click()
    page.get_by_role("button", name="Change Run, 30 min, effort 6").wait_for()

    card.get_by_role("button", name="Add activity").wait_for()
    assert card.get_by_text("How hard was it?").count() == 0
    card.get_by_role("button", name="Add activity").click()
    card.get_by_text("How hard was it?").first.wait_for()
    card.get_by_role("button", name="Do not add").click()
    card.get_by_role("button", name="Add activity").wait_for()
    assert page.errors == []
