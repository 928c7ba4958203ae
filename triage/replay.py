"""Judge a kept assessment again by its kept knowledge, and say where the two differ."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from triage.engine.judge import judge
from triage.engine.knowledge import build
from triage.engine.verdict import Verdict
from triage.models import Assessment

EPISODE_KEYS = {"urgency", "withheld"}  # these come from the episode, not from the answers
CAUSE_KEYS = {"causes", "ranking", "unclear"}  # gone where the level of the episode withholds them


def differences(*, id: UUID) -> list[str] | None:
    """Return the keys that differ ([] = the same verdict), None where there is no such row."""
    row = Assessment.objects.select_related("knowledge").filter(Q(pk=id) | Q(uid=id)).first()
    if row is None:
        return None
    knowledge = build(row.knowledge.compiled)
    verdicts = [
        judge(knowledge, answers, country=row.country)
        for answers in (row.answers, *row.other_answers)
    ]
    again, kept = verdicts[0].as_dict(), row.verdict
    aside = EPISODE_KEYS | (CAUSE_KEYS if kept["withheld"] else set())
    found = sorted(
        key
        for key in again.keys() | kept.keys()
        if key not in aside and again.get(key) != kept.get(key)
    )
    if not _raised(row, verdicts):
        found.append("raised")
    return found


def _raised(row: Assessment, verdicts: list[Verdict]) -> bool:
    """Say whether each kept flag comes out again, at the level it was kept with."""
    again = {(flag.rule, flag.urgency) for verdict in verdicts for flag in verdict.raised}
    kept = {(raw["id"], raw["urgency"]) for raw in row.raised}
    return kept == again if row.origin == "triage" else kept <= again
