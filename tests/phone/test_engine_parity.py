"""The phone's verdict equals the server's: the shipped module, run in a real browser."""

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
from triage.engine.judge import judge
from triage.loader import current

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "pwa" / "static" / "pwa"
ORIGIN = "http://localhost:9"  # never reached: every request is answered by the test
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RANDOM_SETS = 3000
JUDGE = """async ([cases]) => {
  const { judge } = await import("/engine.js");
  const one = ([answers, country]) => judge(window.compiled, answers, { country });
  return JSON.stringify(cases.map(one));
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN).strip("/")
        if name:
            route.fulfill(path=STATIC / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>engine</title>", content_type="text/html")

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


def verdicts(page: Page, cases: list[tuple[dict[str, Any], str | None]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate(JUDGE, [cases]))
    return found


def random_answers(chance: random.Random) -> dict[str, Any]:
    """A set of answers, sparse or full, calm or alarming."""
    density, alarm = chance.choice([0.02, 0.1, 0.4, 0.95]), chance.random()
    answers: dict[str, Any] = {}
    for name, each in current().findings.items():
        if chance.random() > density:
            continue
        if each.type == "bool3":
            loud = chance.random() < alarm
            answers[name] = chance.choice([True, True, "unsure", False]) if loud else False
        elif each.type == "enum":
            answers[name] = chance.choice(each.choices)
        elif each.type == "float":
            answers[name] = round(chance.uniform(each.low, each.high), 1)
        else:
            answers[name] = chance.randint(int(each.low), int(each.high))
    return answers


def test_the_golden_cases_hold_on_the_phone_with_the_same_rules(page: Page) -> None:
    cases = golden_cases()

    found = verdicts(page, [(case.answers, "GB") for case in cases])

    for case, verdict in zip(cases, found, strict=True):
        assert verdict["urgency"] == case.level, case.name
        assert {flag["id"] for flag in verdict["red_flags"]} == set(case.rules), case.name
        assert verdict == judge(current(), case.answers, country="GB").as_dict()


def test_random_answers_are_judged_word_for_word_alike(page: Page) -> None:
    chance = random.Random(20261124)
    for _ in range(RANDOM_SETS // 250):
        cases = [
            (random_answers(chance), chance.choice([None, "GB", "NZ", "DE", "ZZ"]))
            for _ in range(250)
        ]

        found = verdicts(page, cases)

        for (answers, country), verdict in zip(cases, found, strict=True):
            assert verdict == judge(current(), answers, country=country).as_dict(), answers


def test_an_answer_that_cannot_be_is_an_error_and_not_a_calm_verdict(page: Page) -> None:
    thrown = page.evaluate(
        """async () => {
          const { judge } = await import("/engine.js");
          return [{fever: "yes"}, {fever: null}, {age_years: NaN}, {weight_bearing: "fine"}].map(
            (answers) => { try { judge(window.compiled, answers); return ""; }
                           catch (error) { return error.message; } });
        }"""
    )

    assert thrown == [
        "/answers/fever", "/answers/fever", "/answers/age_years", "/answers/weight_bearing",
    ]  # fmt: skip


def test_the_static_box_has_the_numbers_and_every_sign(page: Page) -> None:
    box = page.evaluate(
        """async () => {
          const { staticBox } = await import("/engine.js");
          return staticBox(window.compiled.knowledge, {country: "NZ"});
        }"""
    )

    assert box["could_not_check"].startswith("We could not complete the check.")
    assert "Get emergency help now (111)" in box["emergency_box"]
    assert "{" not in box["emergency_box"]


def test_a_tap_is_judged_well_within_half_a_second(page: Page) -> None:
    spent = page.evaluate(
        """async () => {
          const { judge } = await import("/engine.js");
          const before = performance.now();
          for (let n = 0; n < 20; n += 1) judge(window.compiled, {saddle_numb: true, sob: true});
          return (performance.now() - before) / 20;
        }"""
    )

    assert spent < 100  # milliseconds; a slow phone has five times this machine's time
