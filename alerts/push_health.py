"""How well a person can be reached: proven by receipts, never assumed from a push service's 201."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.queries import email_of
from alerts import bounces
from alerts.channels import Gone, Outcome, TryLater
from alerts.models import PushSubscription, Receipt

SHOWN_WITHIN = timedelta(minutes=10)  # a phone that is on shows it by then
SILENT_AFTER = 3  # accepted pushes in a row that nobody saw shown
STALE_AFTER = timedelta(days=30)  # a proof older than this proves little
UNCERTAIN = ("silent", "failing", "blocked")  # nobody may wait for a push there


@dataclass(frozen=True, slots=True)
class PushHealth:
    """What may be said of a person's notifications; `permission` as their devices last told it."""

    permission: str
    devices: int
    last_proven_at: datetime | None
    is_stale: bool
    switched_to_email: bool
    email_arrives: bool


def push_health(*, user_id: int, now: datetime) -> PushHealth:
    """Return how a person can be reached now."""
    living = list(_living(user_id))
    healths = {device.pk: health_of(device, now=now) for device in living}
    proofs = [device.last_displayed_at for device in living if device.last_displayed_at]
    last_proven_at = max(proofs, default=None)
    reachable = [health for health in healths.values() if health not in UNCERTAIN]
    stale = bool(living) and (
        not reachable or (last_proven_at is not None and last_proven_at < now - STALE_AFTER)
    )
    return PushHealth(
        permission=_permission(living),
        devices=len(living),
        last_proven_at=last_proven_at,
        is_stale=stale,
        switched_to_email=not reachable,
        email_arrives=not bounces.bounced(address=email_of(user_id=user_id)),
    )


def health_of(device: PushSubscription, *, now: datetime) -> str:
    """Say in one word how well a device can be reached."""
    if device.gone_at is not None:
        return "gone"
    if device.is_blocked:
        return "blocked"
    if device.failing_since is not None:
        return "failing"
    if device.last_accepted_at is None:
        return "untested"
    if is_silent(device, now=now):
        return "silent"
    return "accepted" if device.last_displayed_at is None else "proven"


def is_silent(device: PushSubscription, *, now: datetime) -> bool:
    """Say whether the last pushes were all taken by the service and none was shown in time."""
    latest = Receipt.objects.filter(
        device=device, accepted_at__isnull=False, accepted_at__lt=now - SHOWN_WITHIN
    ).order_by("-sent_at")
    shown = list(latest.values_list("displayed_at", flat=True)[:SILENT_AFTER])
    proven_since = Receipt.objects.filter(device=device, displayed_at__gt=now - SHOWN_WITHIN)
    return len(shown) == SILENT_AFTER and not any(shown) and not proven_since.exists()


def reaches_nobody(*, user_id: int, said: Outcome) -> bool:
    """Say whether a push of now can be counted on by no device: the letter must not wait."""
    if isinstance(said, Gone) or (isinstance(said, TryLater) and said.alarm):
        return True
    now = timezone.now()
    return all(device.is_blocked or is_silent(device, now=now) for device in _living(user_id))


def _living(user_id: int) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.filter(user_id=user_id, gone_at__isnull=True)


def _permission(living: list[PushSubscription]) -> str:
    told = {str(device.client.get("permission", "granted")) for device in living}
    return "granted" if "granted" in told else min(told, default="none")
