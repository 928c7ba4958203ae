"""The whole export as one versioned JSON document. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.calendar import format_instant

FORMAT, VERSION = "thighcare-export", 1


def document(
    *,
    entries: Sequence[Mapping[str, Any]],
    rooms: Mapping[str, Any],
    notes: Mapping[str, Any],
) -> bytes:
    """Return the document: entries in the wire's own form, then everything else that is kept.

    It says what it is in its first words, so that an import knows it by them; `notes` come next
    and say what it is not: whole.
    """
    head = {"format": FORMAT, "version": VERSION, **notes}
    whole = head | {"entries": list(entries), "rooms": dict(rooms)}
    return (json.dumps(whole, default=_plain, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)  # to the microsecond: an edit is told from another by it
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)  # a lazy translation, a decimal: what a person would read
