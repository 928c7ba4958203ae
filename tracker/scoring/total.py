"""The sum of all items; one that is missing leaves no score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.scoring.instrument import Instrument
from tracker.scoring.items import read_items

NAME = "total"


def read(
    instrument: Instrument, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the answers and what is wrong with them."""
    return read_items(instrument, sent)


def score(instrument: Instrument, answers: Mapping[str, Any]) -> float:
    """Return the sum."""
    return sum(int(answers[item.id]) for item in instrument.items)
