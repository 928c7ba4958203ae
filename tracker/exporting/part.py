"""The part of an export that belongs to one episode: its days, and what triage made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.zones import history_of
from kernel.errors import NotFound
from triage.queries import episode

BY_DAY = ("days", "readings")  # the tracker's tables whose rows have a day; the rest are settings


@dataclass(frozen=True, slots=True)
class Part:
    """One episode and its days, both ends among them."""

    episode_id: UUID
    first: date
    last: date

    def has(self, day: date) -> bool:
        """Tell whether a day is one of the episode's."""
        return self.first <= day <= self.last

    def rooms(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        """Return of a person's rooms what belongs to the episode."""
        return {
            "tracker": {
                name: [row for row in whole["tracker"][name] if self.has(row["day"])]
                for name in BY_DAY
            },
            "triage": {name: self._its(rows) for name, rows in whole["triage"].items()},
        }

    def _its(self, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [row for row in rows if row.get("episode_id", row.get("id")) == self.episode_id]

    def as_dict(self) -> dict[str, str]:
        """Return the words by which an export says that it is only a part."""
        return {
            "episode": str(self.episode_id),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
        }


def part_of(*, athlete_id: int, episode_id: UUID, now: datetime) -> Part:
    """Return the days of an episode in the zones that held then; an open one lasts until today.

    :raises NotFound: for an episode that is not this person's.
    """
    found = episode(athlete_id=athlete_id, episode_id=episode_id)
    if found is None:
        raise NotFound
    history = history_of(user_id=athlete_id)
    first = found.started_on or history.day_of(found.opened_at)
    return Part(found.id, first, max(first, history.day_of(found.closed_at or now)))
