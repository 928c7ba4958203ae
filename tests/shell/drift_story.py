"""A fortnight of Ada's log for the weekly reading: a check, then what she logged."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import User
from alerts import drift
from alerts.models import Alert
from tests.core.test_triage_drift import SITTING
from tracker.services import record_entries
from triage.services import record_assessment

CHECKED = datetime(2026, 11, 10, 9, tzinfo=UTC)  # a Tuesday
MONDAY = date(2026, 11, 16)
AFTER = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)  # the Monday after


def check(ada: User, *, at: datetime = CHECKED, **answers: Any) -> dict[str, Any]:
    told = SITTING | answers
    return record_assessment(athlete_id=ada.pk, answers=told, taken_at=at, now=at)[0]


def log(ada: User, kind: str, *, on: int = 0, at: int = 8, **fields: Any) -> None:
    """Log something `on` days after that Monday."""
    day = MONDAY + timedelta(days=on)
    told = datetime(day.year, day.month, day.day, at, tzinfo=UTC)
    entry = {
        "id": str(uuid.uuid4()), "kind": kind, "day": day.isoformat(),
        "edited_at": told.isoformat(), **fields,
    }  # fmt: skip
    outcome = record_entries(athlete=ada, entries=[entry], cursor=None, now=told)
    assert [result.status for result in outcome.results] == ["applied"], outcome.results


def log_signs(ada: User, signs: dict[str, Any], **when: Any) -> None:
    for finding, value in signs.items():
        log(ada, "symptom", finding=finding, value=value, **when)


def told(ada: User) -> list[Alert]:
    return list(Alert.objects.filter(athlete=ada, rule="CAUSE-DRIFT").order_by("day"))


def look(*, weeks: int = 0) -> drift.DriftReport:
    return drift.look_at_everyone(now=AFTER + timedelta(weeks=weeks))
