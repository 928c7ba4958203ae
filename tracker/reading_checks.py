"""What holds for the answers of a reading, whether they are new or corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import DomainError, FieldError
from tracker.instrument_files import current
from tracker.reading_models import EnteredBy
from tracker.scoring import score
from tracker.scoring.instrument import Instrument


class UnknownInstrument(DomainError):
    """There is no such instrument."""

    code = "unknown-instrument"


class BadReading(DomainError):
    """Answers that cannot be kept, each field named."""

    code = "bad-reading"


class FormChanged(DomainError):
    """The phone showed another version of the instrument."""

    status = 409
    code = "form-changed"
    title = "This form has changed"


def instrument_named(name: object) -> Instrument:
    """Return an instrument of this version.

    :raises UnknownInstrument: naming those there are.
    """
    known = current().by_id
    found = known.get(name) if isinstance(name, str) else None
    if found is None:
        detail = _("Choose one of: {names}.").format(names=", ".join(known))
        raise UnknownInstrument(detail, pointer="/instrument")
    return found


def who_enters(instrument: Instrument, said_by: str, *, is_athlete: bool) -> EnteredBy:
    """Say who enters it; a clinician's total always says whose figure it is.

    :raises BadReading: for somebody who must not, or without the clinician.
    """
    if instrument.entered_by == "athlete":
        if not is_athlete:
            detail = _("Only the athlete answers this one.")
            raise BadReading(detail, code="not-yours-to-answer", pointer="/instrument")
        if said_by:
            detail = _("This one is your own answer. Leave told_by out.")
            raise BadReading(detail, pointer="/told_by")
        return EnteredBy.ATHLETE
    if not is_athlete:
        return EnteredBy.PHYSIO
    if not said_by:
        detail = _("A clinician works this total out. Say in told_by who told you.")
        raise BadReading(detail, code="missing", pointer="/told_by")
    return EnteredBy.TOLD


def scored(instrument: Instrument, version: int, given: object) -> tuple[Mapping[str, Any], float]:
    """Return the answers as they are kept, and the score on the instrument's own scale.

    :raises FormChanged: for answers to another version of it.
    :raises BadReading: naming each field that is wrong.
    """
    if version != instrument.version:
        raise FormChanged(_("Load it again and answer the new one."), pointer="/version")
    found = score(instrument, given)
    if found.score is None:
        errors = [
            FieldError(f"/answers{each.pointer}", each.code, each.detail) for each in found.errors
        ]
        raise BadReading(errors[0].detail, errors=errors)
    return found.answers, found.score
