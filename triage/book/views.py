"""The pages at /knowledge/: public, the same for everybody, kept by their ETag, no script."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe

from triage.book import case_pages, chapters
from triage.book.editions import book_in_force, book_of, tag
from triage.book.index import Book
from triage.book.search import search
from triage.engine.texts import numbers_for, put_numbers
from triage.loader import current

CHAPTERS: dict[str, Callable[[Book], dict[str, Any]]] = {
    "overview": chapters.overview,
    "levels": chapters.levels,
    "families": chapters.families,
    "causes": chapters.causes,
    "findings": chapters.findings,
    "sources": chapters.sources,
    "cases": case_pages.cases,
}
PARTS: dict[str, Callable[[Book, str], dict[str, Any] | None]] = {
    "family": chapters.family,
    "case_file": case_pages.case_file,
}
PAGES_HELD = 64  # rendered pages in memory: those in force, and the last read of old versions
_NO_VERSION = _("No answers were ever judged by this version of the knowledge.")
_NO_PART = _("This version of the knowledge has no such page.")


def _tag(request: HttpRequest, name: str, version: str | None = None, code: str = "") -> str | None:
    """Return the tag of a page that there is; what is not there today may be there tomorrow."""
    book = book_of(version)
    if book is None or (code and _written(version, name, code) is None):
        return None
    return tag(book.version)


@require_safe
@condition(etag_func=_tag)
def chapter(request: HttpRequest, name: str, version: str | None = None) -> HttpResponse:
    """Serve a page that is the whole of one kind."""
    text = _written(version, name, "")
    return _answer(text) if text is not None else _missing(_NO_VERSION)


@require_safe
@condition(etag_func=_tag)
def part(request: HttpRequest, name: str, code: str, version: str | None = None) -> HttpResponse:
    """Serve one family of red-flag rules, or one file of cases."""
    text = _written(version, name, code)
    return _answer(text) if text is not None else _missing(_NO_PART)


@require_safe
def find(request: HttpRequest, version: str | None = None) -> HttpResponse:
    """Serve what was looked for; not kept anywhere, for the words are a person's own."""
    book, query = book_of(version), request.GET.get("q", "").strip()
    if book is None:
        return _missing(_NO_VERSION)
    found = search(book, query)
    page = {"query": query, "found": found, "any": any(found.values())}
    response = HttpResponse(_render(book, "search", page, version))
    response["Cache-Control"] = "no-store"
    return response


def _written(version: str | None, name: str, code: str) -> str | None:
    """Return a page's text, None where there is no such version or part."""
    return _rendered(version, name, code) if book_of(version) is not None else None


@lru_cache(maxsize=PAGES_HELD)
def _rendered(version: str | None, name: str, code: str) -> str | None:
    book = book_of(version)
    assert book is not None  # the caller has looked
    page = PARTS[name](book, code) if code else CHAPTERS[name](book)
    return _render(book, name, page, version) if page is not None else None


def _render(book: Book, name: str, page: dict[str, Any], version: str | None) -> str:
    """Render without the request: nothing of a session may reach a page that caches keep."""
    texts = book.compiled["levels"]
    frame = {
        "root": f"/knowledge/v/{version}/" if version else "/knowledge/",
        "version": book.version,
        "old": book.version != current().version,
        "disclaimer": texts["disclaimer"],
        "safety_net": texts["safety_net"],
        "emergency_box": put_numbers(
            texts["emergency_box"], numbers_for(None, book.compiled["numbers"])
        ),
    }
    return render_to_string(f"triage/book/{name}.html", frame | page)


def _answer(text: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "public, no-cache"
    return response


def _missing(reason: Promise) -> HttpResponse:
    return _answer(_render(book_in_force(), "missing", {"reason": reason}, None), status=404)
