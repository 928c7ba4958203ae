"""What may be changed of an episode: read strictly, every unknown field named."""

from __future__ import annotations

from typing import Any

from kernel.calendar import parse_day
from triage.api.forms import BadBody, Reader
from triage.models import Side


def read_changes(body: object) -> dict[str, Any]:
    """Read `PATCH /triage/episodes/{id}`; only what was sent is in the answer.

    :raises BadBody: naming each field that is wrong.
    """
    reader = Reader(body, {"side", "started_on", "state"})
    changes: dict[str, Any] = {}
    if "side" in reader.body:
        changes["side"] = reader.body["side"]
        if changes["side"] not in Side.values:
            reader.wrong("side", "unknown-choice", f"Choose one of: {', '.join(Side.values)}.")
    if "started_on" in reader.body:
        changes["started_on"] = reader.time("started_on", parse_day)
    if "state" in reader.body:
        changes["settled"] = True
        if reader.body["state"] != "settled":
            reader.wrong("state", "unknown-choice", "Only settled can be set.")
    if not changes and not reader.errors:
        raise BadBody("Send side, started_on or state.", code="nothing-to-change", pointer="")
    reader.done()
    return changes
