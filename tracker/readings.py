"""What changes about readings: scored here, put into their window, refused once that is over.

Judged by when it was answered, not by when it arrived: a phone without a network is not late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.zones import ZoneHistory, history_of
from kernel.calendar import format_instant
from kernel.errors import DomainError
from tracker.answer_windows import OneWindow, is_first_day, latest_window, next_window, window_of
from tracker.reading_checks import BadReading, instrument_named, scored, who_enters
from tracker.reading_models import EnteredBy, Reading
from tracker.schedules import rhythm_of, schedule_of, window_as_dict
from tracker.scoring.instrument import Instrument

OLDEST_DAYS = 14  # a session is remembered well for so long. Source: Foster 2021
OLDEST_TOLD_DAYS = 60  # a clinician's figure is written down
LATE_AFTER = timedelta(days=1)  # a day before yesterday is late, as for entries


class WindowClosed(DomainError):
    """The answer came before its window opened, or after it closed."""

    status = 409
    code = "window-closed"
    title = "Not the time for this one"


@dataclass(frozen=True, slots=True)
class Sent:
    """A reading as it was sent. `window` is the first day of the window it answers.

    `in_window` False = outside of any schedule, whatever the clock says.
    """

    id: UUID
    instrument: str
    version: int
    answers: Mapping[str, Any]
    taken_at: datetime
    day: date | None
    window: date | None
    in_window: bool
    said_by: str


def record_reading(*, athlete_id: int, by: User, sent: Sent, now: datetime) -> tuple[Reading, bool]:
    """Score and keep a reading; the same id again returns what is kept. True = it is new.

    `by` is the athlete, or a physio whom the door has let through.

    :raises BadReading: naming each field that is wrong.
    :raises WindowClosed: with when it is time again.
    """
    instrument = instrument_named(sent.instrument)
    with transaction.atomic():
        # The person's row is the lock: the same reading sent twice at once is kept once.
        User.objects.select_for_update().get(pk=athlete_id)
        again = Reading.objects.filter(athlete_id=athlete_id, uid=sent.id).first()
        if again is not None:
            return again, False
        entered_by = who_enters(instrument, sent.said_by, is_athlete=by.pk == athlete_id)
        answers, score = scored(instrument, sent.version, sent.answers)
        taken_at = min(sent.taken_at, now)
        history = history_of(user_id=athlete_id)
        day, window, late = _place(athlete_id, instrument, sent, taken_at, history, now)
        made = Reading.objects.create(
            athlete_id=athlete_id, uid=sent.id, instrument=instrument.id,
            version=instrument.version, answers=answers, score=score, day=day,
            zone=history.on(day), window_on=window, late=late, taken_at=taken_at,
            edited_at=taken_at, edited_at_raw=sent.taken_at,
            received_at=now, entered_by=entered_by, entered_by_user=by,
            said_by=by.name[:80] if entered_by == EnteredBy.PHYSIO else sent.said_by,
        )  # fmt: skip
    return made, True


def _place(
    athlete_id: int, instrument: Instrument, sent: Sent, taken_at: datetime,
    history: ZoneHistory, now: datetime,
) -> tuple[date, date | None, bool]:  # fmt: skip
    """Return the day, the first day of the window or None, and whether it is late."""
    taken_on = history.day_of(taken_at)
    row = schedule_of(athlete_id=athlete_id, instrument=instrument.id)
    if row is None or not sent.in_window:
        if sent.window is not None:
            detail = _("You are not asked for this one by the clock. Leave window out.")
            raise BadReading(detail, code="no-such-window", pointer="/window")
        told = instrument.entered_by == "clinician"
        oldest = OLDEST_TOLD_DAYS if told else OLDEST_DAYS
        return _free_day(sent, taken_on, today=history.day_of(now), oldest=oldest)
    rhythm = rhythm_of(row)
    if sent.window is None:
        window = latest_window(rhythm, moment=taken_at, today=taken_on, zone_on=history.on)
    elif is_first_day(rhythm, sent.window):
        window = window_of(rhythm, sent.window, history.on)
    else:
        detail = _("No window begins on this day.")
        raise BadReading(detail, code="no-such-window", pointer="/window")
    state = "coming" if window is None else window.state(taken_at)
    if window is None or state in ("coming", "closed"):
        following = next_window(rhythm, moment=taken_at, today=taken_on, zone_on=history.on)
        raise _closed(window, state, following)
    day = min(max(taken_on, window.first_day), window.last_day)
    return day, window.first_day, state == "late"


def _free_day(sent: Sent, taken_on: date, *, today: date, oldest: int) -> tuple[date, None, bool]:
    day = sent.day or taken_on
    if day > today:
        raise BadReading(_("This day has not begun yet."), code="day-ahead", pointer="/day")
    if (today - day).days > oldest:
        detail = _("A day may be up to {days} days back.").format(days=oldest)
        raise BadReading(detail, code="day-too-old", pointer="/day")
    return day, None, today - day > LATE_AFTER


def _closed(window: OneWindow | None, state: str, following: OneWindow) -> WindowClosed:
    ahead = window if window is not None and state == "coming" else following
    opens = format_instant(ahead.opens_at)
    if state == "coming":
        return WindowClosed(_("It opens at {at}.").format(at=opens), code="window-not-open",
                            pointer="/window")  # fmt: skip
    assert window is not None
    told = window_as_dict(window)
    detail = _("It closed at {closed}. The next one opens at {opens}.").format(
        closed=told["closes_at"], opens=opens
    )
    return WindowClosed(detail, pointer="/window")
