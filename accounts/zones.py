"""Where somebody lived when: the history of their time zone, and which zone a day is counted in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import AthleteProfile, User, ZoneSpell
from kernel.calendar import day_in_zone
from kernel.zones import Stay, zone_at, zone_on


@dataclass(frozen=True, slots=True)
class ZoneHistory:
    """A person's stays in the order of their beginning, and the zone that holds now."""

    stays: tuple[Stay, ...]
    now: str

    def on(self, day: date) -> str:
        """Return the zone that a day is counted in."""
        return zone_on(day, self.stays, otherwise=self.now)

    def day_of(self, moment: datetime) -> date:
        """Return the day it was for this person, in the zone that held at that instant."""
        return day_in_zone(moment, zone_at(moment, self.stays, otherwise=self.now))


def history_of(*, user_id: int) -> ZoneHistory:
    """Return where a person lived when."""
    rows = ZoneSpell.objects.filter(user_id=user_id).order_by("from_at", "pk")
    stays = tuple(Stay(row.zone, row.from_at) for row in rows)
    zone = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=user_id)
    return ZoneHistory(stays, zone)


def move(*, user_id: int, to: str, now: datetime) -> bool:
    """Begin a spell in another zone; the same zone again begins none. True = one began."""
    # The person's row is the lock: two phones that move at once leave one history, not two.
    person = User.objects.select_for_update().get(pk=user_id)
    before = AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=user_id)
    if before == to:
        return False
    latest = ZoneSpell.objects.filter(user_id=user_id).order_by("-from_at", "-pk").first()
    if latest is None:
        since = min(person.created_at, now)
        ZoneSpell.objects.create(user_id=user_id, zone=before, from_at=since)
    # A clock that was set back must not put the newer spell before the older.
    began = now if latest is None else max(now, latest.from_at)
    ZoneSpell.objects.create(user_id=user_id, zone=to, from_at=began)
    return True
