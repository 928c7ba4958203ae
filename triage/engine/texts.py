"""Fill the words of a rule from the answers; what cannot be filled is left out, never shown raw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z{'\"])|(?<=;)\s+")
NOTHING_TO_SAY = "-"
ASKS, WORDS = "", "{}"  # ties: the sentence states nothing, or only what its words in braces say
DAYS_A_WEEK = 7
Clause = tuple[str, str, Any]  # words, end mark, tie (a tree, ASKS, WORDS; None = from before)
Holds = Callable[[str, bool], bool]
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


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of one person, asked while the sentences of a rule are filled.

    `holds(finding, unsure)`: is a finding that the rule reads yes (or, asked so, unsure)?
    `number`: an answered number, else None. `states(tie)`: the answers that a true tie states,
    None where it is not true. `rest(said)`: what to add of the answers behind the rule.
    """

    holds: Holds
    number: Number
    states: Callable[[Any], set[str] | None]
    rest: Callable[[set[str]], list[str]]


def tell(
    rule: str,
    clauses: Sequence[Clause],
    *,
    table: Mapping[str, Any],
    numbers: Mapping[str, str],
    speaker: Speaker,
    neutral: str,
) -> str:
    """Return what to say to a clinician: only what the person answered, and every such answer.

    `table` maps "RULE name" or "name" to its entry. A sentence whose tie is not true, or that has a
    word nothing fills, is left out; what the answers behind the rule say beyond the others is added
    before what the text asks for. Clauses of before there were ties say what can be filled.
    """
    stated: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    said: set[str] = set()
    for text, end, tie in clauses:
        found = set() if tie in (None, ASKS, WORDS) else speaker.states(tie)
        filled = _fill(rule, text, table, numbers, speaker) if found is not None else None
        if filled is None:
            continue
        said |= (found or set()) | filled[1]
        (asked if tie == ASKS else stated).append((filled[0], end))
    if any(tie is not None for _, _, tie in clauses):
        stated += [(sentence, "") for sentence in speaker.rest(said)]
    return _joined([*stated, *asked]) or neutral


def _fill(
    rule: str,
    text: str,
    table: Mapping[str, Any],
    numbers: Mapping[str, str],
    speaker: Speaker,
) -> tuple[str, set[str]] | None:
    """Return a clause with its words put in and the findings these say, None where one is empty."""
    if text == NOTHING_TO_SAY:
        return None
    said: set[str] = set()
    for name in PLACEHOLDER.findall(text):
        word, findings = numbers.get(name), set[str]()
        if word is None:
            word, findings = _word(rule, name, table, speaker)
        if not word:
            return None
        text = text.replace("{" + name + "}", word)
        said |= findings
    return text, said


def _joined(kept: Sequence[tuple[str, str]]) -> str:
    said = ""
    for place, (text, end) in enumerate(kept):
        last = place == len(kept) - 1
        starts = not said or said.endswith((".", "?", "!"))
        said += (" " if said else "") + (text[:1].upper() + text[1:] if starts else text)
        said += "." if end == ";" and last else end
        if not end and last and not said.endswith((".", "?", "!")):
            said += "."
    return said


def words_for(
    rule: str,
    clauses: Sequence[Clause],
    table: Mapping[str, Any],
    is_read: Callable[[str], bool],
) -> dict[str, Any]:
    """Return the entries of a table that the clauses of one rule may need.

    Options whose findings the rule does not read are left out: they would never be said.
    """
    found: dict[str, Any] = {}
    for text, _, _ in clauses:
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
    rule: str, name: str, table: Mapping[str, Any], speaker: Speaker
) -> tuple[str | None, set[str]]:
    """Return what fills a placeholder, and the findings that it says."""
    entry = table.get(f"{rule} {name}") or table.get(name) or {}
    if "value" in entry:
        value = speaker.number(entry["value"])
        return _counted(value, entry), {entry["value"]}
    if "weeks_of" in entry:
        days = speaker.number(entry["weeks_of"])
        weeks = None if days is None or days < DAYS_A_WEEK else int(days // DAYS_A_WEEK)
        return _counted(weeks, entry), {entry["weeks_of"]}
    unsure = bool(entry.get("when_unsure"))
    chosen = {
        option["text"]: {name for name in option["findings"] if speaker.holds(name, unsure)}
        for option in entry.get("options", ())
    }
    words = [text for text, findings in chosen.items() if findings]
    if not words:
        return entry.get("otherwise"), set()
    said = set().union(*chosen.values())
    return " and ".join(([", ".join(words[:-1])] if words[:-1] else []) + words[-1:]), said


def _counted(value: Any, entry: Mapping[str, Any]) -> str | None:
    """Return a number in words, "1 day" and "3 days" where it has a unit; no days are not said."""
    if value is None:
        return None
    if "unit" not in entry:
        return f"{value:g}"
    one, many = entry["unit"]
    return f"{value:g} {one if value == 1 else many}" if value else None
