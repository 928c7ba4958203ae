"""The relay: lease a delivery, count the attempt, send, write down what happened. In that order.

Rows are the truth. Any number of relays may run; one that dies leaves a lease that ends.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from alerts import asking, conf, consent, ladder, leasing, reminders, tally, unreached
from alerts.channels import WORDS, Gone, Letter, Outcome, Sent, TryLater, all_channels
from alerts.models import Alert, Audience, Channel, Delivery, DeliveryState, State
from alerts.push_health import reaches_nobody

logger = logging.getLogger(__name__)
SEND = all_channels()


@dataclass
class Pass:
    """What one pass of the relay did."""

    sent: int = 0
    retried: int = 0
    dead: int = 0
    dropped: int = 0


def deliver_due(
    *,
    athlete_id: int | None = None,
    limit: int = conf.BATCH,
    is_ending: Callable[[], bool] = lambda: False,
) -> Pass:
    """Send what is due, the urgent first, at most `limit`; to one person if one is named.

    `is_ending` is asked before each: a process told to end takes no further lease.
    """
    done = Pass()
    for _ in range(limit):
        if is_ending():
            break
        delivery = leasing.lease_one(now=timezone.now(), athlete_id=athlete_id)
        if delivery is None:
            break
        deliver(delivery, done)
    return done


def deliver(delivery: Delivery, done: Pass, *, leave_out: frozenset[str] = frozenset()) -> None:
    """Send what was leased and write down what became of it, without asking `leave_out` (hosts)."""
    if delivery.state == DeliveryState.DROPPED:
        done.dropped += 1
        return
    alerts = _speaks_for(delivery)
    if not alerts:
        _finish(delivery, DeliveryState.DROPPED, "not-needed")
        done.dropped += 1
        return
    if (until := reminders.quiet_until(delivery, now=timezone.now())) is not None:
        _put_back(delivery, until)
        return
    outcome = _send(delivery, _letter(delivery, alerts, leave_out))
    _write_down(delivery, outcome, done)
    tally.count(tally.SENDINGS, delivery.channel, WORDS[type(outcome)])


def _put_back(delivery: Delivery, until: datetime) -> None:
    """Let it wait; what was not tried does not count as a try."""
    _mine(delivery).update(due_at=until, attempts=F("attempts") - 1, lease=None, leased_until=None)


def _letter(delivery: Delivery, alerts: list[uuid.UUID], leave_out: frozenset[str]) -> Letter:
    """Only the athlete hears which alerts it is about."""
    own = delivery.audience == Audience.ATHLETE
    return Letter(
        user_id=delivery.athlete_id if own else delivery.recipient_id,
        alert_ids=tuple(alerts) if own else (),
        urgent=delivery.urgent,
        audience=delivery.audience,
        athlete_id=delivery.athlete_id,
        delivery_id=delivery.pk,
        handed_over=delivery.handed_over,
        webhook_id=delivery.webhook_id,
        ladder=delivery.ladder,
        leave_out=leave_out,
        reached_nobody=delivery.step == ladder.NOBODY_STEP,
    )


def _send(delivery: Delivery, letter: Letter) -> Outcome:
    if delivery.attempts > conf.most_tries(
        delivery.channel
    ):  # whoever tried before did not live to tell
        return Gone("given-up")
    try:
        return SEND[delivery.channel](letter)
    except DatabaseError:
        raise
    except Exception as error:  # one poisonous row must not stop the others: a true boundary
        logger.error("delivery %s could not be made: %s", delivery.pk, type(error).__name__)
        return TryLater(f"error-{type(error).__name__}"[:40])


def _speaks_for(delivery: Delivery) -> list[uuid.UUID]:
    """Return the alerts this step is about; none = it is not needed any more.

    The one that started this run of the ladder comes first: it names the notification (Topic and
    tag), so that a step sent again replaces itself whatever was raised in between.
    """
    if delivery.channel == Channel.QUESTION:
        return list(asking.unresolved(athlete_id=delivery.athlete_id).values_list("pk", flat=True))
    if ladder.is_overtaken(delivery, now=timezone.now()):
        return []
    if delivery.step == ladder.UNLESS_DISPLAYED and _was_displayed(delivery):
        return []
    rows = Alert.objects.filter(athlete_id=delivery.athlete_id, state=State.OPEN)
    held = list(rows.order_by("-raised_at").values_list("pk", "kind", "urgency", "opening"))
    if delivery.urgent and not any(
        ladder.rings(kind=kind, urgency=level) for _, kind, level, _ in held
    ):
        return []
    begun_by = {key for key, _, level, nth in held if delivery.ladder == _run(key, level, nth)}
    return sorted((key for key, *_ in held), key=lambda key: key not in begun_by)


def _run(key: uuid.UUID, level: str, opening: int) -> uuid.UUID:
    return ladder.run_of(alert_id=key, urgency=level, opening=opening)


def _was_displayed(delivery: Delivery) -> bool:
    earlier = Delivery.objects.filter(
        athlete_id=delivery.athlete_id, urgent=True, step__lt=delivery.step,
        channel=Channel.PUSH, due_at__lte=delivery.due_at,
    ).order_by("-due_at")  # fmt: skip
    last = earlier.first()
    return last is not None and last.displayed_at is not None


def _write_down(delivery: Delivery, outcome: Outcome, done: Pass) -> None:
    """Write what became of a sending. Of one that was not taken, what follows is written as one.

    A relay killed in between would leave a person without a device to wait ten minutes for a letter
    that is to go at once.
    """
    if isinstance(outcome, Sent):
        _finish(delivery, DeliveryState.DONE, outcome.answer, accepted_at=timezone.now())
        consent.note_told(delivery, now=timezone.now())
        done.sent += 1
        _letter_if_out_of_reach(delivery, outcome)
    else:
        with transaction.atomic():
            _write_down_not_taken(delivery, outcome, done)
            _letter_if_out_of_reach(delivery, outcome)


def _write_down_not_taken(delivery: Delivery, outcome: TryLater | Gone, done: Pass) -> None:
    if isinstance(outcome, TryLater) and delivery.attempts < conf.most_tries(delivery.channel):
        _mine(delivery).update(
            due_at=timezone.now() + _pause(delivery.attempts, outcome.after_s),
            lease=None, leased_until=None, last_answer=outcome.answer,
        )  # fmt: skip
        done.retried += 1
    else:
        _finish(delivery, DeliveryState.DEAD, outcome.answer)
        if delivery.urgent:
            unreached.tell_operators(now=timezone.now(), athlete_id=delivery.athlete_id)
        done.dead += 1
    if isinstance(outcome, Gone) and outcome.alarm:
        logger.error("delivery %s: %s", delivery.pk, outcome.answer)


def _letter_if_out_of_reach(delivery: Delivery, outcome: Outcome) -> None:
    tried_enough = delivery.attempts >= conf.most_tries(delivery.channel)
    if _is_athletes_push(delivery) and (
        (isinstance(outcome, TryLater) and tried_enough)
        or reaches_nobody(user_id=delivery.athlete_id, said=outcome)
    ):
        _letter_now(delivery)


def _is_athletes_push(delivery: Delivery) -> bool:
    own = delivery.audience == Audience.ATHLETE and delivery.channel == Channel.PUSH
    return own and delivery.urgent


def _letter_now(delivery: Delivery) -> None:
    """No device can be counted on: the letter does not wait for its step."""
    Delivery.objects.filter(
        athlete_id=delivery.athlete_id, step=ladder.LETTER.number, state=DeliveryState.DUE,
        due_at__gt=timezone.now(),
    ).update(due_at=timezone.now())  # fmt: skip


def _pause(attempts: int, asked_s: float | None) -> timedelta:
    """Full jitter: between nothing and 2, 4, 8 ... seconds, or what the other side asked for."""
    ceiling_s = min(300.0, 2.0**attempts)
    return timedelta(seconds=max(asked_s or 0.0, 0.5 + random.uniform(0, ceiling_s)))  # noqa: S311  (spreads load)


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, if this relay still holds it."""
    return Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)


def _finish(delivery: Delivery, state: str, answer: str, **fields: datetime) -> None:
    _mine(delivery).update(
        state=state, last_answer=answer[:40], leased_until=None, lease=None, **fields
    )
