"""Find words in the book: every word must stand in an entry, in whatever place or case."""

from __future__ import annotations

from dataclasses import dataclass

from triage.book.index import Book

LONGEST = 100  # characters of a query that are looked at
MOST = 40  # entries shown of one kind


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found; `family` is set for a rule, to lead to its page."""

    kind: str
    id: str
    title: str
    family: str = ""


def search(book: Book, query: str) -> dict[str, list[Hit]]:
    """Return what was found by kind (rules, causes, findings, sources), [] for an empty query."""
    wanted = query[:LONGEST].lower().split()
    found: dict[str, list[Hit]] = {"rules": [], "causes": [], "findings": [], "sources": []}
    if not wanted:
        return found
    for hit, text in _entries(book):
        lower = text.lower()
        if len(found[hit.kind]) < MOST and all(word in lower for word in wanted):
            found[hit.kind].append(hit)
    return found


def _entries(book: Book) -> list[tuple[Hit, str]]:
    compiled, labels = book.compiled, book.words.labels
    titles = {each["family"]: each["title"] for each in book.families}
    entries = [
        (
            Hit("rules", raw["id"], raw["suspected"], raw["family"]),
            f"{raw['id']} {raw['suspected']} {raw['do_now']} {titles[raw['family']]}",
        )
        for raw in compiled["rules"]
    ]
    entries += [
        (Hit("causes", raw["id"], raw["title"]), f"{raw['id']} {raw['title']} {raw['self_care']}")
        for raw in compiled.get("conditions", ())
    ]
    entries += [
        (
            Hit("findings", raw["id"], labels[raw["id"]]),
            f"{raw['id']} {labels[raw['id']]} {raw.get('question', '')}",
        )
        for raw in (*compiled["findings"], *compiled["derived"])
    ]
    entries += [
        (Hit("sources", key, citation), f"{key} {citation}")
        for key, citation in sorted(compiled["sources"].items())
    ]
    return entries
