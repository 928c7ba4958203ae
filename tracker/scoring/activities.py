"""The mean over activities that the person named themself, after Stratford 1995.

Two scores may be compared only where the same activities were named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.kinds.checks import Refused, text, whole
from tracker.scoring.instrument import Instrument
from tracker.scoring.items import unknown_fields

NAME = "activities"
LONGEST_NAME = 80  # characters
_FIELD = "activities"


def read(
    instrument: Instrument, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the activities with their levels, in the person's order, and what is wrong."""
    errors = unknown_fields(sent, {_FIELD})
    rows = sent.get(_FIELD)
    fewest, most = instrument.fewest, instrument.most
    if not isinstance(rows, list) or not fewest <= len(rows) <= most:
        detail = f"Name {fewest} to {most} activities, each with its level."
        return {}, [*errors, FieldError(f"/{_FIELD}", "wrong-number", detail)]
    kept: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        one, found = _read_one(instrument, row, f"/{_FIELD}/{place}")
        errors += found
        if "name" in one and one["name"].lower() in {
            other["name"].lower() for other in kept if "name" in other
        }:
            detail = "This activity stands twice. Name another."
            errors.append(FieldError(f"/{_FIELD}/{place}/name", "twice", detail))
        kept.append(one)
    return {_FIELD: kept}, errors


def _read_one(
    instrument: Instrument, row: object, pointer: str
) -> tuple[dict[str, Any], list[FieldError]]:
    if not isinstance(row, Mapping):
        return {}, [FieldError(pointer, "not-an-object", "Give a name and a level.")]
    kept: dict[str, Any] = {}
    errors = [
        FieldError(pointer + error.pointer, error.code, error.detail)
        for error in unknown_fields(row, {"name", "level"})
    ]
    item = instrument.items[0]
    for name, check in (("name", _name), ("level", whole(item.low, item.high))):
        try:
            if name not in row:
                raise Refused("missing", f"Give {name}.")
            kept[name] = check(row[name])
        except Refused as refused:
            errors.append(FieldError(f"{pointer}/{name}", refused.code, refused.detail))
    return kept, errors


def _name(value: Any) -> str:
    said = str(text(LONGEST_NAME)(value)).strip()
    if not said:
        raise Refused("empty", "Write at least one character.")
    return said


def score(instrument: Instrument, answers: Mapping[str, Any]) -> float:
    """Return the mean level, to a hundredth, halves upward: in whole numbers, the same anywhere."""
    levels = [int(one["level"]) for one in answers[_FIELD]]
    hundredths = (200 * sum(levels) + len(levels)) // (2 * len(levels))
    return hundredths / 100
