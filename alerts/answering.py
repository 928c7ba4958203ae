"""What a person does with an alert: acknowledges it with an outcome, or resolves a lesser one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from alerts import ladder
from alerts.models import URGENT, Alert, Outcome, State
from alerts.openings import answers_another, keep_late_answer, opening_at
from kernel.errors import DomainError, NotFound

LONGEST_NOTE = 2000


class BadOutcome(DomainError):
    """An outcome that there is not."""

    code = "bad-outcome"


class StillUrgent(DomainError):
    """An urgent alert ends with a recorded outcome, not with a tap."""

    status = 409
    code = "still-urgent"
    title = "This alert stays until you were seen"


def acknowledge(
    *,
    by: User,
    alert_id: UUID,
    outcome: str,
    note: str,
    now: datetime,
    raised_at: datetime | None = None,
    told_at: datetime | None = None,
) -> Alert:
    """Write down that the athlete has seen their alert and what they do about it.

    The same answer again changes nothing; a later one replaces the outcome. When no alert is open
    any more, nothing further is sent. `raised_at` names the opening that is answered: an answer to
    an earlier one is kept with that and leaves the alert as it is. Without it, `told_at` does: when
    they said it, which is not after `now`; the answer counts from then.

    :raises NotFound: when the alert is not the caller's own.
    :raises BadOutcome: for an unknown outcome.
    """
    if outcome not in Outcome.values:
        raise BadOutcome("Choose one of: " + ", ".join(Outcome.values) + ".", pointer="/outcome")
    if len(note) > LONGEST_NOTE:
        raise BadOutcome(f"Write at most {LONGEST_NOTE} characters.", pointer="/note")
    at = min(told_at or now, now)
    with transaction.atomic():
        alert = _own(by, alert_id)
        if raised_at is None and told_at is not None:
            raised_at = opening_at(alert, at)
        if raised_at is not None and answers_another(alert, raised_at):
            keep_late_answer(alert, raised_at=raised_at, outcome=outcome, note=note, at=at)
        elif alert.state != State.RESOLVED:
            alert.state = State.ACKNOWLEDGED
            alert.outcome, alert.note = outcome, note or alert.note
            alert.acknowledged_at = alert.acknowledged_at or max(at, alert.raised_at)
            alert.save(update_fields=["state", "outcome", "note", "acknowledged_at"])
            _be_silent_if_done(by.pk)
    return alert


def resolve(*, by: User, alert_id: UUID, now: datetime) -> Alert:
    """Close a lesser alert for good.

    :raises NotFound: when the alert is not the caller's own.
    :raises StillUrgent: for one at same_day or above.
    """
    with transaction.atomic():
        alert = _own(by, alert_id)
        if alert.urgency in URGENT:
            raise StillUrgent("Record whether you were seen; that closes it.")
        if alert.state != State.RESOLVED:
            alert.state, alert.resolved_at = State.RESOLVED, now
            alert.acknowledged_at = alert.acknowledged_at or now
            alert.save(update_fields=["state", "resolved_at", "acknowledged_at"])
            _be_silent_if_done(by.pk)
    return alert


def resolve_seen(*, athlete_id: int, told_at: datetime) -> int:
    """Close a person's red flags and urgent alerts, because they said that they were seen.

    What was raised, or opened again, after they said it stays as it is: they said nothing of that.
    """
    seen = (Q(kind="red_flag") | Q(urgency__in=URGENT)) & Q(raised_at__lte=told_at)
    rows = Alert.objects.filter(seen, athlete_id=athlete_id).exclude(state=State.RESOLVED)
    list(rows.select_for_update().order_by("pk").values_list("pk"))  # as raising locks them
    acknowledged_at = Coalesce(F("acknowledged_at"), Value(told_at, DateTimeField()))
    resolved = rows.update(
        state=State.RESOLVED, resolved_at=told_at, acknowledged_at=acknowledged_at
    )
    _be_silent_if_done(athlete_id)
    return resolved


def _be_silent_if_done(athlete_id: int) -> None:
    ladder.hold_waiting(athlete_id=athlete_id)
    held = Alert.objects.filter(athlete_id=athlete_id, state=State.OPEN)
    open_alerts = list(held.values_list("kind", "urgency"))
    if not open_alerts:
        ladder.drop_waiting(athlete_id=athlete_id)
    elif not any(ladder.rings(kind=kind, urgency=urgency) for kind, urgency in open_alerts):
        ladder.drop_waiting(athlete_id=athlete_id, urgent=True)


def _own(by: User, alert_id: UUID) -> Alert:
    alert = Alert.objects.select_for_update().filter(athlete=by, pk=alert_id).first()
    if alert is None:
        raise NotFound
    return alert
