"""Sleep put together by night: watch and phone may both tell of the same hours. Pure."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from datetime import date, datetime, timedelta

EVENING = timedelta(hours=6)  # who falls asleep after 18:00 sleeps into the next day
LONGEST = timedelta(hours=24)


class Nights:
    """Spans of sleep by the day on which one wakes; what overlaps counts once."""

    def __init__(self) -> None:
        self._spans: dict[date, list[tuple[int, int]]] = {}

    def add(self, began: datetime, ended: datetime) -> None:
        """Add a span; one that runs backwards or lasts longer than a day is no sleep."""
        if not timedelta(0) < ended - began <= LONGEST:
            return
        day = (began + EVENING).date()
        span = int(began.timestamp()), int(ended.timestamp())
        spans = self._spans.setdefault(day, [])
        if spans and spans[-1][1] >= span[0] >= spans[-1][0]:
            spans[-1] = spans[-1][0], max(spans[-1][1], span[1])
        else:
            insort(spans, span)

    def hours(self) -> Iterator[tuple[date, float]]:
        """Yield each day, oldest first, with its hours of sleep (at most 24)."""
        for day in sorted(self._spans):
            slept, until = 0, 0
            for began, ended in sorted(self._spans[day]):
                slept += max(0, ended - max(began, until))
                until = max(until, ended)
            yield day, round(min(24.0, slept / 3600), 2)
