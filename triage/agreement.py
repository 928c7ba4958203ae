"""Does what the phone judged agree with what the server judges of the same answers? No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.engine.verdict import Verdict


def disagreements(verdict: Verdict, client: Mapping[str, Any] | None) -> list[str]:
    """Return in which parts a phone's verdict is another one; [] = it agrees, or said nothing.

    `verdict` is the server's on exactly the same answers, before an episode holds its level. Of
    `client` these parts are compared where they are of the right type: urgency, rules and
    unsure_rules (ids, in any order), ranking (cause ids, best first), scores (points of those
    shown).
    """
    told = client or {}
    if "urgency" not in told:
        return []
    parts: list[tuple[str, type, Any]] = [
        ("rules", list, sorted(flag.rule for flag in verdict.red_flags)),
        ("unsure_rules", list, sorted(flag.rule for flag in verdict.unsure_flags)),
        ("ranking", list, list(verdict.ranking)),
        ("scores", dict, {cause.id: cause.score for cause in verdict.causes}),
    ]
    found = [] if told["urgency"] == verdict.urgency_now else ["urgency"]
    for name, kind, wanted in parts:
        said = told.get(name)
        if isinstance(said, kind) and _plain(name, said) != wanted:
            found.append(name)
    return found


def _plain(name: str, said: Any) -> Any:
    """Return ids whose order says nothing in one order."""
    return sorted({str(each) for each in said}) if name.endswith("rules") else said
