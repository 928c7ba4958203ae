"""Who is told when, as data: the steps of an urgent alert, and the one push of a lesser one.

Every step is a row with a due time; none closes an alert. Source: RELIABILITY, the way of an alert.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alerts.models import URGENT, Audience, Channel, Delivery, DeliveryState

QUESTION_KIND = "were_you_seen"  # asks about alerts; rings nobody but its athlete
UNLESS_DISPLAYED = 2  # the step that a shown notification makes needless
QUESTION_STEP = 6
ASKED_AT = time(9)  # the athlete's own morning
LATE_AFTER = timedelta(days=1)  # a day before yesterday is told late (ADR 0030)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: when after the alert, by which channel, to whom."""

    number: int
    after: timedelta
    channel: str
    audience: str = Audience.ATHLETE


_AT_ONCE, _LETTER = timedelta(0), timedelta(minutes=10)
_HALF_AN_HOUR, _TWO_HOURS = timedelta(minutes=30), timedelta(hours=2)
# Step 0 is the answer itself.
URGENT_STEPS = (
    Step(1, _AT_ONCE, Channel.PUSH),
    Step(UNLESS_DISPLAYED, timedelta(minutes=2), Channel.PUSH),
    Step(3, _LETTER, Channel.EMAIL),
    Step(4, _HALF_AN_HOUR, Channel.PUSH),
    Step(4, _HALF_AN_HOUR, Channel.EMAIL),
    Step(4, _HALF_AN_HOUR, Channel.HELPERS),
    Step(5, _TWO_HOURS, Channel.EMAIL, Audience.OPERATOR),
)
LATE_STEPS = (Step(1, _AT_ONCE, Channel.PUSH), Step(3, _LETTER, Channel.EMAIL))
LESSER_STEPS = (Step(1, _AT_ONCE, Channel.PUSH),)
LETTER = LATE_STEPS[1]


def rings(*, kind: str, urgency: str) -> bool:
    """Say whether an alert climbs the ladder; the question of the next day does not."""
    return urgency in URGENT and kind != QUESTION_KIND


def is_late(*, day: date, today: date) -> bool:
    """Say whether a fact is too old to ring as if it were of now: its day is before yesterday."""
    return day < today - LATE_AFTER


def start(
    *, athlete_id: int, ladder: UUID, steps: Sequence[Step], urgent: bool, now: datetime
) -> None:
    """Write the steps of one ladder as rows.

    One delivery speaks for all open alerts of the athlete: a step that already waits for this
    person is not written again, and comes no later for it.
    """
    waiting = Delivery.objects.filter(
        athlete_id=athlete_id,
        urgent=urgent,
        state=DeliveryState.DUE,
        leased_until__isnull=True,  # one in flight was written before this alert
        recipient=None,
        webhook=None,
    )
    running = {
        (step, channel, audience): due_at
        for step, channel, audience, due_at in waiting.order_by("-due_at").values_list(
            "step", "channel", "audience", "due_at"
        )
    }
    Delivery.objects.bulk_create(
        (
            Delivery(
                athlete_id=athlete_id, ladder=ladder, step=step.number, channel=step.channel,
                audience=step.audience, urgent=urgent, due_at=now + step.after,
            )
            for step in steps
            if (due_at := running.get((step.number, step.channel, step.audience))) is None
            or due_at > now + step.after
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def next_morning(*, now: datetime, zone: str) -> datetime:
    """Return when the day after an alert is far enough on to ask: nine o'clock where they are."""
    there = ZoneInfo(zone)
    day = now.astimezone(there).date() + timedelta(days=1)
    return datetime.combine(day, ASKED_AT, there).astimezone(now.tzinfo)


def ask_later(*, athlete_id: int, at: datetime) -> None:
    """Write the question "Were you seen?" as a row; one that waits already is not put off."""
    waiting = Delivery.objects.filter(
        athlete_id=athlete_id, step=QUESTION_STEP, state=DeliveryState.DUE,
        leased_until__isnull=True,  # one in flight is being asked now
    )  # fmt: skip
    waiting.filter(due_at__gt=at).update(due_at=at)
    if not waiting.exists():
        Delivery.objects.create(
            athlete_id=athlete_id, ladder=uuid.uuid4(), step=QUESTION_STEP,
            channel=Channel.QUESTION, urgent=False, due_at=at,
        )  # fmt: skip


def drop_waiting(
    *, athlete_id: int, steps: Iterable[int] | None = None, urgent: bool | None = None
) -> int:
    """Mark what waits for a person as not needed any more; return how many.

    The question of the next day waits on: only an outcome makes that needless.
    """
    waiting = Delivery.objects.filter(athlete_id=athlete_id, state=DeliveryState.DUE)
    if steps is None:
        waiting = waiting.exclude(step=QUESTION_STEP)
    else:
        waiting = waiting.filter(step__in=list(steps))
    if urgent is not None:
        waiting = waiting.filter(urgent=urgent)
    return waiting.update(state=DeliveryState.DROPPED)


def is_overtaken(delivery: Delivery, *, now: datetime) -> bool:
    """Say whether a later step that goes the same way to the same person is due already."""
    return Delivery.objects.filter(
        athlete_id=delivery.athlete_id, channel=delivery.channel, audience=delivery.audience,
        recipient=delivery.recipient_id, webhook=delivery.webhook_id, urgent=delivery.urgent,
        step__gt=delivery.step, state=DeliveryState.DUE, due_at__lte=now,
    ).exists()  # fmt: skip
