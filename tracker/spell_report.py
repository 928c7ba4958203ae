"""Stretches of worsening pain as they were told at the time, for the person's own picture."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tracker.models import WorseningSpell
from tracker.trends.spell import LONGEST_DAYS
from tracker.trends.tell import rounded


def spell_report(*, athlete_id: int, first: date, last: date, today: date) -> list[dict[str, Any]]:
    """Return each spell that touches the days `first`..`last`, oldest first.

    `closed_on` is null while it is open; one that lasted its longest is over on that day, even
    where nothing was logged since. `before` and `told` are levels of the 0-10 scale: before it
    began, and the highest that was told. Spells rest 14 days, so that a year has few.
    """
    rows = WorseningSpell.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first),
        athlete_id=athlete_id,
        opened_on__lte=last,
    ).order_by("opened_on")
    found = [(row, _closed_on(row, today)) for row in rows]
    return [
        {
            "opened_on": row.opened_on.isoformat(),
            "closed_on": None if closed_on is None else closed_on.isoformat(),
            "before": rounded(row.before),
            "told": rounded(max(row.now_level, row.last_notified_level)),
        }
        for row, closed_on in found
        if closed_on is None or closed_on >= first
    ]


def _closed_on(row: WorseningSpell, today: date) -> date | None:
    if row.closed_on is not None:
        return row.closed_on
    longest = row.opened_on + timedelta(LONGEST_DAYS)
    return longest if longest <= today else None
