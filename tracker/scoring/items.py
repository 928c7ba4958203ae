"""Reading answers to items: whole numbers within their range, every trouble named by its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.kinds.checks import Refused, whole
from tracker.scoring.instrument import Instrument


def read_items(
    instrument: Instrument, sent: Mapping[str, Any]
) -> tuple[dict[str, int], list[FieldError]]:
    """Return the answers in the order of the items, and what is wrong or missing."""
    kept: dict[str, int] = {}
    errors: list[FieldError] = []
    for item in instrument.items:
        if item.id not in sent:
            if item.required:
                errors.append(FieldError(f"/{item.id}", "missing", f"Give {item.id}."))
            continue
        try:
            kept[item.id] = whole(item.low, item.high)(sent[item.id])
        except Refused as refused:
            errors.append(FieldError(f"/{item.id}", refused.code, refused.detail))
    return kept, errors + unknown_fields(sent, {item.id for item in instrument.items})


def unknown_fields(sent: Mapping[str, Any], known: set[str]) -> list[FieldError]:
    """Name each field that the form does not have."""
    detail = "There is no such field. Leave it out."
    return [
        FieldError(f"/{str(name)[:64].replace('~', '~0').replace('/', '~1')}", "unknown-field",
                   detail)
        for name in sent if name not in known
    ]  # fmt: skip
