"""The only place that decides who may see whom; everything starts from the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from kernel.errors import NotFound
from teams.models import Consent, Membership, Role, Scope

LARGEST_ID = 2**63 - 1  # what the database can hold; a path may ask for more
STAFF = (Role.OWNER, Role.COACH, Role.PHYSIO)


@dataclass(frozen=True, slots=True)
class BoardMember:
    """One athlete of a team, with the scopes granted to it at this instant."""

    athlete_id: int
    name: str
    membership_id: int
    scopes: frozenset[str]


def membership_of(*, viewer: User, team_id: int) -> Membership:
    """Return the viewer's own living membership.

    :raises NotFound: for a stranger, and for one who has left.
    """
    if team_id > LARGEST_ID:
        raise NotFound
    found = Membership.objects.filter(team_id=team_id, user=viewer, left_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def require_staff(*, viewer: User, team_id: int) -> Membership:
    """Return the viewer's membership as owner, coach or physio.

    :raises NotFound: for anybody else; an athlete sees no board.
    """
    found = membership_of(viewer=viewer, team_id=team_id)
    if found.role not in STAFF:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Watcher:
    """Staff of a team that an athlete allows to be asked to check on them."""

    team_id: int
    user_id: int


def red_flag_watchers(*, athlete_id: int) -> list[Watcher]:
    """Return whom the athlete's consent `red_flag_contact` reaches at this instant."""
    teams = Membership.objects.filter(
        user_id=athlete_id, role=Role.ATHLETE, left_at__isnull=True,
        consents__scope=Scope.RED_FLAG_CONTACT, consents__revoked_at__isnull=True,
    ).values("team_id")  # fmt: skip
    staff = Membership.objects.filter(team_id__in=teams, role__in=STAFF, left_at__isnull=True)
    rows = staff.exclude(user_id=athlete_id).order_by("pk").values_list("team_id", "user_id")
    return [Watcher(team_id, user_id) for team_id, user_id in rows]


def scopes_for_physio(*, viewer: User, team_id: int, athlete_id: int) -> frozenset[str]:
    """Return what an athlete lets a physio of their team see at this instant; never nothing.

    :raises NotFound: for anybody else, for another athlete, and without any consent.
    """
    if max(team_id, athlete_id) > LARGEST_ID:
        raise NotFound
    if membership_of(viewer=viewer, team_id=team_id).role != Role.PHYSIO:
        raise NotFound
    allowed = Consent.objects.filter(
        membership__team_id=team_id, membership__user_id=athlete_id,
        membership__role=Role.ATHLETE, membership__left_at__isnull=True, revoked_at__isnull=True,
    )  # fmt: skip
    scopes = frozenset(allowed.values_list("scope", flat=True))
    if not scopes:
        raise NotFound
    return scopes


def require_physio_of(*, viewer: User, team_id: int, athlete_id: int) -> None:
    """Let through a physio of a team that the athlete lets see their signs at this instant.

    :raises NotFound: for anybody else, for another athlete, and without the consent.
    """
    if Scope.SYMPTOMS not in scopes_for_physio(
        viewer=viewer, team_id=team_id, athlete_id=athlete_id
    ):
        raise NotFound


def require_owner(*, viewer: User, team_id: int) -> Membership:
    """Return the viewer's membership as owner.

    :raises NotFound: for anybody else.
    """
    found = membership_of(viewer=viewer, team_id=team_id)
    if found.role != Role.OWNER:
        raise NotFound
    return found


def scopes_by_team(*, viewer: User) -> dict[int, dict[int, frozenset[str]]]:
    """Return, for each team the viewer is staff of, what its athletes grant it at this instant.

    By athlete; one who grants nothing is absent. Two statements, however many the teams.
    """
    mine = Membership.objects.filter(user=viewer, role__in=STAFF, left_at__isnull=True)
    found: dict[int, dict[int, set[str]]] = {
        team_id: {} for team_id in mine.values_list("team_id", flat=True)
    }
    granted = Consent.objects.filter(
        membership__team_id__in=list(found), membership__role=Role.ATHLETE,
        membership__left_at__isnull=True, revoked_at__isnull=True,
    )  # fmt: skip
    for team_id, athlete_id, scope in granted.values_list(
        "membership__team_id", "membership__user_id", "scope"
    ):
        found[team_id].setdefault(athlete_id, set()).add(scope)
    return {
        team_id: {athlete: frozenset(scopes) for athlete, scopes in theirs.items()}
        for team_id, theirs in found.items()
    }


def board_members(*, viewer: User, team_id: int) -> list[BoardMember]:
    """Return the team's athletes by name with what each allows; a constant number of statements.

    :raises NotFound: for a stranger, an athlete, and one who has left.
    """
    require_staff(viewer=viewer, team_id=team_id)
    living = Prefetch(
        "consents", queryset=Consent.objects.filter(revoked_at__isnull=True), to_attr="living"
    )
    rows = (
        Membership.objects.filter(team_id=team_id, role=Role.ATHLETE, left_at__isnull=True)
        .select_related("user")
        .prefetch_related(living)
    )
    members = [
        BoardMember(
            athlete_id=row.user_id, name=row.user.name, membership_id=row.pk,
            scopes=frozenset(consent.scope for consent in row.living),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(members, key=lambda member: (member.name.casefold(), member.athlete_id))
