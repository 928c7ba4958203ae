"""What must always hold of alerts and deliveries, asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from alerts import conf
from alerts.ladder import QUESTION_STEP
from alerts.models import Alert, Delivery, DeliveryState, State

LATE_AFTER = timedelta(minutes=5)  # beyond this nobody relays
MOST_LINES = 100  # of one kind


def broken(*, now: datetime) -> Iterator[str]:
    """Yield one line for each row that is inconsistent; ids only."""
    yield from _lines("alert", "open, but nothing was or will be sent for it", _unsent())
    yield from _lines("alert", "answered, but without a time", _answered_without_time())
    yield from _lines("delivery", "done, but nobody took it", _done_but_not_taken())
    yield from _lines("delivery", "tried too often and still waiting", _tried_too_often(now))
    yield from _lines("delivery", "late: is a relay running?", _late(now))


def _lines(what: str, wrong: str, keys: Iterator[object]) -> Iterator[str]:
    for count, key in enumerate(keys):
        if count == MOST_LINES:
            yield f"{what}: more are {wrong}"
            return
        yield f"{what} {key}: {wrong}"


def _unsent() -> Iterator[object]:
    """A delivery speaks for all open alerts: one that waits, or was tried since, is enough."""
    waits = Q(state=DeliveryState.DUE) & ~Q(step=QUESTION_STEP)  # a question sends nothing
    since = OuterRef("raised_at") - timedelta(minutes=1)  # one that was due already spoke for it
    tried_since = ~Q(state=DeliveryState.DROPPED) & Q(due_at__gte=since)
    theirs = Delivery.objects.filter(waits | tried_since, athlete_id=OuterRef("athlete_id"))
    return _keys(Alert.objects.filter(~Exists(theirs), state=State.OPEN))


def _answered_without_time() -> Iterator[object]:
    answered = Q(state=State.ACKNOWLEDGED, acknowledged_at=None)
    resolved = Q(state=State.RESOLVED, resolved_at=None)
    nothing_said = Q(state=State.ACKNOWLEDGED, outcome="")
    return _keys(Alert.objects.filter(answered | resolved | nothing_said))


def _done_but_not_taken() -> Iterator[object]:
    return _keys(Delivery.objects.filter(state=DeliveryState.DONE, accepted_at=None))


def _tried_too_often(now: datetime) -> Iterator[object]:
    waiting = Delivery.objects.filter(
        state=DeliveryState.DUE, attempts__gt=conf.MOST_TRIES_ELSEWHERE + 1
    )
    return _keys(waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now)))


def _late(now: datetime) -> Iterator[object]:
    waiting = Delivery.objects.filter(state=DeliveryState.DUE, due_at__lt=now - LATE_AFTER)
    return _keys(waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now - LATE_AFTER)))


def _keys(rows: object) -> Iterator[object]:
    return rows.order_by("pk").values_list("pk", flat=True).iterator()  # type: ignore[attr-defined]
