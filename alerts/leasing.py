"""Taking a due delivery for a while: the most urgent that nobody holds and no full lane delays.

One writer at a time on SQLite, `SKIP LOCKED` on PostgreSQL: however many take, each is taken once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from alerts import conf, consent
from alerts.lanes import MOST, Busy, host_of
from alerts.models import Channel, Delivery, DeliveryState, PushSubscription

NOBODY = Busy()


def lease_one(
    *, now: datetime, athlete_id: int | None = None, busy: Busy = NOBODY
) -> Delivery | None:
    """Take one due delivery for a while; the attempt is counted before the work.

    Consent is read in this very transaction; a delivery without it comes back dropped.
    """
    due = Delivery.objects.filter(state=DeliveryState.DUE, due_at__lte=now).filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    )
    if athlete_id is not None:
        due = due.filter(athlete_id=athlete_id)
    due = _not_kept_waiting(due, busy)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    with transaction.atomic():
        found = due.order_by("-urgent", "due_at").first()
        if found is None:
            return None
        if not consent.may_be_told(found):
            found.state, found.last_answer, found.leased_until = "dropped", "no-consent", None
            found.save(update_fields=["state", "last_answer", "leased_until"])
            return found
        found.lease, found.leased_until = uuid.uuid4(), now + conf.lease()
        found.attempts += 1
        found.save(update_fields=["lease", "leased_until", "attempts"])
    return found


def _not_kept_waiting(due: QuerySet[Delivery], busy: Busy) -> QuerySet[Delivery]:
    """Leave out what would have to wait in a full lane.

    A push to several hosts goes on without those that hang, and waits for those that are full.
    """
    due = due.exclude(channel__in=busy.channels)
    if not busy.hosts:
        return due
    living = PushSubscription.objects.filter(user_id=OuterRef("addressee"), gone_at=None)
    at_a_full_one = Exists(living.filter(_at(busy.hosts - busy.hanging)))
    at_one_that_hangs = Exists(living.filter(_at(busy.hanging)))
    elsewhere = Exists(living.exclude(_at(busy.hanging)))
    waits = Q(channel=Channel.PUSH) & (at_a_full_one | (at_one_that_hangs & ~elsewhere))
    return due.alias(addressee=Coalesce("recipient_id", "athlete_id")).exclude(waits)


def _at(hosts: Iterable[str]) -> Q:
    """Match devices at any of these; at none if there are none."""
    at = Q(pk__in=[])
    for host in sorted(hosts):
        at |= Q(endpoint__startswith=host)
    return at


def lanes_of(delivery: Delivery) -> frozenset[str]:
    """Return the lanes that a delivery needs: its hosts, or its channel where somebody answers."""
    if delivery.channel != Channel.PUSH:
        return frozenset({delivery.channel} & MOST.keys())
    user_id = delivery.recipient_id or delivery.athlete_id
    living = PushSubscription.objects.filter(user_id=user_id, gone_at=None)
    return frozenset(host_of(one) for one in living.values_list("endpoint", flat=True))
