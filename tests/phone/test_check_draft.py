"""The draft of a check: what is kept, what is remembered, and when it is too old."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.phone.product import Product

pytestmark = pytest.mark.browser
WITH_DRAFT = """async (script) => {
  const draft = await import("/static/pwa/check_draft.js");
  const screen = (id, findings) => ({ id, findings, kind: "ticks", place: null });
  const base = { age_years: 30 };
  let d = draft.newDraft({ id: "x", now: 1000, base, confirmed: true });
  d = draft.withScreen(d, screen("one", ["a", "b"]));
  d = draft.settled(d, 1, { a: true, b: false }, []);
  d = draft.withScreen(d, screen("two", ["c", "d", "n"]));
  d = draft.settled(d, 2, { c: "unsure", d: false }, ["n"]);
  d = draft.withScreen(d, screen("three", ["e"]));
  return eval(script);
}"""


@pytest.fixture(scope="module")
def ask(product: Product, browser: Any) -> Any:
    """Return a function that runs a script over a draft of two answered screens and a third."""
    context = browser.new_context(base_url=product.address, bypass_csp=True)
    page = context.new_page()
    page.goto("/welcome")
    yield lambda script: page.evaluate(WITH_DRAFT, script)
    context.close()


def test_answers_are_those_of_all_screens_with_the_profile_below(ask: Any) -> None:
    answers = ask("draft.answersOf(d)")

    assert answers == {"age_years": 30, "a": True, "b": False, "c": "unsure", "d": False}
    assert ask("draft.skippedOf(d)") == ["n"]


def test_what_is_marked_counts_before_the_screen_is_done_and_a_mark_taken_back_is_gone(
    ask: Any,
) -> None:
    marked = ask("draft.answersOf(draft.marked(d, 3, { e: true }))")
    unmarked = ask("Object.keys(draft.answersOf(draft.marked(d, 3, { e: undefined })))")

    assert marked["e"] is True
    assert "e" not in unmarked


def test_a_screen_answered_again_drops_the_later_ones_and_remembers_all_but_their_noes(
    ask: Any,
) -> None:
    again = ask(
        "(() => { const e = draft.settled(d, 1, { a: false, b: false }, []);"
        " return [draft.answersOf(e),"
        " draft.withScreen(e, screen('two', ['c', 'd', 'n'])).steps[1].given]; })()"
    )

    assert again == [{"age_years": 30, "a": False, "b": False}, {"c": "unsure"}]


@pytest.mark.parametrize(("hours", "good"), [(0, True), (23, True), (24, False), (100, False)])
def test_a_draft_is_gone_on_with_for_a_day(ask: Any, hours: int, good: bool) -> None:
    assert ask(f"draft.stillGood(d, 1000 + {hours} * 3600 * 1000) !== null") is good


@pytest.mark.parametrize("kept", ["null", "undefined", "{ saddle_numb: true }"])
def test_what_is_no_draft_of_this_form_is_none(ask: Any, kept: str) -> None:
    assert ask(f"draft.stillGood({kept}, 2000)") is None


def far_on(ask: Any, left: list[int | None]) -> Any:
    """How far each of these screens is, by about how many are left on it."""
    return ask(
        "(() => { let e = draft.newDraft({ id: 'x', now: 1, base, confirmed: true });"
        f" for (const left of {json.dumps(left)}) e = draft.withScreen(e, {{ ...screen("
        "   `s${e.steps.length}`, []), place: { part: 1, of: 7, title: `t${left}`,"
        "   ...(left === null ? {} : { left }) } });"
        " return e.steps.map((_, at) => draft.progressOf(e, at + 1)); })()"
    )


def test_how_far_one_is_tells_how_many_are_left_and_the_bar_only_grows(ask: Any) -> None:
    far = far_on(ask, [4, 3, 8, 7, 6, 2, 1])

    assert [one["more"] for one in far] == [3, 2, 7, 6, 5, 1, 0]  # an answer opened further ones
    assert far[2]["title"] == "t8"
    done = [one["done"] for one in far]
    assert done == sorted(done)
    assert done[1] == done[2] == 3, "it does not fall where more is opened"


@pytest.mark.parametrize("screens", [1, 7, 30])
def test_the_bar_is_full_on_no_screen(ask: Any, screens: int) -> None:
    far = far_on(ask, list(range(screens, 0, -1)))

    assert all(one["done"] < one["of"] for one in far)
    assert far[0]["done"] == 0


def test_a_check_begun_before_screens_were_counted_tells_its_topic_alone(ask: Any) -> None:
    (far,) = far_on(ask, [None])

    assert (far["title"], far["more"], far["done"]) == ("tnull", None, 0)


def test_the_page_about_the_person_is_no_topic(ask: Any) -> None:
    assert ask("draft.progressOf(d)") is None
