"""The question of the next day as the relay asks it: in transactions of its own, each morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import User
from alerts import asking, relay
from alerts.ladder import QUESTION_KIND, QUESTION_STEP
from alerts.models import Alert, Channel, Delivery, DeliveryState
from alerts.raising import new_id, raise_alerts
from tests.cast import person

pytestmark = pytest.mark.django_db(transaction=True)  # a test's own would hide that there is none


def flag(athlete: User, *, now: datetime, day: date) -> None:
    made = Alert(
        id=new_id(), athlete_id=athlete.pk, kind="red_flag", rule="RF-CES-1",
        urgency="emergency_now", title="Go now", message="Go now.", day=day, raised_at=now,
        knowledge_version="v",
    )  # fmt: skip
    with transaction.atomic():
        raise_alerts([made], now=now)


def test_a_question_that_stands_is_asked_again_the_next_morning() -> None:
    ada, now = person("Ada"), datetime.now(UTC)
    flag(ada, now=now, day=now.date())

    assert asking.ask(athlete_id=ada.pk, now=now)
    assert asking.ask(athlete_id=ada.pk, now=now + timedelta(days=1))

    assert Alert.objects.filter(kind=QUESTION_KIND).count() == 1
    pushes = Delivery.objects.filter(urgent=False, channel=Channel.PUSH)
    assert pushes.count() == 1  # the first still waits and tells the same


def test_two_days_brought_late_are_asked_about_by_the_relay_at_once() -> None:
    ada, now = person("Ada"), datetime.now(UTC)
    for days_ago in (3, 4):
        flag(ada, now=now, day=now.date() - timedelta(days=days_ago))
        relay.deliver_due(athlete_id=ada.pk)

    asked = Delivery.objects.filter(step=QUESTION_STEP, due_at__lte=datetime.now(UTC))
    assert set(asked.values_list("state", "attempts")) == {(DeliveryState.DONE, 1)}
    assert asked.count() == 2
