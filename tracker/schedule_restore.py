"""How a person is asked, brought back from their own export: never over what they chose here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from kernel.calendar import BadTime, parse_day
from tracker.instrument_files import current
from tracker.schedules import FARTHEST_START_DAYS, BadSchedule, keep_schedule, schedules_of

OLDEST_START_DAYS = 3660  # ten years: longer than anybody was asked


def restore_schedules(
    *, athlete_id: int, rows: Iterable[Mapping[str, Any]], today: date
) -> tuple[int, int]:
    """Ask again as the file says; return how many came back, and how many could not be so.

    A form that is asked here already stays as it is. Days and hours are the file's, for they are
    the person's choice; how often and how long are the form's own, as for everybody.
    """
    asked = {row.instrument for row in schedules_of(athlete_id=athlete_id)}
    made = refused = 0
    for row in rows:
        name = str(row.get("instrument"))
        if name in asked:
            continue
        if _is_kept(athlete_id, name, row, today):
            asked.add(name)
            made += 1
        else:
            refused += 1
    return made, refused


def _is_kept(athlete_id: int, name: str, row: Mapping[str, Any], today: date) -> bool:
    instrument = current().by_id.get(name)
    if instrument is None:
        return False
    try:
        first, opens = parse_day(row.get("starts_on")), _clock(row.get("opens"))
        closes = None if row.get("closes") is None else _clock(row.get("closes"))
        oldest = today - timedelta(days=OLDEST_START_DAYS)
        if not oldest <= first <= today + timedelta(days=FARTHEST_START_DAYS):
            return False
        keep_schedule(
            athlete_id=athlete_id, instrument=instrument, starts_on=first,
            opens=opens, closes=closes,
        )  # fmt: skip
    except (BadTime, BadSchedule, ValueError):
        return False
    return True


def _clock(text: object) -> time:
    """Return a time of day.

    :raises ValueError: for anything else, and for one that names a zone.
    """
    if not isinstance(text, str):
        raise ValueError
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError
    return found
