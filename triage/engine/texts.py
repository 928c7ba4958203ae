"""Fill the words of a rule from the answers; what cannot be filled is left out, never shown raw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z{'\"])|(?<=;)\s+")
Holds = Callable[[str, bool], bool]
NOTHING_TO_SAY = "-"
Number = Callable[[str], Any]


def split_clauses(text: str) -> list[list[str]]:
    """Part a text at sentence ends and semicolons: [[words, end mark], ...]."""
    clauses = []
    for part in _END.split(text.strip()):
        end = part[-1] if part[-1:] in {".", "?", "!", ";"} else ""
        clauses.append([part.removesuffix(end) if end else part, end])
    return clauses


def numbers_for(country: str | None, table: Mapping[str, Any]) -> dict[str, str]:
    """Return the words for {EMERGENCY} and {URGENT}; an unknown country gets words, no number."""
    fallback = table["fallback"]
    chosen = table["countries"].get((country or "").upper(), {})
    return {
        "EMERGENCY": chosen.get("emergency", fallback["emergency"]),
        "URGENT": chosen.get("urgent", fallback["urgent"]),
    }


def put_numbers(text: str, numbers: Mapping[str, str]) -> str:
    """Put the country's numbers into a text that has no other placeholder."""
    return PLACEHOLDER.sub(lambda match: numbers.get(match[1], ""), text)


def tell(
    rule: str,
    clauses: Sequence[tuple[str, str]],
    *,
    table: Mapping[str, Any],
    numbers: Mapping[str, str],
    holds: Holds,
    number: Number,
    neutral: str,
) -> str:
    """Return what to say to a clinician, clause by clause, leaving out what nothing fills.

    `table` maps "RULE name" or "name" to its entry; `holds(finding, unsure)` says whether a finding
    that the rule reads is yes (or, asked so, unsure); `number` gives an answered number or None.
    """
    kept: list[tuple[str, str]] = []
    for text, end in clauses:
        filled: str | None = None if text == NOTHING_TO_SAY else text
        for name in PLACEHOLDER.findall(text):
            word = numbers.get(name) or _word(rule, name, table, holds, number)
            if not word:
                filled = None
                break
            assert filled is not None
            filled = filled.replace("{" + name + "}", word)
        if filled:
            kept.append((filled, end))
    said = ""
    for place, (text, end) in enumerate(kept):
        last = place == len(kept) - 1
        starts = not said or said.endswith((".", "?", "!"))
        said += (" " if said else "") + (text[:1].upper() + text[1:] if starts else text)
        said += "." if end in ("", ";") and last else end
    return said or neutral


def words_for(
    rule: str,
    clauses: Sequence[tuple[str, str]],
    table: Mapping[str, Any],
    is_read: Callable[[str], bool],
) -> dict[str, Any]:
    """Return the entries of a table that the clauses of one rule may need.

    Options whose findings the rule does not read are left out: they would never be said.
    """
    found: dict[str, Any] = {}
    for text, _ in clauses:
        for name in PLACEHOLDER.findall(text):
            entry = table.get(f"{rule} {name}") or table.get(name) or {}
            options = [
                option
                for option in entry.get("options", ())
                if any(is_read(finding) for finding in option["findings"])
            ]
            found[name] = {**entry, "options": options}
    return found


def _word(
    rule: str, name: str, table: Mapping[str, Any], holds: Holds, number: Number
) -> str | None:
    entry = table.get(f"{rule} {name}") or table.get(name) or {}
    if "value" in entry:
        value = number(entry["value"])
        return None if value is None else f"{value:g}"
    if "weeks_of" in entry:
        days = number(entry["weeks_of"])
        return None if days is None or days < 7 else str(int(days // 7))
    unsure = bool(entry.get("when_unsure"))
    options = [
        option["text"]
        for option in entry.get("options", ())
        if any(holds(finding, unsure) for finding in option["findings"])
    ]
    if options:
        return " and ".join(([", ".join(options[:-1])] if options[:-1] else []) + options[-1:])
    return entry.get("otherwise")
