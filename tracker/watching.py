"""What the watch needs of one athlete, in a number of statements that never grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker import snapshot
from tracker.models import Entry, Snapshot
from tracker.queries import days_between
from tracker.spells import latest_spell
from tracker.trends import Spell

SIGN_DAYS = 28  # so far back signs and single pain entries are looked at
Series = tuple[float | None, ...]
FoldedDays = Mapping[date, Mapping[str, Any]]
PainEntries = Mapping[date, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """The windows that end on the newest logged day, and the days and pain entries of its end.

    Series are 56 days, oldest first, None = not logged: pain on 0-10, load in AU, sitting in
    hours, drinking in millilitres. `days` are folded days and `pains` the fields of pain entries,
    both of the last SIGN_DAYS days.
    """

    athlete_id: int
    ends_on: date | None
    revision: int
    pain: Series
    load_au: Series
    sitting_h: Series
    hydration_ml: Series
    logged: tuple[bool, ...]
    spell: Spell | None
    last_notified_on: date | None
    days: FoldedDays = field(default_factory=dict)
    pains: PainEntries = field(default_factory=dict)


def watch_facts(*, athlete_id: int) -> WatchFacts | None:
    """Return what the watch needs in four statements, or None for a person who never logged."""
    row = Snapshot.objects.filter(athlete_id=athlete_id).first()
    if row is None:
        return None
    spell, told = latest_spell(athlete_id=athlete_id)
    days: FoldedDays = {}
    pains: PainEntries = {}
    if row.ends_on is not None:
        first = row.ends_on - timedelta(SIGN_DAYS - 1)
        days = folded_days(athlete_id=athlete_id, first=first, last=row.ends_on)
        pains = pain_entries(athlete_id=athlete_id, first=first, last=row.ends_on)
    step_ml = snapshot.HYDRATION_STEP_ML
    drunk = snapshot.values(bytes(row.hydration))
    return WatchFacts(
        athlete_id=athlete_id,
        ends_on=row.ends_on,
        revision=row.revision,
        pain=tuple(snapshot.values(bytes(row.pain))),
        load_au=tuple(snapshot.words(bytes(row.load_au))),
        sitting_h=tuple(snapshot.values(bytes(row.sitting), scale=10)),
        hydration_ml=tuple(None if step is None else step * step_ml for step in drunk),
        logged=tuple(bool(byte) for byte in bytes(row.logged)),
        spell=spell,
        last_notified_on=told,
        days=days,
        pains=pains,
    )


def folded_days(*, athlete_id: int, first: date, last: date) -> FoldedDays:
    """Return the folded fields of each logged day."""
    rows = days_between(athlete_id=athlete_id, first=first, last=last)
    return {date.fromisoformat(row.pop("day")): row for row in rows}


def pain_entries(*, athlete_id: int, first: date, last: date) -> PainEntries:
    """Return the fields of each day's pain entries, in one statement."""
    rows = Entry.objects.filter(
        athlete_id=athlete_id, kind="pain", deleted=False, day__gte=first, day__lte=last
    )
    found: dict[date, tuple[Mapping[str, Any], ...]] = {}
    for day, content in rows.values_list("day", "content"):
        found[day] = (*found.get(day, ()), content)
    return found
