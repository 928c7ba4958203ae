"""Questions about alerts: what is open, for its athlete and a board; how late deliveries are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Min, Q

from accounts.prepared import Prepared
from alerts import ladder
from alerts.ladder import QUESTION_KIND
from alerts.models import Alert, Delivery, DeliveryState, State
from alerts.rules import all_rules
from alerts.unreached import not_reached
from kernel.calendar import format_instant
from triage.queries import AskedCheck, asked_check

_URGENCY_ORDER = {"emergency_now": 0, "same_day": 1, "within_days": 2, "self_care": 3}


_OPEN = Prepared([lambda: Alert], "FROM alerts_alert WHERE athlete_id = %s AND state = 'open'")


@dataclass(frozen=True, slots=True)
class OpenAlertFact:
    """As much of an open alert as a board may count."""

    kind: str
    urgency: str
    state: str
    heard_by: str  # the consent scope that lets a coach count it


def alerts_as_dicts(alerts: Sequence[Alert], *, athlete_id: int) -> list[dict[str, Any]]:
    """Return alerts as the wire shows them to their athlete, in the order given.

    An open one says whether a new check is asked for (`recheck`, as an episode says it; None = it
    is not). An alert of another ache than the one to be checked does not.
    """
    is_open = any(alert.state == State.OPEN for alert in alerts)
    asked = asked_check(athlete_id=athlete_id) if is_open else None
    rings = any(
        alert.state == State.OPEN and ladder.rings(kind=alert.kind, urgency=alert.urgency)
        for alert in alerts
    )
    missed = not_reached(athlete_id=athlete_id) if rings else set()
    return [_as_dict(alert, asked, alert.pk in missed) for alert in alerts]


def alert_as_dict(alert: Alert) -> dict[str, Any]:
    """Return one alert in the same form."""
    return alerts_as_dicts([alert], athlete_id=alert.athlete_id)[0]


def _as_dict(alert: Alert, asked: AskedCheck | None, is_missed: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": str(alert.pk),
        "kind": alert.kind,
        "urgency": alert.urgency,
        "title": alert.title,
        "message": alert.message,
        "tell_clinician": alert.tell_clinician,
        "because": alert.because,
        "rule": alert.rule,
        "knowledge_version": alert.knowledge_version,
        "day": alert.day.isoformat(),
        "raised_at": format_instant(alert.raised_at),
        "state": alert.state,
    }
    if alert.kind == QUESTION_KIND:
        made["episode"] = str(alert.episode_id)  # where the phone posts the outcome
    if alert.outcome:
        made["outcome"] = alert.outcome
    if alert.acknowledged_at:
        made["acknowledged_at"] = format_instant(alert.acknowledged_at)
    if answered := [one for one in alert.earlier if one["outcome"]]:
        made["earlier"] = [
            {
                "outcome": one["outcome"],
                "acknowledged_at": format_instant(datetime.fromisoformat(one["acknowledged_at"])),
            }
            for one in answered
        ]
    if alert.state == State.OPEN:
        made["recheck"] = _recheck(alert, asked)
    if is_missed:
        made["unreached"] = True
    return made


def _recheck(alert: Alert, asked: AskedCheck | None) -> dict[str, Any] | None:
    if asked is None or alert.episode_id not in (None, asked.episode_id):
        return None
    return {
        "since": format_instant(asked.since),
        "reason": asked.reason,
        "because": list(asked.because),
    }


def open_alerts(*, athlete_id: int) -> list[dict[str, Any]]:
    """Return the athlete's open alerts, the most urgent first; one statement where none is open."""
    rows = [row for (row,) in _OPEN.run(athlete_id)]
    ordered = sorted(
        rows, key=lambda row: (_URGENCY_ORDER[row.urgency], -row.raised_at.timestamp(), str(row.pk))
    )
    return alerts_as_dicts(ordered, athlete_id=athlete_id)


def open_alerts_of(*, athlete_ids: Iterable[int]) -> dict[int, list[OpenAlertFact]]:
    """Return the open alerts of many athletes that a coach may hear of, in one statement.

    The question whether they were seen is between ThighCare and its athlete: it is not among them.
    """
    found: dict[int, list[OpenAlertFact]] = {}
    rows = Alert.objects.filter(athlete_id__in=list(athlete_ids), state=State.OPEN)
    rows = rows.exclude(kind=QUESTION_KIND)
    for athlete_id, kind, urgency, state in rows.values_list(
        "athlete_id", "kind", "urgency", "state"
    ):
        if heard_by := scope_to_hear(kind):
            found.setdefault(athlete_id, []).append(OpenAlertFact(kind, urgency, state, heard_by))
    return found


@cache
def scope_to_hear(kind: str) -> str | None:
    """Return with which consent scope a coach may count alerts of a kind; None = never."""
    if kind == "red_flag":
        return "red_flag_contact"
    return next((rule.heard_by for rule in all_rules() if rule.kind == kind), None)


def oldest_due_age_s(*, now: datetime, urgent: bool | None = None) -> float | None:
    """Return how many seconds the oldest due delivery waits beyond its time, None if none does.

    One that a relay took and never finished waits too, once its lease has run out. `urgent` asks
    for one sort only.
    """
    nobody_sends = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = Delivery.objects.filter(nobody_sends, state=DeliveryState.DUE, due_at__lte=now)
    if urgent is not None:
        waiting = waiting.filter(urgent=urgent)
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return (now - oldest).total_seconds() if oldest else None
