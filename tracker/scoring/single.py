"""One item is the score; further items are kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.scoring.instrument import Instrument
from tracker.scoring.items import read_items

NAME = "single"


def read(
    instrument: Instrument, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the answers and what is wrong with them."""
    return read_items(instrument, sent)


def score(instrument: Instrument, answers: Mapping[str, Any]) -> float:
    """Return the answer to the item that counts."""
    return int(answers[instrument.score_item])
