"""Whom nothing reached: each step of an urgent alert has ended, and no sending was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from alerts import ladder
from alerts.models import URGENT, Alert, Audience, Channel, Delivery, DeliveryState, State

TO_PEOPLE = (Channel.PUSH, Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)
TOLD_WITHIN = timedelta(minutes=5)  # of the operator, by the relay or the sweep


def tell_operators(*, now: datetime, athlete_id: int | None = None) -> int:
    """Write a letter to the operators about each person nothing reached; return how many.

    Once an opening of an alert. `athlete_id`: look at one person only.
    """
    rows = _unreached().exclude(_operators_told())
    if athlete_id is not None:
        rows = rows.filter(athlete_id=athlete_id)
    first: dict[int, Alert] = {}
    for alert in rows.order_by("raised_at", "pk"):
        first.setdefault(alert.athlete_id, alert)
    for alert in first.values():
        run = ladder.run_of(alert_id=alert.pk, urgency=alert.urgency, opening=alert.opening)
        ladder.start(
            athlete_id=alert.athlete_id, ladder=run, steps=ladder.NOBODY_STEPS, urgent=True,
            now=now,
        )  # fmt: skip
    return len(first)


def nobody_told(*, now: datetime) -> Iterator[UUID]:
    """Yield alerts that reached neither their person nor a helper nor an operator."""
    hear_of_it = Q(state=DeliveryState.DUE) | Q(accepted_at__gte=OuterRef("raised_at"))
    operators = Delivery.objects.filter(
        hear_of_it, athlete_id=OuterRef("athlete_id"), audience=Audience.OPERATOR
    )
    rows = _unreached().filter(~Exists(operators), raised_at__lt=now - TOLD_WITHIN)
    yield from rows.order_by("pk").values_list("pk", flat=True)


def not_reached(*, athlete_id: int) -> set[UUID]:
    """Return the open urgent alerts of which neither push nor letter reached their athlete.

    Both were tried and given up since the alert opened, and none was accepted.
    """
    own = _sendings().filter(audience=Audience.ATHLETE)
    given_up = own.filter(state=DeliveryState.DEAD, due_at__gte=_since())
    rows = _open_urgent().filter(
        Exists(given_up.filter(channel=Channel.PUSH)),
        Exists(given_up.filter(channel=Channel.EMAIL)),
        ~Exists(_accepted(own)),
        athlete_id=athlete_id,
    )
    return set(rows.values_list("pk", flat=True))


def _unreached() -> QuerySet[Alert]:
    """Open urgent alerts for which nothing waits any more, and nothing was accepted."""
    others = _sendings().exclude(audience=Audience.OPERATOR)
    waits = Delivery.objects.filter(
        athlete_id=OuterRef("athlete_id"), urgent=True, state=DeliveryState.DUE
    ).exclude(audience=Audience.OPERATOR)
    tried = others.filter(due_at__gte=_since(), attempts__gt=0)
    return _open_urgent().filter(~Exists(waits), ~Exists(_accepted(others)), Exists(tried))


def _operators_told() -> Exists:
    """Of a person nothing reached; that nobody answered for two hours is another letter."""
    return Exists(
        Delivery.objects.filter(
            athlete_id=OuterRef("athlete_id"),
            step=ladder.NOBODY_STEP,
            due_at__gte=OuterRef("raised_at"),
        )
    )


def _open_urgent() -> QuerySet[Alert]:
    rows = Alert.objects.filter(state=State.OPEN, urgency__in=URGENT)
    return rows.exclude(kind=ladder.QUESTION_KIND)


def _sendings() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        athlete_id=OuterRef("athlete_id"), urgent=True, channel__in=TO_PEOPLE
    )


def _accepted(sendings: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return sendings.filter(accepted_at__gte=OuterRef("raised_at"))


def _since() -> object:
    return OuterRef("raised_at") - timedelta(minutes=1)  # one that was due already spoke for it
