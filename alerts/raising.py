"""Writing alerts: what triage raised and what the rules say become rows with their ladder."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from alerts import ladder
from alerts.models import URGENT, Alert, State, Urgency

# Random, never derived from athlete, rule and day: the id is the Topic that a push service reads.
new_id = uuid.uuid4
RANK: dict[str, int] = {
    level: rank
    for rank, level in enumerate(
        (Urgency.SELF_CARE, Urgency.WITHIN_DAYS, Urgency.SAME_DAY, Urgency.EMERGENCY_NOW)
    )
}
SAID = (
    "urgency", "title", "message", "tell_clinician", "because", "knowledge_version",
    "assessment_id", "raised_at",
)  # fmt: skip
Key = tuple[int, str, date]


def raise_alerts(
    alerts: Iterable[Alert], *, now: datetime, lesser_at: datetime | None = None
) -> int:
    """Write alerts that are not there yet, and one ladder an athlete for the new ones.

    One alert per athlete, rule and day. Where the same rule speaks again on that day at a higher
    level (an "unsure" became a yes), the alert rises with it and is open again.
    `lesser_at`: when people may be told what is not urgent, if that is not now (quiet hours).
    Call inside the transaction of the fact behind them. Returns how many are new or rose.
    """
    wanted = {_key(alert): alert for alert in alerts}
    if not wanted:
        return 0
    held = _held(wanted)
    risen = [
        _rise(held[key], alert)
        for key, alert in wanted.items()
        if key in held and RANK[alert.urgency] > RANK[held[key].urgency]
    ]
    told = _write(alert for key, alert in wanted.items() if key not in held) + risen
    first: dict[tuple[int, bool], Alert] = {}
    for alert in told:
        first.setdefault((alert.athlete_id, alert.urgency in URGENT), alert)
    for (athlete_id, urgent), alert in first.items():
        run = uuid.uuid5(alert.pk, alert.urgency)
        begin = now if urgent else lesser_at or now
        ladder.start(athlete_id=athlete_id, ladder=run, urgent=urgent, now=begin)
    return len(told)


def _key(alert: Alert) -> Key:
    return alert.athlete_id, alert.rule, alert.day


def _held(wanted: dict[Key, Alert]) -> dict[Key, Alert]:
    athletes, rules, days = zip(*wanted, strict=True)
    rows = Alert.objects.filter(
        athlete_id__in=set(athletes), rule__in=set(rules), day__in=set(days)
    )
    return {_key(row): row for row in rows}


def _write(new: Iterable[Alert]) -> list[Alert]:
    """Insert, and return those that really are ours: another process may have been first."""
    rows = list(new)
    if not rows:
        return []
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    written = set(
        Alert.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row.pk in written]


def _rise(row: Alert, said: Alert) -> Alert:
    for name in SAID:
        setattr(row, name, getattr(said, name))
    row.state, row.outcome, row.acknowledged_at, row.resolved_at = State.OPEN, "", None, None
    row.save(update_fields=[*SAID, "state", "outcome", "acknowledged_at", "resolved_at"])
    return row
