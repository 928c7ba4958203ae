"""Lists go on by keys: an OFFSET or a COUNT reads everything before it, more with each year."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "teams", "triage", "tracker", "alerts", "coach", "pwa", "thighcare")
IN_SQL = re.compile(r"\bOFFSET\b|\bCOUNT\s*\(", re.IGNORECASE)
PAGES = {"Paginator", "LimitOffsetPagination", "PageNumberPagination"}
# Counting is right where what is counted cannot grow with history; each with its reason.
COUNTS = {
    "alerts/devices.py": "one person's devices, bounded by a constant",
    "alerts/webhooks.py": "one team's webhooks, bounded by a constant",
    "tracker/importing/pieces.py": "one import's pieces, bounded by the size of a file",
    "tracker/importing/services.py": "one person's open imports, bounded by a constant",
    "alerts/metrics.py": "the operator's numbers of the last day, read by a scraper",
}


def names_in(tree: ast.expr) -> list[str]:
    """Return the names and attributes an expression is made of."""
    return [
        getattr(node, "attr", getattr(node, "id", ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    ]


def offences(text: str) -> list[str]:
    """Return what pages by position, or counts rows, in a module."""
    tree = ast.parse(text)
    asks_rows = ".objects" in text or "cursor()" in text
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(words)) if asks_rows and IN_SQL.search(words):
                found.append(f"{node.lineno}: {IN_SQL.search(words)[0]}")
            case ast.Call(func=ast.Attribute(attr="count"), args=[], keywords=[]):
                found.append(f"{node.lineno}: .count()")
            case ast.Name(id=name) | ast.alias(name=name) if name in {*PAGES, "Count"}:
                found.append(f"{getattr(node, 'lineno', 0)}: {name}")
            case ast.Subscript(value=of, slice=ast.Slice(lower=ast.expr(), upper=ast.expr())):
                if {"objects", "rows"} & {*names_in(of)}:
                    found.append(f"{node.lineno}: a slice that begins further on")
    return found


def test_no_list_is_paged_by_position_or_counted() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{one}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if "/migrations/" not in str(path) and str(path.relative_to(ROOT)) not in COUNTS
        for one in offences(path.read_text())
    ]
    assert found == []


def test_who_may_count_still_counts() -> None:
    assert [name for name in COUNTS if not offences((ROOT / name).read_text())] == []


@pytest.mark.parametrize(
    "text",
    [
        "rows = Entry.objects.filter(a=1).count()",
        "from django.core.paginator import Paginator",
        "with connection.cursor() as c: c.execute('SELECT 1 LIMIT 5 OFFSET 10')",
        "with connection.cursor() as c: c.execute('SELECT count(*), COUNT (x)')",
        "page = Entry.objects.all()[start:start + 20]",
        "from django.db.models import Count",
    ],
)
def test_each_way_of_counting_is_seen(text: str) -> None:
    assert offences(text)


def test_reading_the_first_few_is_nothing_to_object_to() -> None:
    assert offences("rows = Entry.objects.order_by('pk')[: limit + 1]; n = text.count('x')") == []
