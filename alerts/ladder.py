"""Who is told when, as data: the steps of an urgent alert, and the one push of a lesser one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from alerts.models import Channel, Delivery, DeliveryState

Unless = Literal["displayed", "acknowledged"]


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: when after the alert, by which channel, and what makes it needless."""

    number: int
    after: timedelta
    channel: str
    unless: Unless


# RELIABILITY, the way of an alert, 7. Step 0 is the answer itself.
URGENT_STEPS = (
    Step(1, timedelta(0), Channel.PUSH, "acknowledged"),
    Step(2, timedelta(minutes=2), Channel.PUSH, "displayed"),
    Step(3, timedelta(minutes=10), Channel.EMAIL, "acknowledged"),
)
LESSER_STEPS = (Step(1, timedelta(0), Channel.PUSH, "acknowledged"),)
STEPS = {step.number: step for step in URGENT_STEPS}
LETTER = next(step for step in URGENT_STEPS if step.channel == Channel.EMAIL)


def start(*, athlete_id: int, ladder: UUID, urgent: bool, now: datetime) -> None:
    """Write the steps of one ladder as rows.

    One delivery speaks for all open alerts of the athlete: a step that already waits for this
    person is not written again, and comes no later for it.
    """
    steps = URGENT_STEPS if urgent else LESSER_STEPS
    waiting = Delivery.objects.filter(
        athlete_id=athlete_id,
        urgent=urgent,
        state=DeliveryState.DUE,
        leased_until__isnull=True,  # one in flight was written before this alert
    )
    running = dict(waiting.order_by("-due_at").values_list("step", "due_at"))
    Delivery.objects.bulk_create(
        (
            Delivery(
                athlete_id=athlete_id, ladder=ladder, step=step.number, channel=step.channel,
                urgent=urgent, due_at=now + step.after,
            )
            for step in steps
            if step.number not in running or running[step.number] > now + step.after
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def drop_waiting(*, athlete_id: int, steps: Iterable[int] | None = None) -> int:
    """Mark a person's waiting deliveries as not needed any more; return how many."""
    waiting = Delivery.objects.filter(athlete_id=athlete_id, state=DeliveryState.DUE)
    if steps is not None:
        waiting = waiting.filter(step__in=list(steps))
    return waiting.update(state=DeliveryState.DROPPED)
