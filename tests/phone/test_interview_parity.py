"""The phone chooses the screens that the server chooses, in the same order, to the same end."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import drawn_truth, interview
from triage.interview import settled
from triage.loader import current

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "pwa" / "static" / "pwa"
ORIGIN = "http://localhost:9"  # never reached: every request is answered by the test
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
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
def page() -> Iterator[Page]:
    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN).strip("/")
        if name:
            route.fulfill(path=STATIC / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>interview</title>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        page.evaluate(
            """async (knowledge) => {
              const { compile } = await import("/engine.js");
              window.compiled = compile(JSON.parse(knowledge));
            }""",
            json.dumps(current().compiled),
        )
        yield page
        browser.close()


def walks(page: Page, truths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate(WALK, truths))
    return found


def assert_same(page: Page, truths: list[dict[str, Any]]) -> None:
    for truth, phone in zip(truths, walks(page, truths), strict=True):
        server = interview(truth)
        assert phone["screens"] == [screen.as_dict() for screen in server.screens], truth
        assert phone["settled"] == settled(current(), server.answers)


def test_the_golden_cases_are_asked_the_same_screens(page: Page) -> None:
    truths = [case.answers for case in golden_cases()]

    assert_same(page, truths)


def test_people_who_are_unsure_and_leave_numbers_empty_are_asked_the_same(page: Page) -> None:
    chance = random.Random(20261126)
    truths = [drawn_truth(chance) for _ in range(DRAWN)]

    assert_same(page, truths)
