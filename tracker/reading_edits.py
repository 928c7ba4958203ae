"""Readings put right or taken out: the later edit stands, every version is kept.

By their athlete, or where it is a physio's total by that physio. Settled as entries are
(`tracker.merge`): the same edit twice changes nothing, and a deletion is an edit that leaves a
tombstone, so that a phone that was away does not bring the reading back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.errors import NotFound
from tracker.merge import Edit, Standing, settle
from tracker.reading_checks import BadReading, instrument_named, scored, who_enters
from tracker.reading_models import EnteredBy, Reading, ReadingVersion

MOST_VERSIONS = 100  # of one reading: more is a phone gone wrong, not a person


class TooManyEdits(BadReading):
    """A reading that was edited again and again."""

    status = 409
    code = "too-many-edits"


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit as it was sent: new answers to a version of the form, or a deletion (no answers)."""

    edited_at: datetime
    version: int | None = None
    answers: Mapping[str, Any] | None = None
    said_by: str = ""


def own_reading(*, athlete_id: int, uid: UUID) -> Reading:
    """Return one of a person's own readings, deleted or not.

    :raises NotFound: for anybody else's too.
    """
    found = Reading.objects.filter(athlete_id=athlete_id, uid=uid).first()
    if found is None:
        raise NotFound
    return found


def versions_of(reading: Reading) -> list[ReadingVersion]:
    """Return every version by the clocks that made them, oldest first; none if never edited."""
    return list(reading.versions.order_by("edited_at", "pk"))


def entered_total(*, athlete_id: int, by: User, uid: UUID) -> Reading:
    """Return a total that this physio entered for an athlete, deleted or not.

    :raises NotFound: for anybody else's too.
    """
    entered = Reading.objects.filter(entered_by=EnteredBy.PHYSIO, entered_by_user=by)
    found = entered.filter(athlete_id=athlete_id, uid=uid).first()
    if found is None:
        raise NotFound
    return found


def correct_reading(*, athlete_id: int, uid: UUID, sent: Correction, now: datetime) -> Reading:
    """Keep an edit by the athlete and return the reading as it stands, by this edit or a later one.

    Its day, window and lateness stay: they tell when it was answered.

    :raises NotFound: for a reading that is not the athlete's.
    :raises BadReading: naming each field that is wrong, or for another answer to a physio's total.
    """
    with transaction.atomic():
        _lock(athlete_id)
        reading = own_reading(athlete_id=athlete_id, uid=uid)
        _correct(reading, sent, now, by=None)
    return reading


def correct_total(
    *, athlete_id: int, by: User, uid: UUID, sent: Correction, now: datetime
) -> tuple[Reading, bool]:
    """Keep an edit by the physio who entered the total; True = it is not one that came before.

    What was deleted, by whomever, does not come back by an edit of a physio.

    :raises NotFound: for a total that this physio did not enter, and for a deleted one.
    :raises BadReading: naming each field that is wrong.
    """
    with transaction.atomic():
        _lock(athlete_id)
        reading = entered_total(athlete_id=athlete_id, by=by, uid=uid)
        return reading, _correct(reading, sent, now, by=by)


def _lock(athlete_id: int) -> None:
    """Take the person's row, as for a new reading."""
    User.objects.select_for_update().get(pk=athlete_id)


def _correct(reading: Reading, sent: Correction, now: datetime, *, by: User | None) -> bool:
    """Settle an edit, by a physio or by the athlete (None), and say whether it is a new one."""
    wanted, score = _wanted(reading, sent, by)
    held = _edit_of(reading)
    marks = [bytes(one.mark) for one in reading.versions.all()]
    edit = _edit(
        reading, wanted, at=min(sent.edited_at, now), raw=sent.edited_at,
        deleted=sent.answers is None,
    )  # fmt: skip
    standing = Standing(held, b"".join(marks) or held.mark, revision=1)
    if standing.has_seen(edit.mark):
        return False
    if reading.deleted and by is not None:
        raise NotFound
    status, settled = settle(standing, edit, revision=2)
    _keep_versions(reading, held, edit, score, now, known=len(marks))
    reading.edited_at_raw = settled.edit.edited_at_raw
    if status == "applied":
        reading.version, reading.answers = wanted["version"], wanted["answers"]
        reading.said_by, reading.score = wanted["said_by"], score
        reading.edited_at, reading.deleted = edit.edited_at, edit.deleted
    reading.save(
        update_fields=[
            "version", "answers", "said_by", "score", "edited_at", "edited_at_raw", "deleted",
        ]
    )  # fmt: skip
    return True


def _wanted(reading: Reading, sent: Correction, by: User | None) -> tuple[dict[str, Any], float]:
    """Return what is to stand and its score; a deletion leaves what was answered in its place."""
    if sent.answers is None:
        return _content(reading), reading.score
    instrument = instrument_named(reading.instrument)
    said_by = sent.said_by
    if by is not None:
        said_by = by.name[:80]
    elif reading.entered_by == EnteredBy.PHYSIO:
        detail = _("A physio entered this total. Ask them to put it right, or delete it.")
        raise BadReading(detail, code="not-yours-to-answer", pointer="/answers")
    elif reading.entered_by == EnteredBy.TOLD:
        said_by = said_by or reading.said_by
    who_enters(instrument, said_by, is_athlete=by is None)
    answers, score = scored(instrument, sent.version or 0, sent.answers)
    return {"version": instrument.version, "answers": dict(answers), "said_by": said_by}, score


def _content(reading: Reading) -> dict[str, Any]:
    return {
        "version": reading.version, "answers": reading.answers, "said_by": reading.said_by,
    }  # fmt: skip


def _edit_of(reading: Reading) -> Edit:
    return _edit(
        reading, _content(reading), at=reading.edited_at, raw=reading.edited_at_raw,
        deleted=reading.deleted,
    )  # fmt: skip


def _edit(
    reading: Reading, content: Mapping[str, Any], *, at: datetime, raw: datetime, deleted: bool
) -> Edit:
    """Bring a version into the shape that entries are settled in."""
    return Edit(
        entry_id=reading.uid, kind=reading.instrument, day=reading.day, at=reading.taken_at,
        edited_at=at, edited_at_raw=raw, deleted=deleted, content=content,
    )  # fmt: skip


def _keep_versions(
    reading: Reading, held: Edit, edit: Edit, score: float, now: datetime, *, known: int
) -> None:
    """Write the edit down, and before the first of them what was answered at the beginning."""
    if known >= MOST_VERSIONS and not edit.deleted:
        detail = _("This reading was edited too often. Delete it and answer anew.")
        raise TooManyEdits(detail, pointer="/answers")
    rows = [] if known else [(held, reading.score, reading.received_at)]
    ReadingVersion.objects.bulk_create(
        ReadingVersion(
            reading=reading, mark=one.mark, version=one.content["version"],
            answers=one.content["answers"], score=its_score, said_by=one.content["said_by"],
            deleted=one.deleted, edited_at=one.edited_at, received_at=received_at,
        )
        for one, its_score, received_at in (*rows, (edit, score, now))
    )  # fmt: skip
