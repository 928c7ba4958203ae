"""One thing that is wrong with a knowledge file, and the test of a text that every check shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MARKUP = re.compile(r"</?[A-Za-z]|&[a-z]+;")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; a warning does not refuse the knowledge."""

    file: str
    key: str
    reason: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{'warning: ' if self.warning else ''}{self.file}: {self.key}: {self.reason}"


def texts(file: str, key: str, text: Any) -> Iterator[Problem]:
    """Yield a problem where something is no text, empty, or holds markup."""
    if not isinstance(text, str) or not text.strip():
        yield Problem(file, key, "must be a text that is not empty")
    elif _MARKUP.search(text):
        yield Problem(file, key, "must hold no markup")
