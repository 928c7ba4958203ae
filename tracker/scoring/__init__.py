"""Scores of instruments: one file for each way of scoring, found by looking into the package.

Pure: an instrument and what was answered in, answers as kept and a score out. The phone scores the
same (`pwa/static/pwa/scoring.js`); a test holds the two together.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from kernel.errors import FieldError
from tracker.scoring.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Scored:
    """Answers as they are kept, and their score on the instrument's own scale.

    `score` is None exactly where there are errors.
    """

    answers: Mapping[str, Any]
    score: float | None
    errors: tuple[FieldError, ...]


def ways() -> dict[str, ModuleType]:
    """Return every way of scoring by its name: the modules here that have a `NAME`."""
    return _WAYS


def score(instrument: Instrument, sent: object) -> Scored:
    """Check answers and score them; never raises for anything that may be sent.

    A missing answer is an error of its own, never counted as nothing: half a form has no score.
    """
    if not isinstance(sent, Mapping):
        detail = "Give the answers as an object, one field for each item."
        return Scored({}, None, (FieldError("", "not-an-object", detail),))
    way = _WAYS[instrument.scoring]
    answers, errors = way.read(instrument, sent)
    if errors:
        return Scored({}, None, tuple(errors))
    return Scored(answers, way.score(instrument, answers), ())


def _find() -> dict[str, ModuleType]:
    found = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    return {module.NAME: module for module in found if hasattr(module, "NAME")}


_WAYS = _find()
