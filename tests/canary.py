"""Listens to the whole suite: no finding, name, address or note in a log line, a subject, a task.

`addopts` in pyproject.toml names this plugin. Every test that logs, mails or publishes is heard;
one that lets a canary out fails, whatever else it was about.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

KNOWLEDGE = Path(__file__).resolve().parents[1] / "triage" / "knowledge" / "findings"
ROOMS = ("kernel", "accounts", "teams", "triage", "tracker", "alerts", "coach", "pwa", "thighcare",
         "celery", "kombu", "django")  # fmt: skip
PEOPLE = ("@cast.test", "kanarie")  # tests write notes and names with the second word


@cache
def canaries() -> re.Pattern[str]:
    """Return what must not be heard: every finding's id that is a word of its own, and people."""
    texts = (file.read_text() for file in sorted(KNOWLEDGE.glob("*.toml")))
    ids = {
        found for text in texts for found in re.findall(r'^id = "([a-z]+_[a-z0-9_]+)"', text, re.M)
    }
    words = [rf"\b{re.escape(word)}\b" for word in sorted(ids)]
    return re.compile("|".join([*words, *map(re.escape, PEOPLE)]))


class Ear(logging.Handler):
    """Keeps every line that the product logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in ROOMS:
            self.lines.append(f"{record.name}: {record.getMessage()}")


def heard_in(lines: list[str]) -> list[str]:
    """Return the lines that carry a canary."""
    return [line for line in lines if canaries().search(line)]


@pytest.fixture(autouse=True)
def _canary() -> Iterator[None]:
    ear = Ear()
    logging.getLogger().addHandler(ear)
    yield
    logging.getLogger().removeHandler(ear)
    found = heard_in(ear.lines + _subjects())
    if found:
        pytest.fail("a canary got out: " + "; ".join(found[:3]))


def _subjects() -> list[str]:
    from django.core import mail

    outbox: list[Any] = getattr(mail, "outbox", [])
    return [f"subject: {message.subject}" for message in outbox]
