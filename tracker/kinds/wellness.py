"""Sleep in hours, and four feelings from 1 (best) to 7 (worst), after Hooper; at least one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.kinds.checks import AskFinding, number, whole

NAME = "wellness"
FIELDS = {
    "?sleep_h": number(0, 24),
    "?sleep_quality": whole(1, 7),
    "?fatigue": whole(1, 7),
    "?soreness": whole(1, 7),
    "?stress": whole(1, 7),
}


def check(fields: Mapping[str, Any], ask_finding: AskFinding) -> list[FieldError]:
    """Refuse an empty sheet."""
    if fields:
        return []
    names = ", ".join(name.removeprefix("?") for name in FIELDS)
    return [FieldError("", "nothing-given", f"Give at least one of {names}.")]
