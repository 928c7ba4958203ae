"""What teams keep of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from teams.models import Consent, Invitation, Membership, Team
from teams.services import hand_over

COVERED = (Membership, Invitation)


def export(user_id: int) -> dict[str, list[Any]]:
    """Return the person's memberships and every consent they gave or withdrew."""
    return {
        "memberships": list(
            Membership.objects.filter(user_id=user_id).values(
                "team__name", "role", "joined_at", "left_at"
            )
        ),
        "consents": list(
            Consent.objects.filter(membership__user_id=user_id).values(
                "membership__team__name", "scope", "granted_at", "revoked_at"
            )
        ),
    }


def erase(user_id: int) -> None:
    """Remove memberships, consents and invitations, and teams that nobody is left in."""
    team_ids = list(Membership.objects.filter(user_id=user_id).values_list("team_id", flat=True))
    Invitation.objects.filter(made_by_id=user_id).delete()
    Membership.objects.filter(user_id=user_id).delete()
    Team.objects.filter(pk__in=team_ids, memberships__isnull=True).delete()
    for team_id in Team.objects.filter(pk__in=team_ids).values_list("pk", flat=True):
        hand_over(team_id=team_id)
