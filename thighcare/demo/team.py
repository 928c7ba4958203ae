"""Puts the demo team into the database, through the same services as everybody's data."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import User
from alerts.services import watch
from kernel.calendar import day_in_zone
from teams.services import accept, create_team, invite
from thighcare.demo.histories import Story, entries_of
from tracker.services import record_entries
from tracker.watching import watch_facts

COACH = "coach@demo.test"
TEAM = "Demo team"
BATCH = 200  # entries: what a phone may send at once
NAMES = (
    "Ada", "Ben", "Chiara", "Dayo", "Elif", "Finn",
    "Goran", "Hana", "Imani", "Jonas", "Kaia", "Liam",
    "Mina", "Noor", "Otis", "Priya", "Quinn", "Rosa",
    "Sami", "Tove", "Umar", "Vera", "Wren", "Ximena",
    "Yara", "Zeno", "Aiko", "Bruno", "Dina", "Emil",
)  # fmt: skip
ZONES = ("Europe/Berlin", "Europe/London", "Africa/Lagos", "America/New_York", "Asia/Tokyo")
COUNTRIES = ("DE", "GB", "NG", "US", "JP")
PERSONAS = ("athlete", "athlete", "active", "desk")
ALL_SCOPES = ("availability", "load", "pain", "symptoms", "red_flag_contact")
# Athlete by athlete, from the first on: everything, pain for the board, nothing, and so on.
CONSENT = (
    ALL_SCOPES,
    ("availability", "load", "pain"),
    (),
    ("availability", "load"),
    ("pain", "red_flag_contact"),
    ("availability",),
)


@dataclass(frozen=True, slots=True)
class Login:
    """One demo account and what is to be seen there."""

    email: str
    password: str
    note: str


def demo_password() -> str:
    """Return the demo accounts' password: the same at each call here, another in another house."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo team", hashlib.sha256).hexdigest()
    return f"demo-{digest[:12]}"


def seed_team(
    *, athletes: int, days: int, seed: int, now: datetime, say: Callable[[str], None]
) -> list[Login]:
    """Make coach, team, athletes, consents and histories; what stands already is left as it is."""
    password = demo_password()
    coach = _person(email=COACH, name="Cora", place=0, password=password, now=now)
    team_id = _team_of(coach, now)
    logins = [Login(COACH, password, "coach")]
    for number in range(1, athletes + 1):
        email = f"athlete{number}@demo.test"
        name = NAMES[(number - 1) % len(NAMES)]
        athlete = _person(email=email, name=name, place=number - 1, password=password, now=now)
        scopes = CONSENT[(number - 1) % len(CONSENT)]
        _join(coach, team_id, athlete, scopes, now)
        story = Story(
            email=email,
            number=number,
            today=day_in_zone(coach.created_at, athlete.profile.time_zone),
            days=days,
            seed=seed,
            red_flag=number == 1,
            worsening=number == 2,
        )
        kept = _live(athlete, story, now)
        say(f"{email}: {kept} entries")
        logins.append(Login(email, password, _note(story, scopes)))
    return logins


def _person(*, email: str, name: str, place: int, password: str, now: datetime) -> User:
    with transaction.atomic():
        user = User.objects.select_related("profile").filter(email=email).first()
        if user is not None:
            return user
        user = User.objects.create_user(email, password, display_name=name, created_at=now)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        profile = user.profile
        profile.time_zone = ZONES[place % len(ZONES)]
        profile.country = COUNTRIES[place % len(COUNTRIES)]
        profile.persona = PERSONAS[place % len(PERSONAS)]
        profile.birth_year = 1988 + place * 7 % 18
        profile.intended_use_accepted_at = now
        profile.save()
    return user


def _team_of(coach: User, now: datetime) -> int:
    own = coach.memberships.filter(role="owner", left_at__isnull=True, team__name=TEAM).first()
    return own.team_id if own else create_team(by=coach, name=TEAM, now=now).pk


def _join(coach: User, team_id: int, athlete: User, scopes: tuple[str, ...], now: datetime) -> None:
    if not athlete.memberships.filter(team_id=team_id).exists():
        invitation = invite(by=coach, team_id=team_id, role="athlete", now=now)
        accept(by=athlete, code=invitation.code, scopes=scopes, now=now)


def _live(athlete: User, story: Story, now: datetime) -> int:
    """Record a story, once and in one transaction, so that nobody is rung for days long gone."""
    held = watch_facts(athlete_id=athlete.pk)
    entries = entries_of(story) if held is None or held.ends_on is None else []
    with transaction.atomic():
        for start in range(0, len(entries), BATCH):
            outcome = record_entries(
                athlete=athlete,
                entries=entries[start : start + BATCH],
                cursor=None,
                now=now,
                allow_history=True,
            )
            refused = [result for result in outcome.results if result.status == "invalid"]
            if refused:
                raise RuntimeError(f"A demo entry was refused: {refused[0].problem}")
    watch(athlete_id=athlete.pk, now=now)
    return len(entries)


def _note(story: Story, scopes: tuple[str, ...]) -> str:
    told = "a red flag today; " if story.red_flag else ""
    told += "pain getting worse; " if story.worsening else ""
    return f"{told}shares {', '.join(scopes) or 'nothing'}"
