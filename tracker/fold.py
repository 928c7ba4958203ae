"""Many entries of a day become one day: pure, and the same whatever the order they came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

HOURS_A_DAY = 24.0
WELLNESS = ("sleep_h", "sleep_quality", "fatigue", "soreness", "stress")


@dataclass(frozen=True, slots=True)
class Fact:
    """One living entry of a day: its kind, its fields, and what orders it."""

    kind: str
    content: Mapping[str, Any]
    edited_at: datetime
    entry_id: str

    @property
    def order(self) -> tuple[datetime, str]:
        """The later edit comes last; the id breaks ties."""
        return self.edited_at, self.entry_id


def fold(facts: Iterable[Fact]) -> dict[str, Any]:
    """Return the day's folded fields (CONTRACT, Log entries); what was not logged is absent.

    `pain_*` on the 0-10 scale, `sitting_h` in hours (at most 24), `hydration_ml` in millilitres,
    `activity_min` in minutes, `load_au` in minutes x RPE, `symptoms` the latest value a finding.
    """
    ordered = sorted(facts, key=lambda fact: fact.order)
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for fact in ordered:
        kinds.setdefault(fact.kind, []).append(fact.content)
    day: dict[str, Any] = {}
    _fold_pain(kinds.get("pain", []), day)
    if sitting := kinds.get("sitting"):
        day["sitting_h"] = min(HOURS_A_DAY, _tidy(sum(entry["hours"] for entry in sitting)))
    _fold_hydration(kinds.get("hydration", []), day)
    if activity := kinds.get("activity"):
        day["activity_min"] = _tidy(sum(entry["minutes"] for entry in activity))
        day["load_au"] = _tidy(sum(entry["minutes"] * entry["rpe"] for entry in activity))
    if signs := kinds.get("symptom"):
        day["symptoms"] = {entry["finding"]: entry["value"] for entry in signs}
    for entry in kinds.get("wellness", []):
        day.update((name, entry[name]) for name in WELLNESS if name in entry)
    if "note" in kinds:
        day["has_note"] = True
    return day


def _fold_pain(entries: list[Mapping[str, Any]], day: dict[str, Any]) -> None:
    if not entries:
        return
    levels = [entry["level"] for entry in entries]
    day["pain_worst"] = max(levels)
    day["pain_mean"] = round(sum(levels) / len(levels), 2)
    morning = [entry["level"] for entry in entries if entry.get("context") == "morning"]
    if morning:
        day["pain_morning"] = max(morning)


def _fold_hydration(entries: list[Mapping[str, Any]], day: dict[str, Any]) -> None:
    if not entries:
        return
    day["hydration_ml"] = _tidy(sum(entry["ml"] for entry in entries))
    colours = [entry["urine_colour"] for entry in entries if "urine_colour" in entry]
    if colours:
        day["urine_colour"] = max(colours)


def _tidy(total: float) -> float:
    rounded = round(total, 2)
    return int(rounded) if rounded == int(rounded) else rounded
