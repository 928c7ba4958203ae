"""Which version a page shows: the one in force, or one that was kept with an assessment."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from triage.book.index import Book, open_book
from triage.cases import cases_digest, provenance, read_cases
from triage.loader import FOLDER, current
from triage.models import KnowledgeCopy

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "templates" / "triage" / "book"
KEPT_OPEN = 4  # old versions held in memory; each is a megabyte or two


@cache
def book_in_force() -> Book:
    """Return the book of the knowledge this version judges by, with its cases."""
    return open_book(current().compiled, read_cases(FOLDER), provenance(FOLDER))


def book_of(version: str | None) -> Book | None:
    """Return the book of a version (None = the one in force); None where it was never kept."""
    if version is None or version == current().version:
        return book_in_force()
    try:
        return _kept(version)
    except KnowledgeCopy.DoesNotExist:
        return None


def tag(version: str) -> str:
    """Return the ETag of a version's pages: they change with it, with its cases, or with ours."""
    return f'"{version}-{_made_by()}"'


@lru_cache(maxsize=KEPT_OPEN)
def _kept(version: str) -> Book:
    # What is not there raises and so is not remembered: it may be kept later.
    return open_book(KnowledgeCopy.objects.get(pk=version).compiled)


@cache
def _made_by() -> str:
    digest = hashlib.sha256(cases_digest(FOLDER).encode())
    for path in sorted((*HERE.glob("*.py"), *PAGES.glob("*.html"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
