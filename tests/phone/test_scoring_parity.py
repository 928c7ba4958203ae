"""The phone's score equals the server's: the shipped module, run in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.instrument_files import current
from tracker.scoring import score

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "pwa" / "static" / "pwa"
ORIGIN = "http://localhost:9"  # never reached: every request is answered by the test
SETS = 400  # of each instrument
SCORE = """async ([instruments, cases]) => {
  const { score } = await import("/scoring.js");
  const byId = new Map(JSON.parse(instruments).map((one) => [one.id, one]));
  return JSON.stringify(JSON.parse(cases).map(([id, answers]) => score(byId.get(id), answers)));
}"""
SPOILT = [None, True, False, "3", 2.5, -1, 99999, [], {}, "", " ", "x" * 81, "a\x00b"]


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(ORIGIN).strip("/")
        if name:
            route.fulfill(path=STATIC / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>scores</title>", content_type="text/html")

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def on_the_phone(page: Any, cases: list[tuple[str, Any]]) -> list[float | None]:
    found: list[float | None] = json.loads(
        page.evaluate(SCORE, [json.dumps(current().wire), json.dumps(cases)])
    )
    return found


def whole_form(chance: random.Random, name: str) -> dict[str, Any]:
    instrument = current().by_id[name]
    if instrument.scoring == "activities":
        rows = chance.randint(instrument.fewest, instrument.most)
        item = instrument.items[0]
        return {
            "activities": [
                {"name": f"Ü {n} 🏃", "level": chance.randint(item.low, item.high)}
                for n in range(rows)
            ]
        }
    return {item.id: chance.randint(item.low, item.high) for item in instrument.items}


def spoil(chance: random.Random, answers: Any) -> Any:
    """Change, drop or add one value somewhere."""
    key = chance.choice(sorted(answers) if isinstance(answers, dict) else range(len(answers)))
    if isinstance(answers[key], (dict, list)) and answers[key] and chance.random() < 0.7:
        spoil(chance, answers[key])
    elif chance.random() < 0.2:
        del answers[key]
    elif chance.random() < 0.2 and isinstance(answers, dict):
        answers["mood"] = 3
    else:
        answers[key] = chance.choice(SPOILT)
    return answers


def test_whole_forms_have_the_same_score(page: Any) -> None:
    chance = random.Random(20261126)
    cases = [(name, whole_form(chance, name)) for name in current().by_id for _ in range(SETS)]

    expected = [score(current().by_id[name], answers).score for name, answers in cases]

    assert None not in expected
    assert on_the_phone(page, cases) == expected


def test_spoilt_forms_are_refused_alike(page: Any) -> None:
    chance = random.Random(4)
    cases = [
        (name, spoil(chance, whole_form(chance, name)))
        for name in current().by_id
        for _ in range(SETS)
    ]

    expected = [score(current().by_id[name], answers).score for name, answers in cases]

    assert expected.count(None) > len(cases) / 2
    assert on_the_phone(page, cases) == expected


def test_the_same_activity_twice_and_what_is_no_form_have_no_score(page: Any) -> None:
    twice = {"activities": [{"name": name, "level": 1} for name in ("Run", " run ", "sit")]}
    cases: list[tuple[str, Any]] = [
        ("psfs", twice), ("nrs", None), ("nrs", [1]), ("nrs", 3), ("nrs", "worst"),
    ]  # fmt: skip

    assert on_the_phone(page, cases) == [None] * 5
    assert [score(current().by_id[name], answers).score for name, answers in cases] == [None] * 5
