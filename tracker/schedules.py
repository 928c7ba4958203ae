"""How a person is asked for instruments: set, ended, and what is due now where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.zones import ZoneHistory, history_of
from kernel.calendar import format_instant
from kernel.errors import DomainError
from tracker.answer_windows import OneWindow, Rhythm, latest_window, next_window
from tracker.instrument_files import current
from tracker.reading_models import InstrumentSchedule, Reading
from tracker.scoring.instrument import EVERY_DAYS, Instrument

FARTHEST_START_DAYS = 60


class BadSchedule(DomainError):
    """A way of being asked that cannot be."""

    code = "bad-schedule"


@dataclass(frozen=True, slots=True)
class Due:
    """How one scheduled instrument stands now; `window` None = none has opened yet.

    `answered` says whether the window has a reading; what was not answered is never counted as
    anything.
    """

    instrument: Instrument
    window: OneWindow | None
    following: OneWindow
    answered: bool


def rhythm_of(row: InstrumentSchedule) -> Rhythm:
    """Return the pure rhythm of a schedule."""
    return Rhythm(
        row.every_days, row.starts_on, row.opens, row.closes, row.open_days, row.late_hours
    )  # fmt: skip


def schedule_of(*, athlete_id: int, instrument: str) -> InstrumentSchedule | None:
    """Return how a person is asked an instrument, None if they are not."""
    found = InstrumentSchedule.objects.filter(athlete_id=athlete_id, instrument=instrument)
    return found.first()


def set_schedule(
    *,
    athlete_id: int,
    instrument: Instrument,
    now: datetime,
    starts_on: date | None = None,
    opens: time | None = None,
    closes: time | None = None,
) -> InstrumentSchedule:
    """Ask for an instrument from a day on (today if not said); replaces how it was asked before.

    Hours that are not given are the instrument's own. What was answered keeps its window.

    :raises BadSchedule: for an instrument without a rhythm, and for hours that close first.
    """
    if instrument.window is None:
        raise BadSchedule(_("This one is not asked by the clock."), pointer="/instrument")
    today = history_of(user_id=athlete_id).day_of(now)
    first = starts_on or today
    if not today - timedelta(days=27) <= first <= today + timedelta(days=FARTHEST_START_DAYS):
        detail = _("Choose a day from four weeks ago to sixty days from now.")
        raise BadSchedule(detail, pointer="/starts_on")
    return keep_schedule(
        athlete_id=athlete_id, instrument=instrument, starts_on=first, opens=opens, closes=closes
    )


def keep_schedule(
    *,
    athlete_id: int,
    instrument: Instrument,
    starts_on: date,
    opens: time | None,
    closes: time | None,
) -> InstrumentSchedule:
    """Keep how a person is asked, whenever that began; hours not given are the instrument's own.

    :raises BadSchedule: for an instrument without a rhythm, and for hours that close first.
    """
    window = instrument.window
    if window is None:
        raise BadSchedule(_("This one is not asked by the clock."), pointer="/instrument")
    opens = opens if opens is not None else window.opens
    closes = closes if closes is not None else window.closes
    if window.open_days == 1 and closes is not None and closes <= opens:
        detail = _("Choose a time after it opens, or leave it out for the end of the day.")
        raise BadSchedule(detail, pointer="/closes")
    made, _is_new = InstrumentSchedule.objects.update_or_create(
        athlete_id=athlete_id,
        instrument=instrument.id,
        defaults={
            "every_days": EVERY_DAYS[instrument.cadence], "starts_on": starts_on, "opens": opens,
            "closes": closes, "open_days": window.open_days, "late_hours": window.late_hours,
        },
    )  # fmt: skip
    return made


def end_schedule(*, athlete_id: int, instrument: str) -> None:
    """Ask no more; what was answered stays."""
    InstrumentSchedule.objects.filter(athlete_id=athlete_id, instrument=instrument).delete()


def schedules_of(*, athlete_id: int) -> list[InstrumentSchedule]:
    """Return how a person is asked, by instrument."""
    return list(InstrumentSchedule.objects.filter(athlete_id=athlete_id).order_by("instrument"))


def due_now(*, athlete_id: int, now: datetime) -> list[Due]:
    """Return each scheduled instrument as it stands; three statements, however many there are."""
    known = current().by_id
    rows = [row for row in schedules_of(athlete_id=athlete_id) if row.instrument in known]
    if not rows:
        return []
    history = history_of(user_id=athlete_id)
    windows = [(row, *_windows(row, history, now)) for row in rows]
    firsts = [window.first_day for _row, window, _next in windows if window is not None]
    answered = set(
        Reading.objects.filter(
            athlete_id=athlete_id, window_on__in=firsts, deleted=False
        ).values_list("instrument", "window_on")
    )
    return [
        Due(
            instrument=known[row.instrument], window=window, following=following,
            answered=window is not None and (row.instrument, window.first_day) in answered,
        )
        for row, window, following in windows
    ]  # fmt: skip


def _windows(
    row: InstrumentSchedule, history: ZoneHistory, now: datetime
) -> tuple[OneWindow | None, OneWindow]:
    rhythm, today = rhythm_of(row), history.day_of(now)
    latest = latest_window(rhythm, moment=now, today=today, zone_on=history.on)
    return latest, next_window(rhythm, moment=now, today=today, zone_on=history.on)


def due_as_dict(due: Due, *, now: datetime) -> dict[str, Any]:
    """Return one due instrument as the wire shows it; the phone works out open and late itself."""
    window = due.window
    return {
        "instrument": due.instrument.id,
        "title": due.instrument.title,
        "state": "coming" if window is None else window.state(now),
        "answered": due.answered,
        "window": window and window_as_dict(window),
        "next": window_as_dict(due.following),
    }


def window_as_dict(window: OneWindow) -> dict[str, Any]:
    """Return a window as the wire shows it."""
    return {
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
        "opens_at": format_instant(window.opens_at),
        "closes_at": format_instant(window.closes_at),
        "late_until": format_instant(window.late_until),
    }
