"""Consent is read where the attempt is marked: one transaction, no gap for a withdrawal between."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection

from alerts import consent, relay
from alerts.models import Alert, Delivery
from teams import services
from tests.cast import join, person, team_of, today

pytestmark = pytest.mark.django_db(transaction=True)


def asked_of_a_coach() -> tuple[Delivery, int]:
    """A delivery that is due to a coach, and the membership whose consent it needs."""
    ada, cora, now = person("Ada"), person("Cora"), datetime.now(UTC)
    membership = join(team_of(cora), ada, scopes=("red_flag_contact",))
    flag = Alert.objects.create(
        athlete=ada, kind="red_flag", rule="R", urgency="emergency_now", title="t", message="m",
        day=today(), raised_at=now,
    )  # fmt: skip
    made = Delivery.objects.create(
        athlete=ada, ladder=flag.pk, step=4, channel="email", audience="coach", recipient=cora,
        urgent=True, due_at=now,
    )  # fmt: skip
    return made, membership.pk


def test_consent_is_read_inside_the_transaction_of_the_lease(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a delivery to a coach, and a look at where its consent is read
    made, _ = asked_of_a_coach()
    read_within: list[tuple[bool, int]] = []
    usual = consent.may_be_told

    def look(delivery: Delivery) -> bool:
        counted = Delivery.objects.get(pk=delivery.pk).attempts
        read_within.append((connection.in_atomic_block, counted))
        return usual(delivery)

    monkeypatch.setattr(consent, "may_be_told", look)

    # when the relay sends
    relay.deliver_due()

    # then it was read within a transaction, before the attempt was counted, and sent once
    assert read_within == [(True, 0)]
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("done", 1)


def test_a_withdrawal_during_one_send_lets_that_one_finish_and_no_other_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given two deliveries to a coach, and an athlete who withdraws while the first is being sent
    made, membership_id = asked_of_a_coach()
    Delivery.objects.create(
        athlete=made.athlete, ladder=made.ladder, step=5, channel="email",
        audience="coach", recipient=made.recipient, urgent=True, due_at=datetime.now(UTC),
    )  # fmt: skip
    Delivery.objects.filter(pk=made.pk).update(channel="push")
    usual = relay.SEND["email"]

    def withdraw_first(letter: object) -> object:
        services.set_scopes(
            by=made.athlete, membership_id=membership_id, scopes=(), now=datetime.now(UTC)
        )
        return usual(letter)

    monkeypatch.setitem(relay.SEND, "push", withdraw_first)

    # when the relay sends both
    relay.deliver_due()

    # then the one under way went out and the other was dropped
    assert len(mail.outbox) == 1
    assert Delivery.objects.get(step=5).last_answer == "no-consent"
