"""What the log says of training in the last days: pure, and no more than was logged.

Nobody has cleared or barred anybody: a word for "can train" would say more than is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Availability = Literal["training", "resting", "unknown"]
RECENT_DAYS = 3


def availability_of(load: Sequence[float | None]) -> Availability:
    """Return what the last three days of daily load say (AU, oldest first, None = not logged).

    training: a session was logged; resting: only rest was; unknown: nothing was.
    """
    recent = [day for day in load[-RECENT_DAYS:] if day is not None]
    if not recent:
        return "unknown"
    return "training" if any(day > 0 for day in recent) else "resting"
