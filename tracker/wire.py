"""An entry as the wire shows it."""

from __future__ import annotations

from typing import Any

from kernel.calendar import format_instant
from tracker.merge import Edit


def entry_as_dict(edit: Edit) -> dict[str, Any]:
    """Return an entry as the wire shows it."""
    made: dict[str, Any] = {
        "id": str(edit.entry_id),
        "kind": edit.kind,
        "day": edit.day.isoformat(),
    }
    if edit.at is not None:
        made["at"] = format_instant(edit.at)
    made |= {"edited_at": format_instant(edit.edited_at), "deleted": edit.deleted}
    return made | dict(edit.content)
