"""What changes about teams: founding, inviting, joining, consenting, leaving."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from kernel.errors import DomainError, NotFound
from teams.access import membership_of, require_staff
from teams.models import Consent, Invitation, Membership, Role, Scope, Team

INVITATION_LASTS = timedelta(days=14)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are read for one another
CODE_LENGTH = 10  # 31 ** 10 codes: not to be guessed


class BadRole(DomainError):
    """A role that cannot be given away."""

    code = "bad-role"


class BadScope(DomainError):
    """A scope that there is not, or that this person cannot grant."""

    code = "bad-scope"


class AlreadyMember(DomainError):
    """This person is in the team already."""

    status = 409
    code = "already-member"
    title = "Already in this team"


class UnverifiedAddress(DomainError):
    """Joining waits for the letter that proves the address."""

    status = 403
    code = "address-not-verified"
    title = "Please confirm your e-mail address first"


class OnlyOwner(DomainError):
    """A team with athletes in it needs somebody who looks after it."""

    status = 409
    code = "last-owner"
    title = "A team needs an owner"


def create_team(*, by: User, name: str, now: datetime) -> Team:
    """Found a team; whoever founds it owns it."""
    with transaction.atomic():
        team = Team.objects.create(name=name, created_at=now)
        Membership.objects.create(team=team, user=by, role=Role.OWNER, joined_at=now)
    return team


def invite(*, by: User, team_id: int, role: str, now: datetime) -> Invitation:
    """Make a code that lets people join.

    :raises NotFound: when `by` is not staff of the team.
    :raises BadRole: for a role that cannot be given by invitation.
    """
    inviter = require_staff(viewer=by, team_id=team_id)
    if role not in (Role.COACH, Role.PHYSIO, Role.ATHLETE):
        raise BadRole("Invite as athlete, coach or physio.", pointer="/role")
    if role != Role.ATHLETE and inviter.role != Role.OWNER:
        raise BadRole("Only the owner invites coaches and physios.", pointer="/role")
    code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
    return Invitation.objects.create(
        team_id=team_id, code=code, role=role, made_by=by, created_at=now,
        expires_at=now + INVITATION_LASTS,
    )  # fmt: skip


def living_invitation(*, code: str, now: datetime) -> Invitation:
    """Return an invitation that still holds.

    :raises NotFound: for an unknown or ended code.
    """
    found = (
        Invitation.objects.select_related("team")
        .filter(code=code.strip().upper(), expires_at__gt=now)
        .first()
        if code.isascii() and code.isprintable()
        else None
    )
    if found is None:
        raise NotFound("This invitation is not known or has ended. Ask for a new one.")
    return found


def accept(*, by: User, code: str, scopes: Iterable[str], now: datetime) -> Membership:
    """Join a team by its code; an athlete grants scopes in the same step, or none.

    :raises NotFound: for an unknown or ended code.
    :raises UnverifiedAddress: before the address is confirmed.
    :raises AlreadyMember: when already in it.
    :raises BadScope: for an unknown scope, or any scope from a coach.
    """
    invitation = living_invitation(code=code, now=now)
    if not EmailAddress.objects.filter(user=by, verified=True).exists():
        raise UnverifiedAddress("Open the link in the letter we sent you, then come back here.")
    wanted = _known_scopes(scopes)
    if wanted and invitation.role != Role.ATHLETE:
        raise BadScope("Only athletes share data with a team.", pointer="/scopes")
    with transaction.atomic():
        membership, made = Membership.objects.get_or_create(
            team=invitation.team, user=by, left_at=None,
            defaults={"role": invitation.role, "joined_at": now},
        )  # fmt: skip
        if not made:
            raise AlreadyMember("You are in this team already. Change what you share under Me.")
        _grant(membership, wanted, now)
    return membership


def set_scopes(*, by: User, membership_id: int, scopes: Iterable[str], now: datetime) -> Membership:
    """Let an athlete change what their team sees; what is left out is withdrawn at once.

    :raises NotFound: when the membership is not the caller's own.
    """
    wanted = _known_scopes(scopes)
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update()
            .filter(pk=membership_id, user=by, left_at__isnull=True)
            .first()
        )
        if membership is None:
            raise NotFound
        if wanted and membership.role != Role.ATHLETE:
            raise BadScope("Only athletes share data with a team.", pointer="/scopes")
        living = membership.consents.filter(revoked_at__isnull=True)
        held = set(living.values_list("scope", flat=True))
        living.exclude(scope__in=wanted).update(revoked_at=now)
        _grant(membership, wanted - held, now)
    return membership


def leave(*, by: User, membership_id: int, now: datetime) -> None:
    """End a membership: one's own, or one in a team one owns; all its consents end with it.

    :raises NotFound: when it is neither.
    A team passes on from its last owner; codes made by whoever goes end with them.

    :raises OnlyOwner: when only athletes would be left.
    """
    with transaction.atomic():
        row = (
            Membership.objects.select_for_update()
            .filter(pk=membership_id, left_at__isnull=True)
            .first()
        )
        if row is None:
            raise NotFound
        if (
            row.user_id != by.pk
            and membership_of(viewer=by, team_id=row.team_id).role != Role.OWNER
        ):
            raise NotFound
        row.consents.filter(revoked_at__isnull=True).update(revoked_at=now)
        row.left_at = now
        row.save(update_fields=["left_at"])
        ended = Invitation.objects.filter(team=row.team_id, made_by=row.user_id)
        ended.filter(expires_at__gt=now).update(expires_at=now)
        if row.role == Role.OWNER and not hand_over(team_id=row.team_id):
            raise OnlyOwner("Invite a coach or physio first: the team passes to them.")


def hand_over(*, team_id: int) -> bool:
    """Pass a team without an owner to its longest-standing coach or physio.

    Return whether it is well: it has an owner, or nobody at all is left in it.
    """
    left = Membership.objects.filter(team=team_id, left_at__isnull=True)
    if left.filter(role=Role.OWNER).exists() or not left.exists():
        return True
    heir = left.filter(role__in=[Role.COACH, Role.PHYSIO]).order_by("joined_at", "pk").first()
    if heir is None:
        return False
    heir.role = Role.OWNER
    heir.save(update_fields=["role"])
    return True


def _known_scopes(scopes: Iterable[str]) -> set[str]:
    wanted = set(scopes)
    if unknown := wanted - set(Scope.values):
        raise BadScope(
            f"There is no scope {sorted(unknown)[0]!r}. Choose from: {', '.join(Scope.values)}.",
            pointer="/scopes",
        )
    return wanted


def _grant(membership: Membership, scopes: Iterable[str], now: datetime) -> None:
    Consent.objects.bulk_create(
        Consent(membership=membership, scope=scope, granted_at=now) for scope in sorted(scopes)
    )
