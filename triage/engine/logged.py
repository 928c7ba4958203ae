"""What the daily log says in the words of the vocabulary: an explicit mapping, facts only.

| logged | says |
|---|---|
| symptom `finding`, `value` | that finding, that value |
| pain of 1 or more with a region | the place of `PLACES` is a yes; other places stay as they were |
| pain of 1 or more with a side | `side`; on one day left and right, or both: `loc_both_legs` too |
| pain, context `now` | `pain_now` |
| pain, context `sitting` | 0: `no_pain_seated`, and `agg_sitting` is a no; 3 or more: a yes |
| sitting `minutes_to_pain` | `sit_minutes_to_pain`, and `agg_sitting` is a yes |
| sitting `hours` | `sitting_hours`: the sum of the newest day |
| a walk with `pain_during` | `agg_walk`: 3 or more a yes, 0 in 10 minutes or more a no |
| half or more at sprint, `pain_during` | `agg_sprint`: likewise |

The newest value wins. What was not logged says nothing: a day without an entry, a region not
tapped, a session without `pain_during` leave every answer as it was. Source: expert.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from triage.engine.answers import Answer, problem_with
from triage.engine.knowledge import Knowledge

PLACES = {
    "low_back": "loc_low_back", "buttock": "loc_buttock_deep", "sit_bone": "loc_sit_bone",
    "thigh_middle": "loc_mid_belly", "thigh_lower": "loc_distal_ham",
    "thigh_inner": "loc_inner_thigh", "thigh_outer": "loc_thigh_outer",
    "behind_knee": "loc_behind_knee", "below_knee": "loc_below_knee",
}  # fmt: skip
HURTS = 3  # of 10: pain in a posture or a session that counts as brought on by it
WALKS = frozenset({"walk", "walking", "hike", "hiking"})
LONG_ENOUGH_MIN = 10
FAST_PERCENT = 50
HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log as it stands: `told_at` sorts edits of one day, oldest first."""

    kind: str
    day: date
    told_at: Any
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the log says of one finding, the newest day that said so, and on how many days."""

    value: Answer
    day: date
    days: int = 1


def facts_logged(knowledge: Knowledge, entries: Iterable[Logged]) -> dict[str, Fact]:
    """Return what entries say of each finding; the order in which they are given is no matter.

    A value that this knowledge does not allow (an older one did) says nothing.
    """
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.told_at))
    found: dict[str, Fact] = {}
    for entry in ordered:
        for name, value in _SAYS.get(entry.kind, _nothing)(entry.fields):
            before = found.get(name)
            same = before is not None and before.value == value
            days = before.days + (before.day < entry.day) if before and same else 1
            found[name] = Fact(value, entry.day, days)
    found |= _sides(ordered)
    found |= _hours(ordered)
    known = knowledge.findings
    return {
        name: fact
        for name, fact in found.items()
        if name in known and problem_with(known[name], fact.value) is None
    }


def tapped_once(facts: Mapping[str, Fact]) -> set[str]:
    """Return the places that were logged on one day only."""
    return {name for name in PLACES.values() if name in facts and facts[name].days == 1}


def _nothing(fields: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    yield from ()


def _symptom(fields: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    yield fields["finding"], fields["value"]


def _pain(fields: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    level, context = fields["level"], fields.get("context")
    if level >= 1 and fields.get("region") in PLACES:
        yield PLACES[fields["region"]], True
    if context == "now":
        yield "pain_now", level
    if context == "sitting":
        yield "no_pain_seated", level == 0
        if level == 0 or level >= HURTS:
            yield "agg_sitting", level >= HURTS


def _sitting(fields: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    if "minutes_to_pain" in fields:
        yield "sit_minutes_to_pain", fields["minutes_to_pain"]
        yield "agg_sitting", True
        yield "no_pain_seated", False


def _activity(fields: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    pain = fields.get("pain_during")
    if pain is None or (0 < pain < HURTS):
        return
    hurts = pain >= HURTS
    if not hurts and fields["minutes"] < LONG_ENOUGH_MIN:
        return
    if fields["sport"] in WALKS:
        yield "agg_walk", hurts
    if fields.get("sprint_percent", 0) >= FAST_PERCENT:
        yield "agg_sprint", hurts


_SAYS = {"symptom": _symptom, "pain": _pain, "sitting": _sitting, "activity": _activity}


def _sides(ordered: Iterable[Logged]) -> dict[str, Fact]:
    """Return the side of the newest day that names one; both legs are told, never concluded."""
    sides: dict[date, set[str]] = {}
    for entry in ordered:
        if entry.kind == "pain" and entry.fields["level"] >= 1 and "side" in entry.fields:
            sides.setdefault(entry.day, set()).add(entry.fields["side"])
    if not sides:
        return {}
    day = max(sides)
    if sides[day] in ({"left"}, {"right"}):
        return {"side": Fact(sides[day].pop(), day)}
    return {"side": Fact("both", day), "loc_both_legs": Fact(True, day)}


def _hours(ordered: Iterable[Logged]) -> dict[str, Fact]:
    hours: dict[date, float] = {}
    for entry in ordered:
        if entry.kind == "sitting":
            hours[entry.day] = hours.get(entry.day, 0.0) + entry.fields["hours"]
    if not hours:
        return {}
    day = max(hours)
    return {"sitting_hours": Fact(min(HOURS_A_DAY, hours[day]), day)}
