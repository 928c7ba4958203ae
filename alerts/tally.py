"""Counting what must be seen over all processes: one row a name."""

from __future__ import annotations

from django.db.models import F

from alerts.models import Tally

BELLS_LOST = "bells_lost"


def count(name: str) -> None:
    """Add one; several processes at once lose none."""
    Tally.objects.bulk_create([Tally(name=name)], ignore_conflicts=True)
    Tally.objects.filter(name=name).update(count=F("count") + 1)


def counted(name: str) -> int:
    """Return how often; 0 if never."""
    return next(iter(Tally.objects.filter(name=name).values_list("count", flat=True)), 0)
