"""Who is told when, as data: the steps of an urgent alert, and the one push of a lesser one.

Every step is a row with a due time; none closes an alert. Source: RELIABILITY, the way of an alert.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alerts.models import URGENT, Audience, Channel, Delivery, DeliveryState

QUESTION_KIND = "were_you_seen"  # asks about alerts; rings nobody but its athlete
UNLESS_DISPLAYED = 2  # the step that a shown notification makes needless
QUESTION_STEP = 6
NOBODY_STEP = 7  # written when all others ended and none was accepted (ADR 0194)
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
NOBODY_STEPS = (Step(NOBODY_STEP, _AT_ONCE, Channel.EMAIL, Audience.OPERATOR),)


def rings(*, kind: str, urgency: str) -> bool:
    """Say whether an alert climbs the ladder; the question of the next day does not."""
    return urgency in URGENT and kind != QUESTION_KIND


def run_of(*, alert_id: UUID, urgency: str, opening: int) -> UUID:
    """Return the run that an alert starts at this level and opening (1 = the first)."""
    return uuid.uuid5(alert_id, urgency if opening == 1 else f"{urgency}-{opening}")


def is_late(*, day: date, today: date) -> bool:
    """Say whether a fact is too old to ring as if it were of now: its day is before yesterday."""
    return day < today - LATE_AFTER


@dataclass(frozen=True, slots=True)
class Start:
    """One ladder to be written: whose, which run, its steps, counted from a moment.

    `heeds_quiet`: at no try does it fall into the athlete's quiet hours.
    """

    athlete_id: int
    ladder: UUID
    steps: Sequence[Step]
    urgent: bool
    at: datetime
    heeds_quiet: bool = False


def start(
    *, athlete_id: int, ladder: UUID, steps: Sequence[Step], urgent: bool, now: datetime
) -> None:
    """Write the steps of one ladder as rows."""
    start_all([Start(athlete_id, ladder, steps, urgent, now)])


def start_all(starts: Sequence[Start]) -> None:
    """Write the steps of ladders as rows, in two statements; an athlete has one of a kind.

    One delivery speaks for all open alerts of the athlete: a step that already waits for this
    person is not written again, and comes no later for it. One that quiet hours may hold back does
    not stand for one that they may not.
    """
    if not starts:
        return
    running = _running({one.athlete_id for one in starts})
    held = _running({one.athlete_id for one in starts if one.heeds_quiet}, heeds_quiet=True)
    Delivery.objects.bulk_create(
        (
            Delivery(
                athlete_id=one.athlete_id, ladder=one.ladder, step=step.number,
                channel=step.channel, audience=step.audience, urgent=one.urgent,
                heeds_quiet=one.heeds_quiet, due_at=one.at + step.after,
            )
            for one in starts
            for step in one.steps
            if not _is_told_by(running, one, step)
            and not (one.heeds_quiet and _is_told_by(held, one, step))
        ),
        ignore_conflicts=True,
    )  # fmt: skip


Waiting = dict[tuple[int, bool, int, str, str], datetime]


def _is_told_by(waiting: Waiting, one: Start, step: Step) -> bool:
    """Say whether a step that waits already comes the same way, and no later."""
    way = one.athlete_id, one.urgent, step.number, step.channel, step.audience
    due_at = waiting.get(way)
    return due_at is not None and due_at <= one.at + step.after


def _running(athlete_ids: Iterable[int], *, heeds_quiet: bool = False) -> Waiting:
    """Return when each step that waits is due first, by athlete, urgency and way.

    They are locked: what counts on a step of somebody else must commit before that step goes out
    or is dropped, or nobody would tell of it until the step after (ADR 0141).
    """
    waiting = Delivery.objects.filter(
        athlete_id__in=list(athlete_ids),
        state=DeliveryState.DUE,
        heeds_quiet=heeds_quiet,
        leased_until__isnull=True,  # one in flight was written before this alert
        recipient=None,
        webhook=None,
    )
    rows = (
        waiting.select_for_update()
        .order_by("pk")
        .values_list("due_at", "athlete_id", "urgent", "step", "channel", "audience")
    )
    return {
        (athlete, urgent, step, channel, audience): due_at
        for due_at, athlete, urgent, step, channel, audience in sorted(rows, reverse=True)
    }


def hold_waiting(*, athlete_id: int) -> None:
    """Wait until nobody is counting on what waits for a person, and let nobody begin to.

    Before asking whether it may be dropped, inside the transaction that drops it.
    """
    waiting = Delivery.objects.filter(athlete_id=athlete_id, state=DeliveryState.DUE)
    list(waiting.select_for_update().order_by("pk").values_list("pk"))


def next_morning(*, now: datetime, zone: str) -> datetime:
    """Return when the day after an alert is far enough on to ask: nine o'clock where they are."""
    there = ZoneInfo(zone)
    day = now.astimezone(there).date() + timedelta(days=1)
    return datetime.combine(day, ASKED_AT, there).astimezone(now.tzinfo)


def ask_later(*, at: Mapping[int, datetime]) -> None:
    """Write the question "Were you seen?" as a row for each athlete; none that waits is put off."""
    if not at:
        return
    waiting = Delivery.objects.filter(
        athlete_id__in=list(at), step=QUESTION_STEP, state=DeliveryState.DUE,
        leased_until__isnull=True,  # one in flight is being asked now
    )  # fmt: skip
    late: dict[datetime, list[int]] = {}
    for athlete, due_at in waiting.values_list("athlete_id", "due_at"):
        if due_at > at[athlete]:
            late.setdefault(at[athlete], []).append(athlete)
    for moment, athletes in late.items():
        waiting.filter(athlete_id__in=athletes, due_at__gt=moment).update(due_at=moment)
    asked = set(waiting.values_list("athlete_id", flat=True))
    Delivery.objects.bulk_create(
        Delivery(
            athlete_id=athlete, ladder=uuid.uuid4(), step=QUESTION_STEP,
            channel=Channel.QUESTION, urgent=False, due_at=moment,
        )
        for athlete, moment in at.items()
        if athlete not in asked
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
