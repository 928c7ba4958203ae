"""What changes about people: their profile, and the log of who looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import zones
from accounts.models import AccessLog, User
from accounts.signals import zone_changed


def log_access(*, viewer: User, subject_ids: Iterable[int], what: str, at: datetime) -> None:
    """Write down that `viewer` looked at others' data; looking at one's own is not logged."""
    AccessLog.objects.bulk_create(
        AccessLog(viewer=viewer, viewer_name=viewer.name[:80], subject_id=subject, what=what, at=at)
        for subject in subject_ids
        if subject != viewer.pk
    )


def log_told(*, told: User | None, name: str, subject_id: int, what: str, at: datetime) -> None:
    """Write down that somebody was told about a person; `told` None = they have no account."""
    AccessLog.objects.create(
        viewer=told, viewer_name=name[:80], subject_id=subject_id, what=what, at=at
    )


def update_me(
    *, by: User, account: Mapping[str, Any], profile: Mapping[str, Any], now: datetime
) -> User:
    """Change what a person says of themself; only what is given changes.

    A new time zone begins now: what was logged before keeps its day and its zone.
    """
    zone = by.profile.time_zone
    with transaction.atomic():
        if "time_zone" in profile:
            zones.move(user_id=by.pk, to=profile["time_zone"], now=now)
        _apply(by, account)
        _apply(by.profile, profile)
        if by.profile.time_zone != zone:
            zone_changed.send(sender=User, athlete_id=by.pk, zone=by.profile.time_zone)
    return by


def _apply(row: Any, changes: Mapping[str, Any]) -> None:
    for field, value in changes.items():
        setattr(row, field, value)
    if changes:
        row.save(update_fields=list(changes))
