"""What must always hold of alerts and deliveries, asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from alerts import conf, unreached
from alerts.ladder import QUESTION_STEP
from alerts.models import URGENT, Alert, Delivery, DeliveryState, State
from alerts.openings import is_unheard
from tracker import invariants as of_the_tracker
from triage.queries import flags_raised

LATE_AFTER = timedelta(minutes=5)  # beyond this nobody relays
MOST_LINES = 100  # of one kind
AT_ONCE = 500  # flags compared in one statement


def broken(*, now: datetime) -> Iterator[str]:
    """Yield one line for each row that is inconsistent; ids only."""
    yield from of_the_tracker.broken()
    yield from unheard_flags(since=None)
    yield from unsent_alerts()
    yield from unheard_of(now=now)
    yield from _lines("alert", "answered, but without a time", _answered_without_time())
    yield from _lines("delivery", "done, but nobody took it", _done_but_not_taken())
    yield from _lines("delivery", "tried too often and still waiting", _tried_too_often(now))
    yield from _lines("delivery", "leased by nobody, or by somebody until no time", _half_leased())
    yield from _lines("delivery", "late: is a relay running?", _late(now))


def unheard_flags(*, since: datetime | None) -> Iterator[str]:
    """Yield a line for each red flag raised since a moment (None = ever) that nobody hears of.

    It has no alert, or counts from after the answer of its alert, and that did not open again.
    """
    flags = iter(flags_raised(since=since))
    while some := list(islice(flags, AT_ONCE)):
        athletes, rules, days = (
            set(column) for column in zip(*(key for key, _ in some), strict=True)
        )
        rows = Alert.objects.filter(athlete_id__in=athletes, rule__in=rules, day__in=days)
        held = {(row.athlete_id, row.rule, row.day): row for row in rows}
        # not which flag: that would be a suspicion in a log
        for athlete_id, _, day in sorted({key for key, _ in some} - set(held)):
            yield f"athlete {athlete_id} day {day.isoformat()}: a flag without an alert"
        lost = {held[key].pk for key, at in some if key in held and is_unheard(held[key], at)}
        for pk in sorted(lost):
            yield f"alert {pk}: told of again after its answer, and not open"


def unsent_alerts(*, urgent_only: bool = False) -> Iterator[str]:
    """Yield a line for each open alert with no delivery done, leased or due for it."""
    yield from _lines("alert", "open, but nothing was or will be sent for it", _unsent(urgent_only))


def unheard_of(*, now: datetime) -> Iterator[str]:
    """Yield a line for each urgent alert that reached nobody, the operators included."""
    for pk in islice(unreached.nobody_told(now=now), MOST_LINES):
        yield f"alert {pk}: reached nobody, and no operator was told"


def _lines(what: str, wrong: str, rows: QuerySet[Alert] | QuerySet[Delivery]) -> Iterator[str]:
    keys = rows.order_by("pk").values_list("pk", flat=True).iterator()
    for count, key in enumerate(keys):
        if count == MOST_LINES:
            yield f"{what}: more are {wrong}"
            return
        yield f"{what} {key}: {wrong}"


def _unsent(urgent_only: bool) -> QuerySet[Alert]:
    """A delivery speaks for all open alerts: one that waits, or was tried since, is enough."""
    waits = Q(state=DeliveryState.DUE) & ~Q(step=QUESTION_STEP)  # a question sends nothing
    since = OuterRef("raised_at") - timedelta(minutes=1)  # one that was due already spoke for it
    tried_since = ~Q(state=DeliveryState.DROPPED) & Q(due_at__gte=since)
    theirs = Delivery.objects.filter(waits | tried_since, athlete_id=OuterRef("athlete_id"))
    rows = Alert.objects.filter(~Exists(theirs), state=State.OPEN)
    return rows.filter(urgency__in=URGENT) if urgent_only else rows


def _answered_without_time() -> QuerySet[Alert]:
    answered = Q(state=State.ACKNOWLEDGED, acknowledged_at=None)
    resolved = Q(state=State.RESOLVED, resolved_at=None)
    nothing_said = Q(state=State.ACKNOWLEDGED, outcome="")
    return Alert.objects.filter(answered | resolved | nothing_said)


def _done_but_not_taken() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.DONE, accepted_at=None)


def _tried_too_often(now: datetime) -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(
        state=DeliveryState.DUE, attempts__gt=conf.MOST_TRIES_ELSEWHERE + 1
    )
    return waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now))


def _half_leased() -> QuerySet[Delivery]:
    half = Q(lease=None, leased_until__isnull=False) | Q(lease__isnull=False, leased_until=None)
    return Delivery.objects.filter(half)


def _late(now: datetime) -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(state=DeliveryState.DUE, due_at__lt=now - LATE_AFTER)
    return waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now - LATE_AFTER))
