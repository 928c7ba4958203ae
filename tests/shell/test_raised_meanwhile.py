"""A flag raised in the very moment in which an earlier step goes out, or is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from alerts import answering, receivers, relay
from alerts.models import Alert, Delivery, Outcome, PushSubscription, State
from tests.cast import entry, person
from tests.push_service import PushService
from tracker.services import record_entries

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite has one writer at a time: no such moment"
    ),
]


@pytest.fixture
def ada(service: PushService, monkeypatch: pytest.MonkeyPatch) -> User:
    """Ada has a phone, and a flag whose first push is due; no bell helps the relay."""
    monkeypatch.setattr(receivers, "ring_later", lambda *_, **__: None)
    made = person("Ada")
    held = service.device().subscription
    PushSubscription.objects.create(
        user=made, endpoint=held["endpoint"], created_at=datetime.now(UTC), **held["keys"]
    )
    log(made, "saddle_numb")
    return made


def log(athlete: User, finding: str) -> None:
    user = User.objects.select_related("profile").get(pk=athlete.pk)
    sent = [entry("symptom", finding=finding, value=True)]
    record_entries(athlete=user, entries=sent, cursor=None, now=datetime.now(UTC))


def beside(act: Callable[[], object]) -> threading.Thread:
    """Do something in another process's place: on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def new_alert(before: set[Any]) -> Alert:
    return next(alert for alert in Alert.objects.all() if alert.pk not in before)


def test_no_step_goes_out_that_a_flag_not_yet_committed_counts_on(
    ada: User, service: PushService
) -> None:
    before = set(Alert.objects.values_list("pk", flat=True))

    with transaction.atomic():
        log(ada, "chest_pain")
        beside(lambda: relay.deliver_due(athlete_id=ada.pk)).join(20)
    relay.deliver_due(athlete_id=ada.pk)

    told = {key for message in service.messages for key in message.payload["alerts"]}
    assert str(new_alert(before).pk) in told


def test_no_step_is_dropped_that_a_flag_not_yet_committed_counts_on(
    ada: User, service: PushService
) -> None:
    relay.deliver_due(athlete_id=ada.pk)
    held = set(Alert.objects.values_list("pk", flat=True))

    def answer_all() -> None:
        for key in held:
            answering.acknowledge(
                by=ada, alert_id=key, outcome=Outcome.SEEKING_CARE, note="", now=datetime.now(UTC)
            )

    with transaction.atomic():
        log(ada, "chest_pain")
        answering_now = beside(answer_all)
        answering_now.join(2)  # it waits for us, or has done its harm by then
    answering_now.join(20)

    assert new_alert(held).state == State.OPEN
    waiting = Delivery.objects.filter(athlete_id=ada.pk, state="due", urgent=True)
    assert set(waiting.values_list("step", flat=True)) >= {2, 3, 4, 5}


def answer(athlete: User, key: Any) -> None:
    answering.acknowledge(
        by=athlete, alert_id=key, outcome=Outcome.SEEKING_CARE, note="", now=datetime.now(UTC)
    )


def test_an_alert_opened_again_keeps_its_ladder_while_another_is_answered(
    ada: User, service: PushService
) -> None:
    log(ada, "chest_pain")
    opened = Alert.objects.get(rule="RF-CES-1")
    rest = list(Alert.objects.exclude(pk=opened.pk))
    answer(ada, opened.pk)

    with transaction.atomic():
        log(ada, "bladder_retention")
        answering_now = beside(lambda: [answer(ada, one.pk) for one in rest])
        answering_now.join(2)
    answering_now.join(20)

    opened.refresh_from_db()
    assert opened.state == State.OPEN
    waiting = Delivery.objects.filter(athlete_id=ada.pk, state="due", urgent=True)
    assert set(waiting.values_list("step", flat=True)) >= {1, 2, 3, 4, 5}


def test_what_is_told_while_the_answer_is_on_its_way_opens_it_again(
    ada: User, service: PushService
) -> None:
    (alert,) = Alert.objects.filter(rule="RF-CES-1")

    with transaction.atomic():
        answer(ada, alert.pk)
        telling = beside(lambda: log(ada, "bladder_retention"))
        telling.join(2)
    telling.join(20)

    alert.refresh_from_db()
    assert (alert.state, alert.opening) == (State.OPEN, 2)
    assert [one["outcome"] for one in alert.earlier] == ["seeking_care"]


def test_two_devices_that_tell_the_same_at_once_open_it_once(
    ada: User, service: PushService
) -> None:
    (alert,) = Alert.objects.filter(rule="RF-CES-1")
    answer(ada, alert.pk)

    both = [beside(lambda: log(ada, "bladder_retention")) for _ in range(2)]
    for one in both:
        one.join(20)

    alert.refresh_from_db()
    first_steps = Delivery.objects.filter(step=1, channel="push", state="due")
    assert (alert.state, first_steps.count()) == (State.OPEN, 1)
