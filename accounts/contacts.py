"""The emergency contact: named by the athlete, with the athlete's own consent, until revoked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import EmergencyContact, User


def living_contact(*, user_id: int) -> EmergencyContact | None:
    """Return the contact whose consent holds at this instant, None if there is none."""
    return EmergencyContact.objects.filter(user_id=user_id, revoked_at__isnull=True).first()


def set_contact(*, by: User, name: str, email: str, phone: str, now: datetime) -> EmergencyContact:
    """Name a contact and consent to their being asked; an earlier one is revoked with it."""
    with transaction.atomic():
        # The person's row is the lock: two phones at once leave one contact, not an error.
        User.objects.select_for_update().get(pk=by.pk)
        revoke_contact(by=by, now=now)
        return EmergencyContact.objects.create(
            user=by, name=name, email=email, phone=phone, consented_at=now
        )


def revoke_contact(*, by: User, now: datetime) -> bool:
    """Take the consent back, from this commit on; who it was is forgotten. True = there was one."""
    living = EmergencyContact.objects.filter(user=by, revoked_at__isnull=True)
    return bool(living.update(revoked_at=now, name="", email="", phone=""))
