"""Who uses what in one version of the knowledge: looked up by every page, made once a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from triage.book.plain import Vocabulary
from triage.cases import Case
from triage.engine.trees import names_in, scores_in

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Book:
    """One version, with the cases that came with it ([] for an old one), and indexes over both.

    Indexes lead from the id of a finding, cause or source to the raw rules and causes that use it.
    """

    compiled: Mapping[str, Any]
    cases: Sequence[Case]
    provenance: Mapping[str, str]  # file of cases -> where they come from
    words: Vocabulary
    rules_of: Mapping[str, list[str]]  # finding -> ids of rules that read it
    causes_of: Mapping[str, list[str]]  # finding -> ids of causes that weigh it
    derived_of: Mapping[str, list[str]]  # finding -> ids of derived findings made of it
    family_of: Mapping[str, str]  # rule -> its family, where its page is
    cases_of: Mapping[str, list[int]]  # rule or cause -> places in `cases`
    users_of: Mapping[str, list[tuple[str, str]]]  # source -> ("rule" or "cause", id)

    @property
    def version(self) -> str:
        """Return the hash that names this version."""
        return str(self.compiled["version"])

    @property
    def families(self) -> list[dict[str, Any]]:
        """Return the families of rules; a copy from before they had titles gives their codes."""
        kept = self.compiled.get("families")
        if kept is not None:
            return list(kept)
        codes = sorted({raw["family"] for raw in self.compiled["rules"]})
        return [{"family": code, "title": code, "file": ""} for code in codes]

    def review(self, file: str) -> dict[str, str] | None:
        """Return who reviewed a file and until when that holds; None where it was not kept."""
        return dict(self.compiled.get("reviews", {}).get(file, {})) or None


def open_book(
    compiled: Mapping[str, Any],
    cases: Sequence[Case] = (),
    provenance: Mapping[str, str] | None = None,
) -> Book:
    """Return the book of a compiled copy."""
    rules, conditions = compiled["rules"], compiled.get("conditions", [])
    return Book(
        compiled=compiled,
        cases=cases,
        provenance=provenance or {},
        words=Vocabulary.of(compiled),
        rules_of=_index((name, raw["id"]) for raw in rules for name in names_in(raw["logic"])),
        causes_of=_index((row[0], raw["id"]) for raw in conditions for row in raw["weights"]),
        derived_of=_index(
            (name, raw["id"]) for raw in compiled["derived"] for name in names_in(raw["logic"])
        ),
        family_of={raw["id"]: raw["family"] for raw in rules},
        cases_of=_index(
            (name, place)
            for place, case in enumerate(cases)
            for name in (*case.rules, *([case.cause] if case.cause else ()))
        ),
        users_of=_index(
            (source, (kind, raw["id"]))
            for kind, made in (("rule", rules), ("cause", conditions))
            for raw in made
            for source in raw["sources"]
        ),
    )


def with_family(book: Book, rules: Iterable[str]) -> list[tuple[str, str]]:
    """Return (family, rule) for each rule that this version has: enough to link to it."""
    return [(book.family_of[name], name) for name in rules if name in book.family_of]


def guards_of(book: Book, cause: str) -> list[tuple[str, str]]:
    """Return the rules that read the points of a cause, each with its family."""
    rules = book.compiled["rules"]
    return with_family(book, (raw["id"] for raw in rules if cause in scores_in(raw["logic"])))


def _index(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        users = found.setdefault(key, [])
        if value not in users:
            users.append(value)
    return found
