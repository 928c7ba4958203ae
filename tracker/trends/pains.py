"""What the pain entries of one day say beyond their worst level: pain in sitting, and how far down.

Pure. The fields are those of `tracker.kinds.pain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# From the spine down the leg: a later one lies further down. Source: the regions of a pain entry.
DOWN_THE_LEG = (
    "low_back", "buttock", "sit_bone", "thigh_upper", "thigh_inner", "thigh_outer", "thigh_middle",
    "thigh_lower", "behind_knee", "below_knee",
)  # fmt: skip
BELOW_KNEE = DOWN_THE_LEG.index("below_knee")

Pains = Iterable[Mapping[str, Any]]


def pain_while_sitting(entries: Pains) -> int | None:
    """Return the worst level (0-10) that was logged as felt while sitting, None = none was."""
    return max((e["level"] for e in entries if e.get("context") == "sitting"), default=None)


def pain_in_sessions(entries: Pains, sessions: Iterable[Mapping[str, Any]]) -> int | None:
    """Return the worst level (0-10) felt during a session, None = none was told.

    A session may tell it itself (`pain_during`), or a pain entry of that context.
    """
    told = [one["pain_during"] for one in sessions if "pain_during" in one]
    told += [one["level"] for one in entries if one.get("context") == "activity"]
    return max(told, default=None)


def furthest_down(entries: Pains) -> int | None:
    """Return the place in DOWN_THE_LEG that pain reached; a level of 0 is no pain anywhere."""
    places = (entry.get("region") for entry in entries if entry["level"] > 0)
    return max((DOWN_THE_LEG.index(place) for place in places if place), default=None)
