"""The weekly readings of days gone by, made again from the log: a trial that writes nothing.

As `triage.drifting` reads them: on top of the latest complete triage of the open episode, with what
was up taken along. Entries count as they stand today; an episode's level is the one of that hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from triage.drifting import allowed
from triage.engine.drift import read_drift
from triage.engine.logged import Logged, facts_logged, tapped_once
from triage.history import is_withheld
from triage.loader import current
from triage.models import Assessment

WEEK = timedelta(days=7)
BEFORE = timedelta(days=56)  # so far back the readings begin, so that what was up is known
READ_AT = time(12, 20)  # UTC on the Monday after


@dataclass(frozen=True, slots=True)
class WeekMoved:
    """A week, by its Sunday, in which directions were entered."""

    ends_on: date
    directions: tuple[str, ...]


def checked_athletes(*, after_id: int, limit: int) -> list[int]:
    """Return the next people by id who ever did a complete check."""
    rows = _complete().filter(athlete_id__gt=after_id).order_by("athlete_id")
    return list(rows.values_list("athlete_id", flat=True).distinct()[:limit])


def weeks_again(
    *,
    athlete_id: int,
    first: date,
    last: date,
    country: str,
    profile_answers: Callable[[date], Mapping[str, Any]],
    entries: Callable[[date, date, datetime], Sequence[Logged]],
) -> Iterator[WeekMoved]:
    """Yield the weeks that ended from `first` to `last` and moved something, oldest first.

    `entries(first, last, told_after)` are those of some days that were told after a moment.
    """
    knowledge, begin = current(), first - BEFORE
    sunday = begin + timedelta(days=6 - begin.weekday())
    base, up = None, []  # type: Assessment | None, list[str]
    while sunday <= last:
        read_at = datetime.combine(sunday + timedelta(days=1), READ_AT, UTC)
        before, base = base, _base_at(athlete_id, read_at, sunday)
        if base is not None:
            up = up if before is not None and before.pk == base.pk else []
            logged = list(entries(base.day, sunday, base.taken_at))
            facts = facts_logged(knowledge, logged)
            if any(fact.day > sunday - WEEK for fact in facts.values()):
                read = read_drift(
                    knowledge,
                    base={**profile_answers(sunday), **allowed(base.answers)},
                    logged={name: fact.value for name, fact in facts.items()},
                    once=tapped_once(facts), country=country, up_before=up,
                )  # fmt: skip
                moved = tuple(move.direction for move in read.moves)
                if is_withheld(_level_at(base, read_at)):
                    up, moved = [one for one in read.up if one not in moved], ()
                else:
                    up = list(read.up)
                if moved and sunday >= first:
                    yield WeekMoved(sunday, moved)
        sunday += WEEK


def _complete() -> Any:
    return Assessment.objects.filter(origin="triage", verdict__complete=True)


def _base_at(athlete_id: int, moment: datetime, sunday: date) -> Assessment | None:
    still_open = Q(episode__closed_at=None) | Q(episode__closed_at__gt=moment)
    rows = _complete().filter(
        still_open, athlete_id=athlete_id, received_at__lte=moment, day__lte=sunday
    )
    found: Assessment | None = rows.order_by("-taken_at", "-received_at").first()
    return found


def _level_at(base: Assessment, moment: datetime) -> str:
    rows = Assessment.objects.filter(episode_id=base.episode_id, received_at__lte=moment)
    last = rows.order_by("-received_at", "-pk").values_list("urgency", flat=True).first()
    return last or ""
