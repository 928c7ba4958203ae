"""Which logged facts ask for a new check: pure, no database.

TR-NEURO, TR-PERIPH and TR-CLOT of the evidence pack, 5.3, and whatever made a red-flag rule speak.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from triage.screening import WINDOW, SignFact, severity

# A yes or an unsure that the latest triage did not say asks for a new one. Source: evidence 5.3.
NEURO = frozenset({
    "numb_leg", "tingle_leg", "weak_leg", "weak_foot_drop", "weak_progressive", "numb_progressive",
    "weak_both_legs", "gait_unsteady", "bilateral_sciatica", "leg_paralysed", "numb_complete",
    "weak_tiptoe", "weak_knee_buckles", "saddle_numb", "bladder_retention",
    "bladder_incontinence_new", "bladder_sensation_reduced", "bowel_incontinence_new",
    "bowel_sensation_reduced", "sexual_dysfunction_new", "constipation_new", "bladder_change_other",
})  # fmt: skip
PERIPH = frozenset({"loc_below_knee", "loc_foot_toes"})
CLOT = frozenset({
    "swelling_one_sided", "swelling_calf", "swelling_whole_leg", "leg_slightly_fuller",
    "late_swelling_after_injury", "warmth", "redness", "redness_spreading",
})  # fmt: skip
ASKING = NEURO | PERIPH | CLOT
# Where pain was logged, by how far down the leg that is.
DEPTH = {
    "low_back": 0, "buttock": 1, "sit_bone": 1, "thigh_upper": 2, "thigh_inner": 2,
    "thigh_outer": 2, "thigh_middle": 3, "thigh_lower": 4, "behind_knee": 5, "below_knee": 6,
}  # fmt: skip
BELOW_KNEE = DEPTH["below_knee"]
FURTHER_DAYS, OF_DAYS = 2, 3  # "moves down the leg on 2 of 3 days"
# How far down the answers of a triage already put it, deepest first.
PLACED = (
    ("loc_foot_toes", 6), ("loc_below_knee", 6), ("loc_calf", 6), ("loc_behind_knee", 5),
    ("loc_distal_ham", 4), ("loc_mid_belly", 3), ("loc_inner_thigh", 2), ("loc_thigh_outer", 2),
    ("loc_sit_bone", 1), ("loc_buttock_deep", 1), ("loc_low_back", 0),
)  # fmt: skip
MOVED_DOWN = "loc_below_knee"  # the finding that a move down the leg asks about


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """Where pain (above 0) was logged on a day: a region of the log; `told_at` as the sign's."""

    region: str
    day: date
    told_at: datetime
    changed: bool


@dataclass(frozen=True, slots=True)
class Asks:
    """One fact that asks for a new check: the finding it speaks of, and when it was told."""

    finding: str
    told_at: datetime


def asking(
    *,
    known: Mapping[str, Any],
    today: date,
    signs: Iterable[SignFact],
    places: Sequence[PlaceFact] = (),
    raised_by: Iterable[str] = (),
) -> list[Asks]:
    """Return the changed facts that say something the latest triage (`known`) did not.

    `raised_by` are the findings that made a rule speak; those of any day count, others of the last
    seven days. Nothing logged never asks, and neither does a sign that the triage already knew.
    """
    spoke, first = set(raised_by), today - WINDOW
    found = [
        Asks(sign.finding, sign.told_at)
        for sign in signs
        if sign.changed
        and sign.told_at is not None
        and (
            (sign.day >= first and _is_new(sign, known))
            or (sign.finding in spoke and _differs(sign, known))
        )
    ]
    moved = _moved_down([place for place in places if place.day >= first], known)
    return found if moved is None else [*found, moved]


def _is_new(sign: SignFact, known: Mapping[str, Any]) -> bool:
    told = severity(sign.value)
    return sign.finding in ASKING and told > 0 and told > severity(known.get(sign.finding, False))


def _differs(sign: SignFact, known: Mapping[str, Any]) -> bool:
    return sign.finding not in known or known[sign.finding] != sign.value


def _moved_down(places: Sequence[PlaceFact], known: Mapping[str, Any]) -> Asks | None:
    """Say whether a changed place lies below the knee for the first time, or pain moved down."""
    before = max((deep for name, deep in PLACED if known.get(name) is True), default=None)
    for place in sorted(places, key=lambda place: place.told_at, reverse=True):
        if not place.changed:
            continue
        if DEPTH[place.region] == BELOW_KNEE and (before is None or before < BELOW_KNEE):
            return Asks(MOVED_DOWN, place.told_at)
        if _further_lately(places, place, before):
            return Asks(MOVED_DOWN, place.told_at)
    return None


def _further_lately(places: Sequence[PlaceFact], newest: PlaceFact, before: int | None) -> bool:
    """Say whether on 2 of the last 3 days the furthest point lies below all that was known."""
    begin = newest.day - timedelta(days=OF_DAYS - 1)
    earlier = [DEPTH[place.region] for place in places if place.day < begin]
    if before is not None:
        earlier.append(before)
    if not earlier or DEPTH[newest.region] <= max(earlier):
        return False
    furthest: dict[date, int] = {}
    for place in places:
        if begin <= place.day <= newest.day:
            furthest[place.day] = max(furthest.get(place.day, 0), DEPTH[place.region])
    return sum(depth > max(earlier) for depth in furthest.values()) >= FURTHER_DAYS
