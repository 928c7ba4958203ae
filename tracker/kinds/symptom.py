"""A sign from the triage vocabulary, with a value that the vocabulary allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.kinds.checks import AskFinding, anything, text

NAME = "symptom"
FIELDS = {"finding": text(64), "value": anything}


def check(fields: Mapping[str, Any], ask_finding: AskFinding) -> list[FieldError]:
    """Ask the vocabulary whether it knows the finding and takes the value."""
    trouble = ask_finding(fields["finding"], fields["value"])
    if trouble is None:
        return []
    code, detail = trouble
    return [FieldError("/finding" if code == "unknown-finding" else "/value", code, detail)]
