"""Keeping worsening spells: the pure steps of `tracker.trends.spell` as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta

from django.db import IntegrityError, transaction
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


def latest_spell(*, athlete_id: int) -> tuple[Spell | None, date | None]:
    """Return the open spell or None, and the day on which any spell last spoke or None."""
    row = WorseningSpell.objects.filter(athlete_id=athlete_id).order_by("-opened_on").first()
    if row is None:
        return None, None
    return (_spell_of(row) if row.closed_on is None else None), row.last_notified_on


def write_step(*, athlete_id: int, step: SpellStep, on: date) -> bool:
    """Write down what a day did to the athlete's spell; False when another process did it first.

    The caller holds the transaction and, on True, raises the alert of `step.notice` in it.
    """
    rows = WorseningSpell.objects.filter(athlete_id=athlete_id, closed_on__isnull=True)
    if step.closed is not None:
        rows.filter(opened_on=step.closed.opened_on).update(closed_on=on)
    if step.notice is None or step.spell is None:
        return step.changed
    spell = step.spell
    if step.notice != "worsening":
        told_before = rows.filter(opened_on=spell.opened_on, last_notified_on__lt=on)
        return bool(
            told_before.update(
                last_notified_on=spell.last_notified_on,
                last_notified_level=spell.last_notified_level,
            )
        )
    try:
        with transaction.atomic():
            WorseningSpell.objects.create(
                athlete_id=athlete_id,
                opened_on=spell.opened_on,
                before=spell.before,
                now_level=spell.now_level,
                noise=spell.noise,
                last_notified_on=spell.last_notified_on,
                last_notified_level=spell.last_notified_level,
            )
    except IntegrityError:  # another process opened it
        return False
    return True


def _spell_of(row: WorseningSpell) -> Spell:
    return Spell(
        opened_on=row.opened_on,
        before=row.before,
        now_level=row.now_level,
        noise=row.noise,
        last_notified_on=row.last_notified_on,
        last_notified_level=row.last_notified_level,
    )
