"""What accounts keeps of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import AccessLog, ApiToken, AthleteProfile, EmergencyContact, User, ZoneSpell

# Every model here that points at a person, and what becomes of it.
COVERED = (
    User, AthleteProfile, EmergencyContact, ApiToken, AccessLog, EmailAddress, Authenticator,
    UserSession, ZoneSpell,
)  # fmt: skip


def export(user_id: int) -> dict[str, list[Any]]:
    """Return the person's own rows; secrets and hashes stay here."""
    return {
        "account": list(
            User.objects.filter(pk=user_id).values("email", "display_name", "created_at")
        ),
        "addresses": list(
            EmailAddress.objects.filter(user_id=user_id).values("email", "verified", "primary")
        ),
        "sign_ins": list(
            UserSession.objects.filter(user_id=user_id).values("created_at", "ip", "user_agent")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user_id=user_id).values("type", "created_at")
        ),
        "profile": list(AthleteProfile.objects.filter(pk=user_id).values()),
        "zones": list(
            ZoneSpell.objects.filter(user_id=user_id).order_by("pk").values("zone", "from_at")
        ),
        "emergency_contacts": list(
            EmergencyContact.objects.filter(user_id=user_id).values(
                "name", "email", "phone", "consented_at", "revoked_at"
            )
        ),
        "tokens": list(
            ApiToken.objects.filter(user_id=user_id).values(
                "name", "scopes", "created_at", "expires_at"
            )
        ),
        "access_log": list(
            AccessLog.objects.filter(subject_id=user_id).values("viewer_name", "what", "at")
        ),
    }


def erase(user_id: int) -> None:
    """Remove the account; the log of looks this person took stays with its subjects, unnamed."""
    AccessLog.objects.filter(viewer_id=user_id).update(viewer=None, viewer_name="erased account")
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()
    User.objects.filter(pk=user_id).delete()
