"""Receipts: what the service worker says became of a push, once per event and device."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.models import Delivery, PushSubscription, Receipt

MOST_UNHEARD = 2  # sendings of one step to one device that nobody lived to write down
FIELDS = {"displayed": "displayed_at", "clicked": "clicked_at"}


class SentBefore(Exception):
    """Nothing is to be sent: `has_arrived`, or too many before died while they sent it."""

    def __init__(self, *, has_arrived: bool) -> None:
        super().__init__(has_arrived)
        self.has_arrived = has_arrived


def begin_sending(*, device: PushSubscription, delivery_id: int | None) -> Receipt:
    """Return the receipt of this push to this device, its sending counted before it is done.

    An attempt made again keeps its token. Of a sender that died nobody knows whether its push
    went out: a second one is worth more than none, a third one is not (ADR 0140).

    :raises SentBefore: when it is not to be sent again.
    """
    fields = {"sent_at": timezone.now(), "unheard": 1}
    if delivery_id is None:
        return Receipt.objects.create(device=device, **fields)
    receipt, is_new = Receipt.objects.get_or_create(
        device=device, delivery_id=delivery_id, defaults=fields
    )
    if is_new:
        return receipt
    if receipt.accepted_at is not None or receipt.unheard >= MOST_UNHEARD:
        raise SentBefore(has_arrived=receipt.accepted_at is not None)
    Receipt.objects.filter(pk=receipt.pk).update(unheard=F("unheard") + 1)
    return receipt


def end_sending(receipt: Receipt, *, accepted_at: datetime | None) -> None:
    """Write that the sender lived to hear what became of it; `accepted_at` None = it failed."""
    heard = {"unheard": 0} if accepted_at is None else {"unheard": 0, "accepted_at": accepted_at}
    Receipt.objects.filter(pk=receipt.pk).update(**heard)


def count_receipt(*, token: str, event: str, now: datetime) -> bool:
    """Note that a notification was displayed or clicked; each counts once. True = it counted.

    Who clicks has seen: a click whose "displayed" was lost on the way counts as both. What was
    seen was accepted, whether or not its sender lived to write so.
    """
    field = FIELDS[event]
    seen = {"displayed_at": Coalesce(F("displayed_at"), Value(now))}
    changes: dict[str, Any] = seen | {field: now} if event == "clicked" else {field: now}
    taken = {"accepted_at": Coalesce(F("accepted_at"), Value(now))}
    with transaction.atomic():
        fresh = Receipt.objects.filter(token=token, **{f"{field}__isnull": True})
        if not fresh.update(**changes, **taken):
            return False
        device_id, delivery_id = Receipt.objects.values_list("device_id", "delivery_id").get(
            token=token
        )
        PushSubscription.objects.filter(pk=device_id).update(last_displayed_at=now)
        changes[field] = Coalesce(F(field), Value(now))
        Delivery.objects.filter(pk=delivery_id).update(**changes)
    return True
