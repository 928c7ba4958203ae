"""Questions other rooms ask about people."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from accounts.models import AthleteProfile, User


def has_anyone() -> bool:
    """Say whether any account exists yet."""
    return User.objects.exists()


def athlete_zone(*, athlete_id: int) -> str:
    """Return the IANA zone a person's days belong to now; `zones.history_of` tells the past."""
    return AthleteProfile.objects.values_list("time_zone", flat=True).get(pk=athlete_id)


def athlete_zones(*, athlete_ids: Iterable[int]) -> dict[int, str]:
    """Return the same of many, by athlete, in one statement."""
    rows = AthleteProfile.objects.filter(pk__in=list(athlete_ids))
    return dict(rows.values_list("pk", "time_zone"))


def email_of(*, user_id: int) -> str:
    """Return the address letters go to."""
    return User.objects.values_list("email", flat=True).get(pk=user_id)


def name_of(*, user_id: int) -> str:
    """Return what others call a person."""
    return User.objects.get(pk=user_id).name


def has_proven_address(*, user_id: int) -> bool:
    """Say whether a person opened the link in a letter to their address."""
    return bool(EmailAddress.objects.filter(user_id=user_id, verified=True).exists())


def zones_of(*, athlete_ids: Iterable[int]) -> dict[int, str]:
    """Return the IANA zones of many people, in one statement."""
    rows = AthleteProfile.objects.filter(pk__in=list(athlete_ids))
    return dict(rows.values_list("pk", "time_zone"))
