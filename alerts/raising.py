"""Writing alerts: what triage raised and what the rules say become rows with their ladder."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from accounts.queries import athlete_zones
from alerts import ladder
from alerts.models import Alert
from alerts.openings import is_news, open_again
from kernel.calendar import day_in_zone

# Random, never derived from athlete, rule and day: the id is the Topic that a push service reads.
new_id = uuid.uuid4
Key = tuple[int, str, date]
NOBODY: Mapping[int, datetime] = MappingProxyType({})
NOT_KNOWN: Mapping[Key, datetime] = MappingProxyType({})


def raise_alerts(
    alerts: Iterable[Alert],
    *,
    now: datetime,
    lesser_at: Mapping[int, datetime] = NOBODY,
    counts_from: Mapping[Key, datetime] = NOT_KNOWN,
) -> int:
    """Write alerts that are not there yet, and one ladder an athlete for those that open.

    Statements do not grow with the athletes, but for alerts that open again.

    One alert per athlete, rule and day. Where the same rule speaks again on that day at a higher
    level (an "unsure" became a yes), or of what an answer did not know (`alerts.openings`), the
    alert is open again with a ladder of its own.
    `lesser_at`: when an athlete may be told what is not urgent, for those whose quiet hours hold it
    back, now or at a later try. `counts_from`: since when a red flag counts as told.
    Call inside the transaction of the fact behind them. Returns how many are new or opened again.
    """
    wanted = {_key(alert): alert for alert in alerts}
    if not wanted:
        return 0
    held = _held(wanted)
    told = _write(alert for key, alert in wanted.items() if key not in held)
    if len(told) + len(held) < len(wanted):  # another process was first with some of them
        own = {_key(alert) for alert in told}
        held = _held({key: alert for key, alert in wanted.items() if key not in own})
    told += _open_again(wanted, held, counts_from)
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
    return ladder.run_of(
        alert_id=alerts[0].pk, urgency=alerts[0].urgency, opening=alerts[0].opening
    )


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


def _held(wanted: Mapping[Key, Alert]) -> dict[Key, Alert]:
    """Return those of the wanted that are there; the question's own net catches others beside."""
    athletes, rules, days = zip(*wanted, strict=True)
    rows = Alert.objects.filter(
        athlete_id__in=set(athletes), rule__in=set(rules), day__in=set(days)
    )
    return {key: row for row in rows if (key := _key(row)) in wanted}


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


def _open_again(
    wanted: Mapping[Key, Alert], held: Mapping[Key, Alert], counts_from: Mapping[Key, datetime]
) -> list[Alert]:
    """Open those of the held alerts that what is said now is news to, and return them.

    They are locked, in the order of their ids, and asked again: an answer may be on its way.
    """
    news = [key for key in held if is_news(held[key], wanted[key], counts_from.get(key))]
    if not news:
        return []
    rows = Alert.objects.select_for_update().filter(pk__in=[held[key].pk for key in news])
    opened = []
    for row in rows.order_by("pk"):
        key = _key(row)
        if is_news(row, wanted[key], counts_from.get(key)):
            open_again(row, wanted[key])
            opened.append(row)
    return opened
