"""The product of all items: effort times minutes, in arbitrary units.

Source: Foster 2001, session RPE; EVIDENCE 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from kernel.errors import FieldError
from tracker.scoring.instrument import Instrument
from tracker.scoring.items import read_items

NAME = "product"


def read(
    instrument: Instrument, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the answers and what is wrong with them."""
    return read_items(instrument, sent)


def score(instrument: Instrument, answers: Mapping[str, Any]) -> float:
    """Return the product."""
    return prod(int(answers[item.id]) for item in instrument.items)
