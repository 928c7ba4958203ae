"""Writing alerts: what triage raised and what the rules say become rows with their ladder."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from accounts.queries import athlete_zones
from alerts import ladder
from alerts.models import Alert, State, Urgency
from kernel.calendar import day_in_zone

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
    "assessment_id", "episode_id", "raised_at",
)  # fmt: skip
Key = tuple[int, str, date]
NOBODY: Mapping[int, datetime] = MappingProxyType({})


def raise_alerts(
    alerts: Iterable[Alert], *, now: datetime, lesser_at: Mapping[int, datetime] = NOBODY
) -> int:
    """Write alerts that are not there yet, and one ladder an athlete for the new ones.

    Statements do not grow with the athletes, but for alerts that rise.

    One alert per athlete, rule and day. Where the same rule speaks again on that day at a higher
    level (an "unsure" became a yes), the alert rises with it and is open again.
    `lesser_at`: when an athlete may be told what is not urgent, for those whose quiet hours hold it
    back, now or at a later try.
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
    urgent: dict[int, list[Alert]] = {}
    lesser: dict[int, list[Alert]] = {}
    for alert in told:
        rings = ladder.rings(kind=alert.kind, urgency=alert.urgency)
        (urgent if rings else lesser).setdefault(alert.athlete_id, []).append(alert)
    _ring(urgent, now)
    ladder.start_all(
        [
            ladder.Start(
                athlete, _run(theirs), ladder.LESSER_STEPS, urgent=False,
                at=lesser_at.get(athlete, now), heeds_quiet=athlete in lesser_at,
            )
            for athlete, theirs in lesser.items()
        ]
    )  # fmt: skip
    return len(told)


def _run(alerts: Sequence[Alert]) -> uuid.UUID:
    return ladder.run_of(alert_id=alerts[0].pk, urgency=alerts[0].urgency)


def _ring(urgent: Mapping[int, Sequence[Alert]], now: datetime) -> None:
    """Start the urgent ladders: whole where a fact is of now, short where all are days old."""
    starts: list[ladder.Start] = []
    questions: dict[int, datetime] = {}
    for athlete, zone in (athlete_zones(athlete_ids=urgent) if urgent else {}).items():
        theirs, today = urgent[athlete], day_in_zone(now, zone)
        late = all(ladder.is_late(day=alert.day, today=today) for alert in theirs)
        steps = ladder.LATE_STEPS if late else ladder.URGENT_STEPS
        starts.append(ladder.Start(athlete, _run(theirs), steps, urgent=True, at=now))
        # The day after an old one has come already: its question waits for no other morning.
        questions[athlete] = now if late else ladder.next_morning(now=now, zone=zone)
    ladder.start_all(starts)
    ladder.ask_later(at=questions)


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
