"""Writing alerts: what triage raised and what the rules say become rows with their ladder."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from alerts import ladder
from alerts.models import URGENT, Alert

NAMESPACE = uuid.UUID("5a2b1d8e-6c1f-4b57-9d0e-5e8f3f0f7a11")


def alert_id(*, athlete_id: int, rule: str, day: str) -> uuid.UUID:
    """Return the id of the one alert of this athlete, rule and day: the same however often."""
    return uuid.uuid5(NAMESPACE, f"{athlete_id}/{rule}/{day}")


def raise_alerts(alerts: Iterable[Alert], *, now: datetime) -> int:
    """Write alerts that are not there yet, and one ladder an athlete for the new ones.

    Call inside the transaction of the fact behind them. Returns how many are new.
    """
    wanted = {alert.pk: alert for alert in alerts}
    held = set(Alert.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    new = [alert for key, alert in wanted.items() if key not in held]
    if not new:
        return 0
    Alert.objects.bulk_create(new, ignore_conflicts=True)
    first: dict[tuple[int, bool], Alert] = {}
    for alert in new:
        first.setdefault((alert.athlete_id, alert.urgency in URGENT), alert)
    for (athlete_id, urgent), alert in first.items():
        ladder.start(athlete_id=athlete_id, ladder=alert.pk, urgent=urgent, now=now)
    return len(new)
