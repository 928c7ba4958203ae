"""What the log shows and what goes together, in words: with its day, and never calm by age."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_pictures import call
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import entry, today, with_history

pytestmark = pytest.mark.browser
HOURS = [3, 9, 5, 8, 4, 10, 6, 7, 2, 9, 5, 8, 3, 7, 6, 4, 8, 9, 5, 3]


def linked(*, strong: bool = True) -> list[dict[str, Any]]:
    """Twenty days on which pain follows the sitting of the day before; `strong` = it ends at 8."""
    days = [today() - timedelta(20 - n) for n in range(20)]
    return [
        *(entry("sitting", day, hours=hours) for day, hours in zip(days, HOURS, strict=True)),
        *(
            entry("pain", day + timedelta(1), level=8 if strong and n > 16 else hours // 2 + 1)
            for n, (day, hours) in enumerate(zip(days, HOURS, strict=True))
        ),
    ]


def rule(page: Any, name: str) -> Any:
    return page.locator(f"[data-rule={name}]")


def keep_with(page: Any, changes: str) -> None:
    """Change the kept report as time would: `changes` is a function of its body."""
    page.evaluate(
        f"""async () => {{
          const {{ metaGet, metaSet }} = await import("/static/pwa/store.js");
          const kept = await metaGet("read:/trends");
          ({changes})(kept.body);
          await metaSet("read:/trends", kept);
        }}"""
    )


@pytest.fixture(scope="module")
def module_page(product: Product, browser: Any) -> Any:
    """A phone that has not signed in; only the modules are asked."""
    context = browser.new_context(base_url=product.address)
    page = context.new_page()
    page.goto("/welcome")
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rules_that_speak_are_in_sight_with_what_to_do_and_why(
    product: Product, open_phone: Callable[..., Any], scheme: str
) -> None:
    who = f"rosa{scheme}"
    with_history(product, who, *linked())
    page = open_phone(product.address, size={"width": 360, "height": 640}, color_scheme=scheme)
    sign_in(page, who)
    settle(page, "/trends")

    strong = rule(page, "TR-PAIN-HIGH")
    strong.get_by_text("To look after").wait_for()
    strong.get_by_text("Why this is shown").click()
    strong.get_by_text("Source: evidence 5.3, TR-PAIN-HIGH").wait_for()
    assert not rule(page, "TR-24H").is_visible()
    page.get_by_text("Too little logged to say (").click()
    rule(page, "TR-24H").get_by_text("Too little logged to say: 0").wait_for()
    assert page.get_by_text("As of today, from what you logged.").count() == 2
    assert faults(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    # By the keyboard alone to the check
    strong.get_by_role("link", name="Open Check").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")


def test_what_goes_together_is_told_with_size_interval_and_number_and_no_cause(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "rona", *linked())
    page = open_phone(product.address)
    sign_in(page, "rona")
    settle(page, "/trends")

    sitting = page.locator("[data-insight=sitting-pain]")
    sitting.get_by_text("does not show that one brings the other").wait_for()
    told = sitting.locator("[data-effect]").inner_text()
    assert "link: 0." in told
    assert "likely between 0." in told
    assert "From 20 pairs." in told
    assert "%" not in page.locator("[aria-labelledby=insights]").inner_text()
    assert rule(page, "TR-SIT-LINK").count() == 0, "told twice"
    load = page.locator("[data-insight=load-pain]")
    load.get_by_text("Not enough yet: both were logged 0 of the 14 times it takes").wait_for()
    assert load.locator("[data-effect]").count() == 0


def test_a_link_that_alone_stands_out_is_pointed_to(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "rolf", *linked(strong=False))
    page = open_phone(product.address)
    sign_in(page, "rolf")
    settle(page, "/trends")

    page.get_by_text("What stands out is told below, under").wait_for()

    assert page.get_by_text("Nothing stands out").count() == 0
    assert page.get_by_text("does not show that one brings the other").count() == 1


def test_with_few_days_it_says_how_many_are_missing_and_nothing_is_good(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    days = [today() - timedelta(back) for back in range(1, 6)]
    with_history(product, "romy", *(entry("pain", day, level=1) for day in days))
    page = open_phone(product.address)
    sign_in(page, "romy")
    settle(page, "/trends")

    page.locator("[data-baseline]").get_by_text("3 more days are needed").wait_for()
    page.get_by_text("Too little is logged to say anything yet.").wait_for()
    assert page.locator("main .tone-calm").count() == 0


def test_an_old_report_says_of_which_day_it_is_and_is_not_calm(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "rike", *linked())
    page = open_phone(product.address)
    sign_in(page, "rike")
    settle(page, "/trends")
    page.get_by_role("heading", name="What goes together").wait_for()
    page.get_by_role("link", name="Today").click()
    page.get_by_role("slider").wait_for()
    good = """(body) => {
      const rule = body.rules.find((one) => one.state === "quiet");
      Object.assign(rule, { id: "TR-GOOD", state: "good", since: body.as_of });
    }"""

    # Of today, good news wears the calm colour
    page.context.set_offline(True)
    keep_with(page, good)
    page.get_by_role("link", name="Trends").click()
    page.locator("[data-rule=TR-GOOD] .tone-calm").get_by_text("Getting better").wait_for()

    # Of another day it does not, and what is to be looked after stays
    page.get_by_role("link", name="Today").click()
    page.get_by_role("slider").wait_for()
    keep_with(page, '(body) => void (body.as_of = "2026-01-02")')
    page.get_by_role("link", name="Trends").click()
    page.get_by_text("As of Fri 2 Jan. Later days are not in it yet.").wait_for()
    page.locator("[data-rule=TR-GOOD] .tone-grey").get_by_text("Better, as of then").wait_for()
    assert page.locator("main .tone-calm").count() == 0
    rule(page, "TR-PAIN-HIGH").locator(".tone-watch").wait_for()


def test_what_waits_on_the_phone_is_said_to_be_missing(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "runa", *linked())
    page = open_phone(product.address)
    sign_in(page, "runa")
    settle(page, "/trends")
    page.get_by_role("heading", name="What goes together").wait_for()

    page.context.set_offline(True)
    page.get_by_role("link", name="Today").click()
    page.get_by_role("slider").fill("2")
    page.get_by_role("button", name="Save today").click()
    page.get_by_text("Saved on this phone").wait_for()
    page.get_by_role("link", name="Trends").click()

    page.get_by_text("What waits on this phone is not in it yet.").first.wait_for()


def test_a_phone_that_never_read_it_says_so(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    with_history(product, "rita", *linked())
    page = open_phone(product.address)
    sign_in(page, "rita")
    page.get_by_role("slider").wait_for()

    page.context.set_offline(True)
    page.get_by_role("link", name="Trends").click()

    page.get_by_text("This phone has not read it yet.").wait_for()
    page.locator(".uplot").wait_for()
    assert page.errors == []


def test_those_to_look_after_come_first_and_few_data_is_never_quiet(module_page: Any) -> None:
    def one(name: str, state: str, since: str | None = None) -> dict[str, Any]:
        return {"id": name, "state": state, "since": since}

    rules = [
        one("a", "good", "2026-03-01"), one("b", "quiet"), one("c", "amber", "2026-03-01"),
        one("d", "unknown"), one("e", "note", "2026-03-03"), one("f", "amber", "2026-03-05"),
        one("g", "collecting"),
    ]  # fmt: skip

    found = call(module_page, "log_report", "sorted", rules)

    assert {part: "".join(rule["id"] for rule in there) for part, there in found.items()} == {
        "speaking": "fcea", "quiet": "b", "few": "dg",
    }  # fmt: skip


TOLD = {"results": [{"id": "load-pain", "state": "quiet"}, {"id": "sitting-pain", "state": "told"}]}
SAME_DAY = {"results": [{"id": "sitting-pain-same-day", "state": "told"}]}
NOT_TOLD = {"results": [{"id": "sitting-pain", "state": "quiet"}]}


@pytest.mark.parametrize(
    ("insights", "below"),
    [(TOLD, ["TR-SIT-LINK"]), (SAME_DAY, ["TR-SIT-LINK"]), (NOT_TOLD, []), (None, [])],
    ids=["next day", "same day", "not told", "never read"],
)
def test_a_link_is_told_once_by_the_insight_and_by_the_rule_where_there_is_none(
    module_page: Any, insights: Any, below: list[str]
) -> None:
    rules = [{"id": "TR-SIT-LINK", "state": "note"}, {"id": "TR-SIT-DOSE", "state": "note"}]

    assert call(module_page, "log_report", "toldBelow", rules, insights) == below


def test_a_rule_that_does_not_speak_stays_where_it_is(module_page: Any) -> None:
    rules = [{"id": "TR-SIT-LINK", "state": "quiet"}]

    assert call(module_page, "log_report", "toldBelow", rules, TOLD) == []


@pytest.mark.parametrize(
    ("effect", "word"), [(0.4, "loose"), (0.59, "loose"), (0.6, "close"), (0.8, "very close")]
)
def test_closeness_has_a_word(module_page: Any, effect: float, word: str) -> None:
    assert call(module_page, "log_report", "strengthWord", effect) == word
