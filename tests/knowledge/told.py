"""A plain reading of what a flag tells a clinician, written apart from the engine; for tests only.

Each sentence is found again among those of the rule and of levels.toml, and with it the answers
that it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.knowledge.plain import Plain
from triage.engine.texts import PLACEHOLDER

Answers = Mapping[str, Any]
_SENTENCE = re.compile(r"(?<=[.?])\s+(?=[A-Z])")


class Told:
    """One compiled copy: its plain reading, its labels and its tables of words."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.plain, self.table = Plain(compiled), compiled["placeholders"]
        self.telling = compiled["levels"]["telling"]
        self.sentences: dict[tuple[str, str], re.Pattern[str]] = {}
        self.phrases = {raw["label"]: raw["id"] for raw in compiled["findings"]}

    def mentioned(self, rule: str, text: str, answers: Answers) -> set[str]:
        """Return the findings that a text names.

        :raises AssertionError: where a sentence states what the answers do not, or is nobody's.
        """
        found: set[str] = set()
        for said in (each.rstrip(".?") for each in _SENTENCE.split(text)):
            listed = self._listed(said, answers)
            ways = [listed] if listed else list(self._own(rule, said, answers))
            assert ways, f"{rule} says {said!r} of {answers}"
            found |= set().union(*ways)
        return found

    def _listed(self, said: str, answers: Answers) -> set[str] | None:
        """Return what a sentence of labels names: "I answered yes to: a bruise; a limp"."""
        for key, words in self.telling.items():
            head = words.split("{")[0]
            if not said.startswith(head):
                continue
            found = set()
            for phrase in said.removeprefix(head).split("; "):
                label = phrase if phrase in self.phrases else phrase.rsplit(": ", 1)[0]
                found.add(name := self.phrases[label])
                assert self._fits(key, answers[name]), f"{said!r} of {name}: {answers[name]}"
            return found
        return None

    @staticmethod
    def _fits(key: str, value: Any) -> bool:
        if key == "not_sure":
            return bool(value == "unsure")
        if key in ("yes", "also_yes"):
            return value is True
        return not isinstance(value, bool) and value != "unsure"

    def _own(self, rule: str, said: str, answers: Answers) -> Iterator[set[str]]:
        """Yield what a sentence names as each sentence of the rule that it may be."""
        for words, _, tie in self.plain.rules[rule]["tell_clauses"]:
            parts = PLACEHOLDER.split(words)
            match = self._sentence(rule, words).fullmatch(said)
            if match is None:
                continue
            found = set()
            if isinstance(tie, list):
                assert self.plain.tree(tie, answers) is True, f"{rule} says {said!r} of {answers}"
                found |= {name for name in self.plain.reads(tie)
                          if answers.get(name, False) is not False}  # fmt: skip
            for name, word in zip(parts[1::2], match.groups(), strict=True):
                found |= self._word(rule, name, word, answers)
            yield found

    def _sentence(self, rule: str, words: str) -> re.Pattern[str]:
        if (rule, words) not in self.sentences:
            pattern = "".join(f"({self._pattern(rule, part)})" if at % 2 else re.escape(part)
                              for at, part in enumerate(PLACEHOLDER.split(words)))  # fmt: skip
            self.sentences[rule, words] = re.compile(pattern, re.IGNORECASE)
        return self.sentences[rule, words]

    def _entry(self, rule: str, name: str) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = self.table.get(f"{rule} {name}") or self.table[name]
        return entry

    def _pattern(self, rule: str, name: str) -> str:
        """Return what may stand for a placeholder: a number, or words with commas and an and."""
        entry = self._entry(rule, name)
        if entry.keys() & {"value", "weeks_of"}:
            return r"[0-9.]+(?: [a-z]+)?"
        words = "|".join(re.escape(each["text"]) for each in entry.get("options", ())) or "(?!)"
        otherwise = re.escape(entry["otherwise"]) if "otherwise" in entry else "(?!)"
        return f"(?:{words})(?:(?:, | and )(?:{words}))*|{otherwise}"

    def _word(self, rule: str, name: str, word: str, answers: Answers) -> set[str]:
        entry = self._entry(rule, name)
        number = entry.get("value") or entry.get("weeks_of")
        if number:
            assert self.plain.number(["value", number], answers) is not None
            return {number}
        found, left = set(), word.lower()
        for option in sorted(entry.get("options", ()), key=lambda each: -len(each["text"])):
            if option["text"].lower() not in left:
                continue
            left = left.replace(option["text"].lower(), "")
            yes = [each for each in option["findings"] if self._is_told(each, entry, answers)]
            assert yes, f"{rule} says {option['text']!r} of {answers}"
            found |= {each for one in yes for each in self.plain.reads(["yes", one])
                      if answers.get(each, False) is not False}  # fmt: skip
        return found

    def _is_told(self, name: str, entry: Mapping[str, Any], answers: Answers) -> bool:
        if entry.get("when_unsure"):
            return bool(answers.get(name) == "unsure")
        return self.plain.name(name, answers) is True
