"""Episodes brought back from a person's own export: what was, never a new judgement.

Their assessments stay in the file: they were made by a knowledge that may be gone. A level that was
in force comes back with its episode, for a level never goes down because data moved house.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.calendar import BadTime, latest_day_anywhere, parse_day, parse_instant
from triage.episodes import level_named
from triage.memory import recognise
from triage.models import Assessment, Closed, Episode, Outcome, Side

MOST = 1_000  # of one file: more than a life holds


def restore_episodes(
    *, athlete_id: int, rows: Iterable[Mapping[str, Any]], now: datetime
) -> list[UUID]:
    """Add the episodes of a file that are not there, oldest first; return the ids of those made.

    One that cannot be so is passed over, and a second open one: the one that is open here counts.
    """
    made: list[UUID] = []
    found = [one for row in rows if (one := _read(athlete_id, row, now)) is not None]
    for episode in sorted(found, key=lambda one: one.opened_at)[:MOST]:
        held = Episode.objects.filter(pk=episode.pk).values_list("athlete_id", flat=True).first()
        if held == athlete_id:
            continue
        if held is not None:  # somebody else's on this server: nobody learns of it
            episode.pk = uuid4()
        if episode.closed_at is None and _has_open(athlete_id):
            continue
        recognise(episode)
        episode.save(force_insert=True)
        made.append(episode.pk)
    return made


def forget_restored(*, athlete_id: int, ids: Iterable[UUID]) -> None:
    """Remove restored episodes; those in which something was answered since stay."""
    rows = Episode.objects.filter(athlete_id=athlete_id, pk__in=list(ids))
    answered = Assessment.objects.filter(episode__in=rows).values_list("episode_id", flat=True)
    told = Outcome.objects.filter(episode__in=rows).values_list("episode_id", flat=True)
    rows = rows.exclude(pk__in=[*answered, *told])
    rows.delete()


def _has_open(athlete_id: int) -> bool:
    return Episode.objects.filter(athlete_id=athlete_id, closed_at=None).exists()


def _read(athlete_id: int, row: Mapping[str, Any], now: datetime) -> Episode | None:
    """Return the episode of a row, None where a field cannot be so."""
    try:
        opened_at = parse_instant(row.get("opened_at"))
        closed_at = _instant(row.get("closed_at"))
        started_on = _day(row.get("started_on"))
        held_since = _instant(row.get("held_since"))
        uid = UUID(str(row.get("id")))
    except (BadTime, ValueError):
        return None
    closed_as, side = str(row.get("closed_as")), str(row.get("side"))
    urgency = level_named(row.get("urgency")) if closed_at is None else None
    last = closed_at or now
    fits = (
        opened_at <= last <= now
        and (closed_at is None) == (closed_as == "")
        and (closed_at is None or closed_as in Closed.values)
        and (side == "" or side in Side.values)
        and (started_on is None or started_on <= latest_day_anywhere(last))
    )
    if not fits:
        return None
    return Episode(
        id=uid, athlete_id=athlete_id, opened_at=opened_at, closed_at=closed_at,
        closed_as=closed_as, side=side, started_on=started_on, urgency=urgency or "",
        held_since=min(held_since or now, now) if urgency else None,
    )  # fmt: skip


def _instant(text: object) -> datetime | None:
    return None if text is None else parse_instant(text)


def _day(text: object) -> date | None:
    return None if text is None else parse_day(text)
