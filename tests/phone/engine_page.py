"""The shipped engine in a real browser, with nothing else of the product around it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from triage.engine.judge import judge, scores_of
from triage.engine.knowledge import Knowledge

STATIC = Path(__file__).resolve().parents[2] / "pwa" / "static" / "pwa"
ORIGIN = "http://localhost:9"  # never reached: every request is answered by the test
BATCH = 500
Case = tuple[dict[str, Any], str | None]  # answers, country

COMPILE = """async (knowledge) => {
  const { compile, examine, verdictOf } = await import("/engine.js");
  window.compiled = compile(JSON.parse(knowledge));
  window.one = ([answers, country]) => {
    const seen = examine(window.compiled, answers);
    const verdict = verdictOf(window.compiled, seen, country);
    return JSON.stringify([verdict, seen.scores.points, seen.scores.sections]);
  };
}"""
DIGEST = """async (cases) => {
  const text = JSON.parse(cases).map(window.one).join("\\n");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}"""
WHOLE = "(cases) => JSON.parse(cases).map(window.one)"


@contextmanager
def engine_page(browser: Any, knowledge: Knowledge) -> Iterator[Any]:
    """Open a page with the engine loaded and this knowledge compiled as `window.compiled`."""

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(ORIGIN).strip("/")
        if name:
            route.fulfill(path=STATIC / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>engine</title>", content_type="text/html")

    page = browser.new_page()
    try:
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        page.evaluate(COMPILE, json.dumps(knowledge.compiled))
        yield page
    finally:
        page.close()


def on_the_server(knowledge: Knowledge, case: Case) -> list[Any]:
    """Return the whole verdict and the points and sections of all causes."""
    answers, country = case
    scores = scores_of(knowledge, answers)
    verdict = judge(knowledge, answers, country=country).as_dict()
    return [verdict, list(scores.points), list(scores.sections)]


def on_the_phone(page: Any, cases: Sequence[Case]) -> list[list[Any]]:
    """Return the same from the phone's engine."""
    return [json.loads(text) for text in page.evaluate(WHOLE, json.dumps(cases))]


def first_difference(
    page: Any, cases: Sequence[Case], expected: Sequence[list[Any]]
) -> dict[str, Any] | None:
    """Return the first case that the phone judges otherwise, by key; None = all are the same.

    Batches are compared by their digest; only where one differs are the verdicts themselves read.
    """
    for first in range(0, len(cases), BATCH):
        some, wanted = cases[first : first + BATCH], expected[first : first + BATCH]
        text = "\n".join(
            json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in wanted
        )
        if page.evaluate(DIGEST, json.dumps(some)) == hashlib.sha256(text.encode()).hexdigest():
            continue
        for case, phone, server in zip(some, on_the_phone(page, some), wanted, strict=True):
            if phone != server:
                return {"case": case} | _differing(phone, server)
    return None


def _differing(phone: list[Any], server: list[Any]) -> dict[str, Any]:
    keys = {*phone[0], *server[0]}
    found = {
        key: (phone[0].get(key), server[0].get(key))
        for key in sorted(keys)
        if phone[0].get(key) != server[0].get(key)
    }
    return found | ({} if phone[1:] == server[1:] else {"scores": (phone[1:], server[1:])})
