"""Counting what must be seen over all processes: one row a name and its labels."""

from __future__ import annotations

from django.db.models import F

from alerts.models import Tally

BELLS_LOST = "bells_lost"
SENDINGS = "sendings"  # by channel, and what became of it
REMINDERS = "reminders"  # the same
REFUSALS = "push_refusals"  # by status: push services that refuse us
UNSENT = "push_unsent"  # by reason: pushes that we ourselves could not or would not send
SHED = "requests_shed"  # by reason and kind
BETWEEN = "/"


def count(name: str, *labels: str, n: int = 1) -> None:
    """Add n; several processes at once lose none."""
    row = Tally.objects.filter(name=BETWEEN.join((name, *labels)))
    if not row.update(count=F("count") + n):  # the first ever
        Tally.objects.bulk_create(
            [Tally(name=BETWEEN.join((name, *labels)))], ignore_conflicts=True
        )
        row.update(count=F("count") + n)


def counted(name: str, *labels: str) -> int:
    """Return how often; 0 if never."""
    return all_counted().get((name, *labels), 0)


def all_counted() -> dict[tuple[str, ...], int]:
    """Return every count by its name and labels, in one statement."""
    rows = Tally.objects.values_list("name", "count")
    return {tuple(name.split(BETWEEN)): n for name, n in rows}
