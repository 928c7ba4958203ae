"""When an alert opens again: something was told that its answer did not know of (ADR 0193)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts.models import Alert, State, Urgency
from kernel.calendar import format_instant

RANK: dict[str, int] = {
    level: rank
    for rank, level in enumerate(
        (Urgency.SELF_CARE, Urgency.WITHIN_DAYS, Urgency.SAME_DAY, Urgency.EMERGENCY_NOW)
    )
}
MOST_KEPT = 50  # earlier openings of one alert; its day is over sooner
TEXTS = ("urgency", "title", "message", "tell_clinician", "knowledge_version")
ORIGIN = ("assessment_id", "episode_id", "raised_at")
_OPENED = (
    *TEXTS, *ORIGIN, "because", "state", "outcome", "note", "acknowledged_at", "resolved_at",
    "opening", "earlier",
)  # fmt: skip


def is_news(row: Alert, said: Alert, counts_from: datetime | None) -> bool:
    """Say whether what is said now opens an alert that is there already.

    A higher level does. Of a red flag also a sign that the alert does not name, whenever it was
    told, and any telling that counts from after the answer, or while it is open, after it opened.
    """
    if RANK[said.urgency] > RANK[row.urgency]:
        return True
    if said.kind != "red_flag":
        return False
    return _names_more(row, said) or (counts_from is not None and counts_from > _settled_at(row))


def is_unheard(row: Alert, counts_from: datetime | None) -> bool:
    """Say whether an alert is closed by an answer that is older than what was told."""
    return row.state != State.OPEN and counts_from is not None and counts_from > _settled_at(row)


def open_again(row: Alert, said: Alert) -> None:
    """Open an alert with what is said now; what it said and was answered before is kept.

    Its level does not fall and its signs stay named, unless the person was seen in between.
    """
    was_seen = row.state == State.RESOLVED
    row.earlier = [*row.earlier, _kept(row)][-MOST_KEPT:]
    row.because = said.because if was_seen else _together(row.because, said.because)
    higher = was_seen or RANK[said.urgency] >= RANK[row.urgency]
    for name in (*TEXTS, *ORIGIN) if higher else ORIGIN:
        setattr(row, name, getattr(said, name))
    row.state, row.outcome, row.note = State.OPEN, "", ""
    row.acknowledged_at, row.resolved_at = None, None
    row.opening += 1
    row.save(update_fields=_OPENED)


def answers_another(row: Alert, raised_at: datetime) -> bool:
    """Say whether an answer names an opening that is not the one of now."""
    return not _is_same(row.raised_at, raised_at)


def opening_at(row: Alert, moment: datetime) -> datetime:
    """Return when the opening was raised that stood at a moment; before all of them, the first.

    Who knows the alert was told of it: a moment before it comes from a clock that is slow.
    """
    raised = [datetime.fromisoformat(one["raised_at"]) for one in row.earlier] + [row.raised_at]
    return max((at for at in raised if at <= moment), default=raised[0])


def keep_late_answer(
    row: Alert, *, raised_at: datetime, outcome: str, note: str, at: datetime
) -> None:
    """Write an answer to the earlier opening that it was given to, where that has none yet."""
    for one in row.earlier:
        if not one["outcome"] and _is_same(datetime.fromisoformat(one["raised_at"]), raised_at):
            one |= {"outcome": outcome, "note": note, "acknowledged_at": at.isoformat()}
            row.save(update_fields=["earlier"])


def _settled_at(row: Alert) -> datetime:
    """Return the answer it has, the last of them; where it has none, when it opened."""
    return max(
        (at for at in (row.acknowledged_at, row.resolved_at) if at is not None),
        default=row.raised_at,
    )


def _names_more(row: Alert, said: Alert) -> bool:
    """Say whether a sign is new, or was unsure and is a yes; a number that differs is not."""
    known = {one["finding"]: one["value"] for one in row.because}
    return any(
        one["finding"] not in known or (one["value"] is True and known[one["finding"]] == "unsure")
        for one in said.because
    )


def _together(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    named = {one["finding"]: one for one in before} | {one["finding"]: one for one in now}
    return list(named.values())


def _kept(row: Alert) -> dict[str, Any]:
    def instant(moment: datetime | None) -> str | None:
        return moment.isoformat() if moment else None

    return {
        "raised_at": instant(row.raised_at), "urgency": row.urgency, "because": row.because,
        "state": row.state, "outcome": row.outcome, "note": row.note,
        "acknowledged_at": instant(row.acknowledged_at), "resolved_at": instant(row.resolved_at),
    }  # fmt: skip


def _is_same(one: datetime, other: datetime) -> bool:
    return format_instant(one) == format_instant(other)  # as the wire writes it
