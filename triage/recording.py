"""Write one assessment with the knowledge it was judged by; the shared end of both ways in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag, Verdict
from triage.models import Assessment, Episode, KnowledgeCopy
from triage.signals import assessment_recorded


def flag_row(flag: Flag, counts_from: datetime | None) -> dict[str, Any]:
    """Return a raised flag as it is kept: its wire form, whether it was only left open, and since
    when it counts as told (UTC; None = not known), which an answer to its alert is held against.
    """
    moment = counts_from.astimezone(UTC).isoformat() if counts_from else None
    return flag.as_dict() | {"unsure": flag.unsure, "counts_from": moment}


def keep_knowledge(knowledge: Knowledge, *, now: datetime) -> None:
    """Keep the compiled copy of this version, once."""
    if not KnowledgeCopy.objects.filter(pk=knowledge.version).exists():
        KnowledgeCopy.objects.bulk_create(
            [KnowledgeCopy(version=knowledge.version, compiled=knowledge.compiled, kept_at=now)],
            ignore_conflicts=True,
        )


def write_assessment(
    *,
    id: UUID,
    uid: UUID,
    athlete_id: int,
    episode: Episode,
    origin: str,
    day: date,
    taken_at: datetime,
    now: datetime,
    knowledge: Knowledge,
    country: str,
    answers: Mapping[str, Any],
    other_answers: Sequence[Mapping[str, Any]] = (),
    verdict: Verdict,
    held_from: UUID | None,
    raised: Sequence[Flag],
    counts_from: Mapping[str, datetime],
    from_phone: Sequence[Flag] = (),
    client: Mapping[str, Any] | None = None,
    differs: bool = False,
) -> Assessment:
    """Write the row and announce it; call inside a transaction.

    `from_phone` is what the phone's own check raised beyond the server's: alerts are made of both.
    `counts_from`: for each raised rule, since when it counts as told, where that is known.
    """
    keep_knowledge(knowledge, now=now)
    row = Assessment.objects.create(
        id=id, uid=uid, athlete_id=athlete_id, episode=episode, origin=origin, day=day,
        taken_at=taken_at, received_at=now, knowledge_id=knowledge.version, country=country,
        answers=dict(answers), other_answers=[dict(each) for each in other_answers],
        verdict=verdict.as_dict(), urgency=verdict.urgency or "", held_from=held_from,
        raised=[*(flag_row(flag, counts_from.get(flag.rule)) for flag in raised),
                *(flag_row(flag, counts_from.get(flag.rule)) | {"from_phone": True}
                  for flag in from_phone)],
        client=dict(client or {}), differs=differs,
    )  # fmt: skip
    assessment_recorded.send(sender=Assessment, assessment_id=row.pk, athlete_id=athlete_id)
    return row


def as_answer(row: Assessment) -> dict[str, Any]:
    """Return an assessment in the contract's form."""
    wire = dict(row.verdict)
    head = {
        "id": str(row.uid),
        "episode": str(row.episode_id),
        "knowledge_version": wire.pop("knowledge_version"),
        "urgency": wire.pop("urgency"),
        "urgency_now": wire.pop("urgency_now"),
        "held_from": str(row.held_from) if row.held_from else None,
    }
    asked = [_without(raw, "unsure", "from_phone") for raw in row.raised if raw.get("from_phone")]
    return head | wire | {"phone_flags": asked}


def _without(raw: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in keys}
