"""Stretches of worsening pain in the picture, open and over: drawn, and told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in, wait_until
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import today, with_history
from tests.phone.test_trends import a_month, picture

pytestmark = pytest.mark.browser

# How many points of the picture have the colour of a spell's bar.
COLOURED = """() => {
  const canvas = document.querySelector(".uplot canvas");
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--watch");
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) count += 1;
  }
  return count;
}"""


def ago(days: int) -> date:
    return today() - timedelta(days)


def add_spell(product: Product, who: str, opened: int, closed: int | None) -> None:
    """Keep a spell as the detector's watch would have."""
    ended = None if closed is None else str(ago(closed))
    product.manage(
        "shell", "-c",
        "from accounts.models import User\n"
        "from tracker.models import WorseningSpell\n"
        f"user = User.objects.get(email='{who}@example.test')\n"
        f"WorseningSpell.objects.create(athlete=user, opened_on='{ago(opened)}',"
        f" closed_on={ended!r}, before=2, now_level=4.5, noise=1,"
        f" last_notified_on='{ago(opened)}', last_notified_level=4.5)\n",
    )  # fmt: skip


def told(page: Any) -> list[str]:
    return [line.inner_text() for line in page.locator("#spell-words li").all()]


def words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_spells_that_are_over_are_drawn_and_told_with_their_days(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"swan{scheme}"
    with_history(product, who, *a_month())
    add_spell(product, who, 30, 20)
    add_spell(product, who, 3, None)
    page = open_phone(product.address, color_scheme=scheme)
    sign_in(page, who)
    settle(page, "/trends")

    page.get_by_text("Worsening pain was noticed:").wait_for()
    levels = "from about 2 to about 4.5"
    over = f"{words(ago(30))} to {words(ago(20))}: {levels}"
    still = f"since {words(ago(3))}: {levels}"
    assert told(page) == [over, still]
    wait_until(page, lambda: page.evaluate(COLOURED) > 0)
    both = page.evaluate(COLOURED)
    assert page.locator(".chart").get_attribute("aria-describedby") == "spell-words"
    assert faults(page) == []

    # Only what lies in the days that are shown, and in the picture of pain alone
    page.get_by_role("radio", name="2 weeks").click()
    wait_until(page, lambda: told(page) == [still])
    wait_until(page, lambda: page.evaluate(COLOURED) not in {0, both})
    picture(page, "Load")
    page.get_by_text("Worsening pain was noticed:").wait_for(state="detached")
    wait_until(page, lambda: page.evaluate(COLOURED) == 0)

    # And all of it with no network
    page.context.set_offline(True)
    page.get_by_role("link", name="Today").click()
    page.get_by_role("slider").wait_for()
    page.get_by_role("link", name="Trends").click()
    page.get_by_text("Worsening pain was noticed:").wait_for()
    assert told(page) == [over, still]
    assert page.errors == []
