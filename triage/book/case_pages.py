"""What the pages of golden cases say, and which cases stand behind a rule or a cause."""

from __future__ import annotations

from typing import Any

from triage.book.citations import cited
from triage.book.index import Book, with_family

Page = dict[str, Any]


def cases(book: Book) -> Page:
    """Return the files of golden cases, each with where its cases come from and how many."""
    return {
        "files": [
            {"slug": slug(file), "about": about, "count": sum(c.file == file for c in book.cases)}
            for file, about in book.provenance.items()
        ]
    }


def case_file(book: Book, name: str) -> Page | None:
    """Return the cases of one file, with their answers in words; None = no such file."""
    made = [
        {
            "place": place,
            "case": case,
            "level_title": book.compiled["levels"]["titles"].get(case.level, case.level),
            "rules": with_family(book, case.rules),
            "cause": (case.cause, book.words.causes.get(case.cause, "")),
            "sources": cited(book, list(case.sources)),
            "told": [
                (key, book.words.labels.get(key, key), book.words.value(key, value))
                for key, value in case.told.items()
            ],
        }
        for place, case in enumerate(book.cases)
        if slug(case.file) == name
    ]
    about = {slug(file): text for file, text in book.provenance.items()}.get(name, "")
    return {"name": name, "cases": made, "about": about} if made else None


def slug(file: str) -> str:
    """Return the name of a file of cases as it stands in an address."""
    return file.removeprefix("cases/").removesuffix(".json")


def held_by(book: Book, name: str) -> list[tuple[int, str, Any]]:
    """Return (place, file, case) of each case that holds a rule or cause to its word."""
    places = book.cases_of.get(name, ())
    return [(place, slug(book.cases[place].file), book.cases[place]) for place in places]
