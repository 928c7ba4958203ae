"""The phone chooses the screens that the server chooses, in the same order, to the same end."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import drawn_truth, interview
from tests.phone.engine_page import engine_page
from triage.interview import settled
from triage.loader import current

pytestmark = pytest.mark.browser
DRAWN = 220  # interviews, besides the golden cases
WALK = """async (truths) => {
  const { nextScreen, settled } = await import("/interview.js");
  const walk = (truth) => {
    const answers = {}, skipped = [], screens = [];
    for (let screen; (screen = nextScreen(window.compiled, answers, skipped)); ) {
      screens.push(screen);
      if (screens.length > 90) throw new Error("does not end");
      for (const id of screen.findings) {
        if (id in truth) answers[id] = truth[id]; else skipped.push(id);
      }
    }
    return { screens, settled: settled(window.compiled, answers) };
  };
  return JSON.stringify(truths.map(walk));
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    with engine_page(browser, current()) as page:
        yield page


def walks(page: Any, truths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate(WALK, truths))
    return found


def assert_same(page: Any, truths: list[dict[str, Any]]) -> None:
    for truth, phone in zip(truths, walks(page, truths), strict=True):
        server = interview(truth)
        assert phone["screens"] == [screen.as_dict() for screen in server.screens], truth
        assert phone["settled"] == settled(current(), server.answers)


def test_the_golden_cases_are_asked_the_same_screens(page: Any) -> None:
    truths = [case.answers for case in golden_cases()]

    assert_same(page, truths)


def test_people_who_are_unsure_and_leave_numbers_empty_are_asked_the_same(page: Any) -> None:
    chance = random.Random(20261126)
    truths = [drawn_truth(chance) for _ in range(DRAWN)]

    assert_same(page, truths)
