"""Keeping worsening spells: the pure steps of `tracker.trends.spell` as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from tracker.models import WorseningSpell
from tracker.trends import Spell, SpellStep, is_over
from tracker.trends.series import LOCK_OUT_DAYS
from tracker.trends.spell import LONGEST_DAYS

STATE = tuple(field.name for field in fields(Spell))


def open_spells(*, athlete_ids: Iterable[int], today: date | None = None) -> dict[int, Spell]:
    """Return the open spell of each athlete who has one.

    With `today` given, a spell past its longest counts as over, though nobody wrote that down yet.
    """
    rows = WorseningSpell.objects.filter(
        athlete_id__in=list(athlete_ids), closed_on__isnull=True
    ).values_list("athlete_id", *STATE)
    spells = {athlete: Spell(*state) for athlete, *state in rows}
    if today is None:
        return spells
    return {athlete: spell for athlete, spell in spells.items() if not is_over(spell, today)}


def due_spells(*, first: int, last: int, today: date) -> dict[int, Spell]:
    """Return the open spells that may speak again or have lasted their longest, by athlete.

    Of athletes from one id to another. For 14 days after it spoke a spell rests; that it ends
    because pain is down again is noticed by the watch on the entry that says so.
    """
    told_before = today - timedelta(LOCK_OUT_DAYS - 1)  # a day early: it is tomorrow somewhere
    opened_before = today - timedelta(LONGEST_DAYS - 1)
    rows = WorseningSpell.objects.filter(
        Q(last_notified_on__lte=told_before) | Q(opened_on__lte=opened_before),
        athlete_id__gte=first,
        athlete_id__lte=last,
        closed_on__isnull=True,
    ).values_list("athlete_id", *STATE)
    return {athlete: Spell(*state) for athlete, *state in rows}


def latest_spells(*, athlete_ids: Iterable[int]) -> dict[int, tuple[Spell | None, date]]:
    """Return of each athlete who ever had a spell the open one or None, and when any last spoke."""
    rows = WorseningSpell.objects.filter(athlete_id__in=list(athlete_ids)).order_by("opened_on")
    return {
        athlete: (Spell(*state) if closed_on is None else None, told_on)
        for athlete, closed_on, told_on, *state in rows.values_list(
            "athlete_id", "closed_on", "last_notified_on", *STATE
        )
    }


def write_steps(steps: Mapping[int, tuple[SpellStep, date]]) -> set[int]:
    """Write down what a day did to each athlete's spell; return those whose step is ours.

    The others' was taken by another process first. The caller holds the transaction and raises
    the alerts of the notices in it. Statements do not grow with the athletes who open a spell.
    """
    _close(steps)
    opened: dict[int, Spell] = {}
    told: dict[int, tuple[Spell, date]] = {}
    ours: set[int] = set()
    for athlete, (step, on) in steps.items():
        if step.notice is None or step.spell is None:
            ours.update([athlete] if step.changed else ())
        elif step.notice == "worsening":
            opened[athlete] = step.spell
        else:
            told[athlete] = step.spell, on
    return ours | _open(opened) | _tell_again(told)


def _close(steps: Mapping[int, tuple[SpellStep, date]]) -> None:
    over: dict[tuple[date, date], list[int]] = {}
    for athlete, (step, on) in steps.items():
        if step.closed is not None:
            over.setdefault((step.closed.opened_on, on), []).append(athlete)
    rows = WorseningSpell.objects.filter(closed_on__isnull=True)
    for (opened_on, on), athletes in over.items():
        rows.filter(athlete_id__in=athletes, opened_on=opened_on).update(closed_on=on)


def _open(spells: Mapping[int, Spell]) -> set[int]:
    """Insert open spells in one statement; return whose were not opened by another process."""
    if not spells:
        return set()
    names = ", ".join(STATE)
    marks = ", ".join([f"({', '.join(['%s'] * (1 + len(STATE)))})"] * len(spells))
    values: list[Any] = []
    for athlete, spell in sorted(spells.items()):
        values.append(athlete)
        values += (_as_sent(getattr(spell, name)) for name in STATE)
    with connection.cursor() as cursor:  # the ORM does not say which rows a conflict left out
        cursor.execute(
            f"INSERT INTO tracker_worseningspell (athlete_id, {names}) VALUES {marks} "  # noqa: S608  (our own column names)
            "ON CONFLICT DO NOTHING RETURNING athlete_id",
            values,
        )
        return {athlete for (athlete,) in cursor.fetchall()}


def _as_sent(value: float | date) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _tell_again(told: Mapping[int, tuple[Spell, date]]) -> set[int]:
    """Write down reminders and further rises; return whose were not told by another process."""
    if not told:
        return set()
    held = WorseningSpell.objects.select_for_update().filter(
        athlete_id__in=list(told), closed_on__isnull=True
    )
    ours = []
    for row in held.order_by("athlete_id"):
        spell, on = told[row.athlete_id]
        if row.opened_on == spell.opened_on and row.last_notified_on < on:
            row.last_notified_on = spell.last_notified_on
            row.last_notified_level = spell.last_notified_level
            ours.append(row)
    WorseningSpell.objects.bulk_update(ours, ["last_notified_on", "last_notified_level"])
    return {row.athlete_id for row in ours}
