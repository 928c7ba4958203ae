"""From rows to the `Log` that the rules over a series judge: five statements for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kernel.calendar import day_in_zone
from tracker.models import Entry
from tracker.spells import open_spells
from tracker.trends.log import DAYS, Log
from tracker.trends.pains import furthest_down, pain_in_sessions, pain_while_sitting
from tracker.watching import folded_days
from triage.queries import episodes, latest_triage

FEELINGS = ("sleep_quality", "fatigue", "soreness", "stress")
KINDS = ("pain", "sitting", "activity")
MOST_EPISODES = 20  # in twelve weeks; older ones reset nothing here
Days = Mapping[date, Mapping[str, Any]]
Entries = Mapping[str, Mapping[date, Sequence[Mapping[str, Any]]]]


def trend_log(*, athlete_id: int, today: date, zone: str) -> Log:
    """Return the twelve weeks that end today, where `today` is the person's day in `zone`."""
    dates = [today - timedelta(back) for back in range(DAYS - 1, -1, -1)]
    days = folded_days(athlete_id=athlete_id, first=dates[0], last=today)
    entries = _entries(athlete_id, dates[0], today)
    triage = latest_triage(athlete_id=athlete_id)
    spell = open_spells(athlete_ids=[athlete_id], today=today).get(athlete_id)
    starts = _starts(athlete_id, zone)
    return Log(
        today=today,
        **_folded(days, dates),
        **_single(entries, days, dates),
        answers=triage.answers if triage else {},
        resets=_places(starts, today),
        rechecks=_places([_day(triage.taken_at, zone)] if triage else [], today),
        worse_since=_place(spell.opened_on, today) if spell is not None else None,
    )


def _entries(athlete_id: int, first: date, last: date) -> Entries:
    rows = Entry.objects.filter(
        athlete_id=athlete_id, kind__in=KINDS, deleted=False, day__gte=first, day__lte=last
    )
    found: dict[str, dict[date, list[Mapping[str, Any]]]] = {kind: {} for kind in KINDS}
    for kind, day, content in rows.values_list("kind", "day", "content"):
        found[kind].setdefault(day, []).append(content)
    return found


def _folded(days: Days, dates: Sequence[date]) -> dict[str, Any]:
    """Return the series that folded days hold."""
    rows = [days.get(day, {}) for day in dates]
    names = {"pain": "pain_worst"} | {
        name: name
        for name in ("pain_morning", "load_au", "sitting_h", "hydration_ml", "urine_colour")
    }
    series: dict[str, Any] = {
        name: tuple(row.get(field) for row in rows) for name, field in names.items()
    }
    return series | {
        "wellness": tuple(_sum_of_feelings(row) for row in rows),
        "signs": tuple(row.get("symptoms", {}) for row in rows),
        "logged": tuple(bool(row) for row in rows),
    }


def _sum_of_feelings(row: Mapping[str, Any]) -> int | None:
    """Return the sum of all four, None where one is missing: a sum of three is another scale."""
    told = [row[name] for name in FEELINGS if name in row]
    return sum(told) if len(told) == len(FEELINGS) else None


def _single(entries: Entries, days: Days, dates: Sequence[date]) -> dict[str, Any]:
    """Return the series that only single entries hold."""
    pains, sat, done = entries["pain"], entries["sitting"], entries["activity"]
    return {
        "pain_sitting": tuple(pain_while_sitting(pains.get(day, ())) for day in dates),
        "pain_session": tuple(
            pain_in_sessions(pains.get(day, ()), done.get(day, ())) for day in dates
        ),
        "furthest": tuple(furthest_down(pains.get(day, ())) for day in dates),
        "minutes_to_pain": tuple(
            _minutes_to_pain(sat.get(day, ()), days.get(day, {})) for day in dates
        ),
        "sprint_min": tuple(_sprint_minutes(done.get(day, ())) for day in dates),
    }


def _minutes_to_pain(sat: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> int | None:
    """Return the shortest sitting until it hurt, of the entries or as answered among the signs."""
    told = [entry["minutes_to_pain"] for entry in sat if "minutes_to_pain" in entry]
    answered = row.get("symptoms", {}).get("sit_minutes_to_pain")
    return min([*told, *([answered] if isinstance(answered, int) else [])], default=None)


def _sprint_minutes(done: Sequence[Mapping[str, Any]]) -> float | None:
    """Return minutes at speed; None where a session does not say how much of it was."""
    if not done:
        return None
    shares = [0 if entry["minutes"] == 0 else entry.get("sprint_percent") for entry in done]
    if any(share is None for share in shares):
        return None
    return sum(
        entry["minutes"] * (share or 0) / 100 for entry, share in zip(done, shares, strict=True)
    )


def _starts(athlete_id: int, zone: str) -> list[date]:
    """Return the days on which episodes began, as told, else as opened."""
    return [
        one.started_on or _day(one.opened_at, zone)
        for one in episodes(athlete_id=athlete_id, limit=MOST_EPISODES)
    ]


def _day(moment: datetime, zone: str) -> date:
    return day_in_zone(moment, zone)


def _place(day: date, today: date) -> int:
    """Return the place of a day in the series; a day before them is their first."""
    return min(DAYS - 1, max(0, DAYS - 1 - (today - day).days))


def _places(days: Sequence[date], today: date) -> frozenset[int]:
    """Return the places of those days that lie in the series."""
    return frozenset(_place(day, today) for day in days if 0 <= (today - day).days < DAYS)
