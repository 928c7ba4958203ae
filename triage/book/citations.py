"""Sources as a page tells them: the citation, and the mark that says how it was checked."""

from __future__ import annotations

import re
from typing import Any

from triage.book.index import Book

_MARK = re.compile(r"\[([^\]]+)\]\s*$")  # "NICE NG158 [checked]"


def cited(book: Book, keys: list[str]) -> list[dict[str, Any]]:
    """Return sources by key, each with its citation and the mark that says how it was checked."""
    made = []
    for key in keys:
        text = book.compiled["sources"].get(key, key)
        found = _MARK.search(text)
        made.append(
            {
                "key": key,
                "text": text[: found.start()].strip() if found else text,
                "mark": found[1] if found else "",
            }
        )
    return made
