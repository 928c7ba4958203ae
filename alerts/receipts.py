"""Receipts: what the service worker says became of a push, once per event and device."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.models import Delivery, PushSubscription, Receipt

FIELDS = {"displayed": "displayed_at", "clicked": "clicked_at"}


def receipt_for(*, device: PushSubscription, delivery_id: int | None) -> Receipt:
    """Return the receipt of this push to this device; an attempt made again keeps its token."""
    now = timezone.now()
    if delivery_id is None:
        return Receipt.objects.create(device=device, sent_at=now)
    return Receipt.objects.get_or_create(
        device=device, delivery_id=delivery_id, defaults={"sent_at": now}
    )[0]


def count_receipt(*, token: str, event: str, now: datetime) -> bool:
    """Note that a notification was displayed or clicked; each counts once. True = it counted.

    Who clicks has seen: a click whose "displayed" was lost on the way counts as both.
    """
    field = FIELDS[event]
    seen = {"displayed_at": Coalesce(F("displayed_at"), Value(now))}
    changes: dict[str, Any] = seen | {field: now} if event == "clicked" else {field: now}
    with transaction.atomic():
        fresh = Receipt.objects.filter(token=token, **{f"{field}__isnull": True})
        if not fresh.update(**changes):
            return False
        device_id, delivery_id = Receipt.objects.values_list("device_id", "delivery_id").get(
            token=token
        )
        PushSubscription.objects.filter(pk=device_id).update(last_displayed_at=now)
        changes[field] = Coalesce(F(field), Value(now))
        Delivery.objects.filter(pk=delivery_id).update(**changes)
    return True
