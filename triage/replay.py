"""Judge kept assessments again by their kept knowledge, and say where the two differ.

What was kept must come out again; a newer program may say more beside it (a copy from before there
were causes has none, and a verdict of then has no key for them), but nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from triage.engine.answers import BadAnswers
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge, build
from triage.engine.verdict import Verdict
from triage.episodes import RANK
from triage.models import Assessment, KnowledgeCopy

ALWAYS = {"knowledge_version", "urgency_now", "urgency", "complete", "missing_mandatory",
          "red_flags", "unsure_flags", "withheld", "unscreened", "is_clear"}  # fmt: skip
CHUNK = 200  # rows read at a time


@dataclass(frozen=True, slots=True)
class Replayed:
    """One assessment judged again; `differs` are the keys that came out otherwise, [] = none."""

    id: UUID
    version: str
    differs: list[str]


def differences(*, id: UUID) -> list[str] | None:
    """Return the keys that differ ([] = the same verdict), None where there is no such row."""
    row = Assessment.objects.select_related("knowledge").filter(Q(pk=id) | Q(uid=id)).first()
    return None if row is None else _differences(row, _knowledge(row.knowledge))


def replay_all(*, since: datetime | None = None) -> Iterator[Replayed]:
    """Yield every assessment received since then, version by version, judged again."""
    rows = Assessment.objects.order_by("knowledge_id", "pk")
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    version, knowledge = "", None
    for row in rows.iterator(chunk_size=CHUNK):
        if row.knowledge_id != version:
            version, knowledge = row.knowledge_id, _knowledge(row.knowledge)
        yield Replayed(row.pk, version, _differences(row, knowledge))


def _knowledge(copy: KnowledgeCopy) -> Knowledge | None:
    """Return a kept copy made ready to judge, None where it is not whole any more."""
    try:
        found = build(_with_scoring(copy.compiled))
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return found if found.version == copy.version else None


def _with_scoring(compiled: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with what scoring needs; one from before there were causes scores none."""
    sections = sorted({raw["section"] for raw in compiled["findings"]})
    empty = [{"section": name, "title": name, "weight_cap": 0} for name in sections]
    return {"conditions": [], "sections": empty} | compiled


def _differences(row: Assessment, knowledge: Knowledge | None) -> list[str]:
    if knowledge is None:
        return ["knowledge"]
    try:
        verdicts = [
            judge(knowledge, answers, country=row.country)
            for answers in (row.answers, *row.other_answers)
        ]
    except BadAnswers:
        return ["answers"]
    kept = row.verdict
    if lost := sorted(ALWAYS - kept.keys()):
        return lost
    again = verdicts[0].held_at(kept["urgency"], withheld=kept["withheld"]).as_dict()
    found = {key for key in kept if not _comes_out(kept[key], again.get(key))}
    found |= set(_level(row, verdicts[0]))
    if not _raised(row, verdicts):
        found.add("raised")
    return sorted(found)


def _comes_out(kept: Any, again: Any) -> bool:
    """Say whether what was kept stands in what comes out, which may hold keys of later days."""
    if isinstance(kept, dict) and isinstance(again, dict):
        return all(key in again and _comes_out(kept[key], again[key]) for key in kept)
    if isinstance(kept, list) and isinstance(again, list):
        pairs = zip(kept, again, strict=False)
        return len(kept) == len(again) and all(_comes_out(*pair) for pair in pairs)
    return bool(kept == again) and type(kept) is type(again)


def _level(row: Assessment, again: Verdict) -> Iterator[str]:
    """Yield what is wrong with the level in force: it comes from somewhere and is never lower."""
    level = row.verdict["urgency"]
    if (level or "") != row.urgency or RANK.get(level, -1) < RANK.get(again.urgency_now or "", -1):
        yield "urgency"
    reasons = {again.urgency_now, row.client.get("urgency")}
    reasons |= {raw["urgency"] for raw in row.raised}
    if row.held_from is None and level not in reasons:
        yield "urgency"
    if RANK.get(level, -1) >= RANK["same_day"] and not row.verdict["withheld"]:
        yield "withheld"


def _raised(row: Assessment, verdicts: list[Verdict]) -> bool:
    """Say whether each kept flag comes out again, at its level; the phone's own cannot."""
    again = {(flag.rule, flag.urgency) for verdict in verdicts for flag in verdict.raised}
    kept = {(raw["id"], raw["urgency"]) for raw in row.raised if not raw.get("from_phone")}
    return kept == again if row.origin == "triage" else kept <= again
