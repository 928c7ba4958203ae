"""What may be changed of an episode, or told of it: read strictly, every unknown field named."""

from __future__ import annotations

from typing import Any

from kernel.calendar import parse_day
from triage.api.forms import LONGEST_NOTE, BadBody, Reader
from triage.models import Side
from triage.told_causes import Told

LONGEST_NAME = 120


def read_changes(body: object) -> dict[str, Any]:
    """Read `PATCH /triage/episodes/{id}`; only what was sent is in the answer.

    :raises BadBody: naming each field that is wrong.
    """
    reader = Reader(body, {"side", "started_on", "came_back", "state"})
    changes: dict[str, Any] = {}
    if "side" in reader.body:
        changes["side"] = reader.body["side"]
        if changes["side"] not in Side.values:
            reader.wrong("side", "unknown-choice", f"Choose one of: {', '.join(Side.values)}.")
    if "started_on" in reader.body:
        changes["started_on"] = reader.time("started_on", parse_day)
    if "came_back" in reader.body:
        changes["came_back"] = reader.body["came_back"]
        if not isinstance(changes["came_back"], bool):
            reader.wrong("came_back", "bad-yes-no", "Send true or false.")
    if "state" in reader.body:
        changes["settled"] = True
        if reader.body["state"] != "settled":
            reader.wrong("state", "unknown-choice", "Only settled can be set.")
    if not changes and not reader.errors:
        raise BadBody(
            "Send side, started_on, came_back or state.", code="nothing-to-change", pointer=""
        )
    reader.done()
    return changes


def read_told_cause(body: object) -> Told:
    """Read `PUT /triage/episodes/{id}/told-causes/{id}`.

    :raises BadBody: naming each field that is wrong.
    """
    reader = Reader(body, {"condition", "said_by", "said_on", "note"})
    condition, note = reader.body.get("condition"), reader.body.get("note", "")
    said_by = reader.body.get("said_by")
    if condition is not None and not (isinstance(condition, str) and condition):
        reader.wrong("condition", "unknown-choice", "Give the id of a condition, or null.")
    if not isinstance(said_by, str) or not 0 < len(said_by.strip()) <= LONGEST_NAME:
        reader.wrong("said_by", "bad-text", f"Say who, in 1 to {LONGEST_NAME} characters.")
    if "said_on" not in reader.body:
        reader.wrong("said_on", "missing", "Say on which day.")
    said_on = reader.time("said_on", parse_day)
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        reader.wrong("note", "bad-text", f"Give a text of at most {LONGEST_NOTE} characters.")
    elif condition is None and not note.strip():
        reader.wrong("note", "missing", "Choose a condition, or write here what was said.")
    reader.done()
    return Told(condition, str(said_by).strip(), said_on, str(note).strip())
