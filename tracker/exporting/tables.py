"""One CSV table a kind, safe to open in a spreadsheet and exact to bring back. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

HEAD = ("id", "kind", "day", "at", "edited_at", "deleted")
# A cell that begins like this is run as a formula by some spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
GUARD = "'"


def table(entries: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> bytes:
    """Return the table of one kind's entries, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*HEAD, *fields])
    for entry in entries:
        writer.writerow([_cell(entry.get(name)) for name in (*HEAD, *fields)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return neutralised(value) if isinstance(value, str) else json.dumps(value)


def neutralised(text: str) -> str:
    """Return text that no spreadsheet runs: a quotation mark goes in front of a formula's sign."""
    return GUARD + text if text.startswith((*FORMULA, GUARD)) else text


def restored(cell: str) -> str:
    """Return the text as it was before it was neutralised."""
    guarded = cell.startswith(GUARD) and cell[1:].startswith((*FORMULA, GUARD))
    return cell[1:] if guarded else cell
