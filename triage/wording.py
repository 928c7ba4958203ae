"""Which words may not stand in a text for people, and where each text of the knowledge stands.

Patterns are data (knowledge/wording.toml), each with its reason and its place in the evidence pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.lint_problem import Problem, texts
from triage.loader import BadKnowledge, read_file

FILE = "wording.toml"
KINDS = {"question", "label", "choice", "section", "suspected", "do_now", "tell", "level", "title",
         "self_care", "reason"}  # fmt: skip
SCORED_TEXT = "reason"  # for clinicians: it gives published figures as the source does


@dataclass(frozen=True, slots=True)
class Text:
    """One text for people: where it stands, and of which kind it is."""

    file: str
    key: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A pattern that may not be found in texts of these kinds."""

    pattern: re.Pattern[str]
    kinds: frozenset[str]
    reason: str


def wording(folder: Path, written: list[Text]) -> Iterator[Problem]:
    """Yield each text that holds a forbidden word, and each label that is no label."""
    raw = read_file(folder, FILE)
    forbidden = list(_forbidden(raw))
    for each in written:
        yield from texts(each.file, each.key, each.text)
        for rule in forbidden:
            found = rule.pattern.search(each.text) if each.kind in rule.kinds else None
            if found is not None:
                yield Problem(each.file, each.key, f"{found[0]!r} {rule.reason}")
        if each.kind in ("label", "choice"):
            yield from _label(each, raw["label_limit"])


def _forbidden(raw: dict[str, Any]) -> Iterator[Forbidden]:
    for each in raw["forbidden"]:
        kinds = frozenset(each.get("where", KINDS - {SCORED_TEXT}))
        try:
            pattern = re.compile(each["pattern"], re.IGNORECASE)
        except re.error as error:
            raise BadKnowledge(FILE, each["pattern"], f"is no pattern: {error}") from None
        if not kinds <= KINDS:
            raise BadKnowledge(FILE, each["pattern"], f"{min(kinds - KINDS)!r} is no kind of text")
        yield Forbidden(pattern, kinds, each["reason"])


def _label(each: Text, limit: int) -> Iterator[Problem]:
    """A label stands in the middle of a sentence of the person's own."""
    if len(each.text) > limit:
        yield Problem(each.file, each.key, f"is longer than {limit} characters")
    if each.text[-1:] in ".?!:;" or each.text[:1].isspace():
        yield Problem(each.file, each.key, "must be a phrase that fits into a sentence, not one")
    if each.text[:1].isupper() and each.text[1:2].islower():
        yield Problem(each.file, each.key, "must begin with a small letter")


def all_texts(folder: Path) -> list[Text]:
    """Return every text for people in a folder of knowledge that loads."""
    found = [*_findings(folder), *_derived(folder), *_rules(folder), *_levels(folder)]
    return [*found, *_conditions(folder), *_screens(folder)]


def _each(folder: Path, sub: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / sub).glob("*.toml")):
        yield f"{sub}/{path.name}", read_file(folder, f"{sub}/{path.name}")


def _findings(folder: Path) -> Iterator[Text]:
    for file, raw in _each(folder, "findings"):
        yield Text(file, "title", "section", raw["title"])
        for each in raw["findings"]:
            for kind in ("question", "label"):
                yield Text(file, f"{each['id']}.{kind}", kind, each[kind])
            for word in each.get("choice_labels", ()):
                yield Text(file, f"{each['id']}.choice_labels", "choice", word)


def _screens(folder: Path) -> Iterator[Text]:
    raw = read_file(folder, "screens.toml")
    for each in (*raw["parts"], *raw["screens"]):
        for key in ("title", "lead"):
            if key in each:
                yield Text("screens.toml", f"{each['id']}.{key}", "section", each[key])


def _derived(folder: Path) -> Iterator[Text]:
    for each in read_file(folder, "derived.toml")["derived"]:
        yield Text("derived.toml", f"{each['id']}.label", "label", each["label"])


def _rules(folder: Path) -> Iterator[Text]:
    for file, raw in _each(folder, "red_flags"):
        yield Text(file, "title", "section", raw["title"])
        for rule in raw["rules"]:
            yield Text(file, f"{rule['id']}.suspected", "suspected", rule["suspected"])
            yield Text(file, f"{rule['id']}.do_now", "do_now", rule["do_now"])
            yield Text(file, f"{rule['id']}.tell_clinician", "tell", rule["tell_clinician"])


def _levels(folder: Path) -> Iterator[Text]:
    raw = read_file(folder, "levels.toml")
    for key in ("disclaimer", "safety_net", "emergency_box", "could_not_check", "tell_neutral",
                "self_care_unclear"):  # fmt: skip
        yield Text("levels.toml", key, "level", raw[key])
    for table in ("telling", "unsure_do_now", "phone_asked"):
        for key, text in raw[table].items():
            yield Text("levels.toml", f"{table}.{key}", "level", text)
    for level, title in raw["titles"].items():
        yield Text("levels.toml", f"titles.{level}", "title", title)


def _conditions(folder: Path) -> Iterator[Text]:
    for file, raw in _each(folder, "conditions"):
        yield Text(file, "title", "title", raw["title"])
        yield Text(file, "self_care", "self_care", raw["self_care"])
        for each in raw["weights"]:
            yield Text(file, f"{each['finding']}.reason", "reason", each["reason"])
