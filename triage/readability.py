"""How hard a text is to read: the Flesch-Kincaid grade, a school year in the United States.

grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59. Source: Kincaid et al. 1975,
Naval Technical Training Command report 8-75. Syllables are counted from the letters, which is right
for about nine English words in ten; the figure is a hint for an editor and refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[0-9]+")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_TWO_SOUNDS = re.compile(
    r"i[ao]|ua[^r]|uie|creat|[aeiou]ing|(?<=[aeiouy].)ea$"
)  # dial, quiet, idea
_SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]les?$|[^aeiouytd]ed$|[^aeiouylscxzgh]es$")


LEAST_WORDS = 6  # the formula is made for running text; below this it says nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard the texts of one kind are, those too short for the formula left out."""

    kind: str
    texts: int
    middle: float  # the median grade
    hardest: float


def grade(text: str) -> float | None:
    """Return the grade of a text, to a tenth, never below 0; None for one that is too short."""
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = max(1, len(_SENTENCE_END.findall(text.strip() + " ")))
    sounds = sum(syllables(word) for word in words)
    return round(max(0.0, 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59), 1)


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; a number counts as one."""
    lower = word.lower()
    if not lower.isalpha() and "'" not in lower:
        return 1
    sounds = len(_VOWELS.findall(lower)) + len(_TWO_SOUNDS.findall(lower))
    return max(1, sounds - (1 if _SILENT.search(lower) else 0))


def by_kind(texts: Iterable[tuple[str, str]]) -> list[Reading]:
    """Return the reading level of each kind, from (kind, text) pairs, hardest kind first."""
    grades: dict[str, list[float]] = {}
    for kind, text in texts:
        level = grade(text)
        if level is not None:
            grades.setdefault(kind, []).append(level)
    found = [Reading(kind, len(all_), median(all_), max(all_)) for kind, all_ in grades.items()]
    return sorted(found, key=lambda each: (-each.middle, each.kind))
