"""What the watch needs of one athlete, in a number of statements that never grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tracker import snapshot
from tracker.models import Day, Entry, Snapshot
from tracker.queries import days_between
from tracker.spells import latest_spells
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
    both of the last SIGN_DAYS days; `heard_at` is when the newest change to those days came in.
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
    heard_at: datetime | None = None


def watch_facts(*, athlete_id: int) -> WatchFacts | None:
    """Return what the watch needs, or None for a person who never logged."""
    return next(iter(watch_facts_of(athlete_ids=[athlete_id])), None)


def watch_facts_of(*, athlete_ids: Sequence[int]) -> list[WatchFacts]:
    """Return what the watch needs of whoever ever logged, in four statements however many."""
    rows = list(Snapshot.objects.filter(athlete_id__in=athlete_ids).order_by("athlete_id"))
    spells = latest_spells(athlete_ids=athlete_ids)
    ends = {row.athlete_id: row.ends_on for row in rows if row.ends_on is not None}
    (days, heard), pains = _days_of(ends), _pains_of(ends)
    return [
        _facts(
            row, spells.get(row.athlete_id, (None, None)), days.get(row.athlete_id, {}),
            pains.get(row.athlete_id, {}), heard.get(row.athlete_id),
        )
        for row in rows
    ]  # fmt: skip


def _facts(
    row: Snapshot, told: tuple[Spell | None, date | None], days: FoldedDays, pains: PainEntries,
    heard_at: datetime | None,
) -> WatchFacts:  # fmt: skip
    step_ml = snapshot.HYDRATION_STEP_ML
    drunk = snapshot.values(bytes(row.hydration))
    return WatchFacts(
        athlete_id=row.athlete_id,
        ends_on=row.ends_on,
        revision=row.revision,
        pain=tuple(snapshot.values(bytes(row.pain))),
        load_au=tuple(snapshot.words(bytes(row.load_au))),
        sitting_h=tuple(snapshot.values(bytes(row.sitting), scale=10)),
        hydration_ml=tuple(None if step is None else step * step_ml for step in drunk),
        logged=tuple(bool(byte) for byte in bytes(row.logged)),
        spell=told[0],
        last_notified_on=told[1],
        days=days,
        pains=pains,
        heard_at=heard_at,
    )


def _days_of(
    ends: Mapping[int, date],
) -> tuple[dict[int, dict[date, Mapping[str, Any]]], dict[int, datetime]]:
    """Return the folded fields of each athlete's last SIGN_DAYS days, up to `ends` of theirs.

    And when the newest change to these days came in.
    """
    found: dict[int, dict[date, Mapping[str, Any]]] = {}
    heard: dict[int, datetime] = {}
    rows = Day.objects.filter(**_lately(ends))
    for athlete, day, folded, at in rows.values_list("athlete_id", "day", "folded", "changed_at"):
        if folded and _is_late(day, ends[athlete]):
            found.setdefault(athlete, {})[day] = folded
            heard[athlete] = max(at, heard.get(athlete, at))
    return found, heard


def _pains_of(ends: Mapping[int, date]) -> dict[int, dict[date, tuple[Mapping[str, Any], ...]]]:
    """Return the fields of pain entries of the same days."""
    found: dict[int, dict[date, tuple[Mapping[str, Any], ...]]] = {}
    rows = Entry.objects.filter(**_lately(ends), kind="pain", deleted=False)
    for athlete, day, content in rows.values_list("athlete_id", "day", "content"):
        if _is_late(day, ends[athlete]):
            theirs = found.setdefault(athlete, {})
            theirs[day] = (*theirs.get(day, ()), content)
    return found


def _lately(ends: Mapping[int, date]) -> dict[str, Any]:
    """Return conditions that take in all these athletes' last days."""
    first = min(ends.values(), default=date.max) - timedelta(SIGN_DAYS - 1)
    return {
        "athlete_id__in": list(ends),
        "day__gte": first,
        "day__lte": max(ends.values(), default=date.max),
    }


def _is_late(day: date, ends_on: date) -> bool:
    return ends_on - timedelta(SIGN_DAYS) < day <= ends_on


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
