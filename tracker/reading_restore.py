"""Readings brought back from a person's own export: checked as new ones are, the later edit wins.

A physio's total comes back as told by them: only a physio of a team can enter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from accounts.zones import ZoneHistory, history_of
from kernel.calendar import BadTime, latest_day_anywhere, parse_day, parse_instant
from tracker.instrument_files import current
from tracker.reading_models import EnteredBy, Reading
from tracker.scoring import score
from tracker.scoring.instrument import Instrument

MOST = 50_000  # of one file: five forms a day for a quarter of a century
LONGEST_NAME = 80
EDITED = ("version", "answers", "score", "said_by", "edited_at", "edited_at_raw", "deleted")


def restore_readings(
    *, athlete_id: int, rows: Iterable[Mapping[str, Any]], now: datetime,
    taken_back: Mapping[UUID, datetime],
) -> tuple[list[Reading], int]:  # fmt: skip
    """Keep the readings of a file; return those that are new here, and how many could not be so.

    `taken_back`: of readings that undoing an import had deleted, when: these come back as new.
    """
    history = history_of(user_id=athlete_id)
    held = {one.uid: one for one in Reading.objects.filter(athlete_id=athlete_id)}
    made: list[Reading] = []
    refused = 0
    for row in [*rows][:MOST]:
        reading = _read(athlete_id, row, history, now)
        if reading is None:
            refused += 1
        elif (before := held.get(reading.uid)) is None:
            held[reading.uid] = reading
            made.append(reading)
        elif taken_back.get(before.uid) == before.edited_at_raw and before.deleted:
            reading.edited_at = reading.edited_at_raw = now  # later than its deletion
            _put_right(before, reading)
            made.append(before)
        elif reading.edited_at > before.edited_at and _is_the_same(before, reading):
            _put_right(before, reading)
    Reading.objects.bulk_create([one for one in made if one.pk is None])
    return made, refused


def _is_the_same(before: Reading, reading: Reading) -> bool:
    """Say whether both are one form of one hand: no file edits what a physio entered here."""
    return (before.instrument, before.entered_by) == (reading.instrument, reading.entered_by)


def _put_right(before: Reading, reading: Reading) -> None:
    for name in EDITED:
        setattr(before, name, getattr(reading, name))
    before.save(update_fields=EDITED)


def _read(
    athlete_id: int, row: Mapping[str, Any], history: ZoneHistory, now: datetime
) -> Reading | None:
    """Return the reading of a row, None where a field cannot be so."""
    instrument = current().by_id.get(str(row.get("instrument")))
    if instrument is None:
        return None
    try:
        uid = UUID(str(row.get("uid")))
        day, taken_at = parse_day(row.get("day")), parse_instant(row.get("taken_at"))
        edited_at = parse_instant(row.get("edited_at"))
        window_on = _day(row.get("window_on"))
    except (BadTime, ValueError):
        return None
    value = _score(instrument, row)
    own, said_by = instrument.entered_by == "athlete", row.get("said_by")
    if value is None or not isinstance(said_by, str) or bool(said_by) == own:
        return None
    fits = (
        len(said_by) <= LONGEST_NAME
        and (row.get("entered_by") == EnteredBy.ATHLETE) == own
        and taken_at <= now
        and day <= latest_day_anywhere(now)
    )
    if not fits:
        return None
    return Reading(
        athlete_id=athlete_id, uid=uid, instrument=instrument.id, version=int(row["version"]),
        answers=row["answers"], score=value, day=day, zone=_zone(row, history, day),
        window_on=window_on, late=row.get("late") is True, taken_at=taken_at, received_at=now,
        entered_by=EnteredBy.ATHLETE if own else EnteredBy.TOLD, entered_by_user_id=athlete_id,
        said_by=said_by, edited_at=min(edited_at, now), edited_at_raw=edited_at,
        deleted=row.get("deleted") is True,
    )  # fmt: skip


def _score(instrument: Instrument, row: Mapping[str, Any]) -> float | None:
    """Work the score out anew; of an older version of the form take what it was, on its scale."""
    version, answers, told = row.get("version"), row.get("answers"), row.get("score")
    if type(version) is not int or not 1 <= version <= instrument.version:
        return None
    if version == instrument.version:
        return score(instrument, answers).score
    if not isinstance(answers, Mapping) or type(told) not in (int, float):
        return None
    found = float(str(told))
    return found if instrument.low <= found <= instrument.high else None  # NaN is on no scale


def _zone(row: Mapping[str, Any], history: ZoneHistory, day: date) -> str:
    """Return the zone that the day was counted in, as the file tells or the history of now."""
    told = row.get("zone")
    return told if isinstance(told, str) and told in available_timezones() else history.on(day)


def _day(text: object) -> date | None:
    return None if text is None else parse_day(text)
