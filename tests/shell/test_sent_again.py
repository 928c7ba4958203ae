"""A push whose sender died: sent once more at most, in its own place, and not when it was seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from alerts import relay
from alerts.channels import breaker, email, web_push
from alerts.models import Delivery, Receipt
from tests.cast import Api, entry
from tests.push_service import PushService
from tests.shell.ladder_story import later


class Killed(BaseException):
    """As a power cut: nothing of the product catches it, nothing is written after it."""


@pytest.fixture
def red(ada_api: Api, service: PushService) -> list[dict[str, Any]]:
    """A red flag of Ada's, who has a phone."""
    answer = ada_api.send("PUT", "/push/subscriptions", service.device().subscription)
    assert answer.status_code == 201, answer.content
    alerts: list[dict[str, Any]] = ada_api.sync(
        entry("symptom", finding="saddle_numb", value=True)
    )["alerts"]
    return alerts


def die_after_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next relay send, and be gone before it can write what the push service said."""
    send = web_push._post

    def mortal(*args: Any) -> Any:
        send(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(web_push, "_post", mortal)
        with pytest.raises(Killed):
            relay.deliver_due(limit=1)


def first() -> Delivery:
    return Delivery.objects.get(step=1)


def test_what_was_seen_is_finished_and_not_sent_again(
    red: list[dict[str, Any]], service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_after_sending(monkeypatch)
    told = {"token": service.messages[0].payload["token"], "event": "displayed"}
    Client().post("/api/v1/push/receipts", told, "application/json")

    with later(seconds=31):
        relay.deliver_due(limit=1)

    assert len(service.messages) == 1
    assert (first().state, first().last_answer) == ("done", "accepted-before")
    assert first().accepted_at is not None


def test_what_nobody_saw_is_sent_again_in_its_own_place(
    red: list[dict[str, Any]], service: PushService, ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_after_sending(monkeypatch)
    begun = first().pk
    ada_api.sync(entry("symptom", finding="chest_pain", value=True))  # newer than what was sent

    with later(seconds=31):
        Delivery.objects.exclude(pk=begun).update(state="dropped")
        relay.deliver_due(limit=1)

    once, again = service.messages
    assert once.payload["token"] == again.payload["token"]
    assert once.headers["topic"] == again.headers["topic"]
    assert once.payload["alerts"][0] == again.payload["alerts"][0]  # the tag on the phone
    assert len(again.payload["alerts"]) > len(once.payload["alerts"])


def test_a_third_time_is_a_letter_instead(
    red: list[dict[str, Any]], service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_after_sending(monkeypatch)
    with later(seconds=31):
        die_after_sending(monkeypatch)
    with later(seconds=62):
        relay.deliver_due()

    assert len(service.messages) == 2
    assert (first().state, first().last_answer) == ("dead", "unheard-before")
    assert len(mail.outbox) == 1
    with later(minutes=4):  # the step after it is a message of its own
        relay.deliver_due()
    assert len(service.messages) == 3


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failure_that_was_heard_counts_for_nothing(
    red: list[dict[str, Any]], service: PushService, status: int
) -> None:
    service.status = status
    for _ in range(4):
        breaker.forget()
        Delivery.objects.filter(step=1).update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)

    service.status = 201
    breaker.forget()
    Delivery.objects.filter(step=1).update(due_at=datetime.now(UTC))
    relay.deliver_due(limit=1)

    assert len(service.messages) == 1
    assert Receipt.objects.get().unheard == 0
    assert first().state == "done"


@pytest.fixture
def letter(ada_api: Api) -> Delivery:
    """The letter of a red flag, due now; its push is not needed any more."""
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    Delivery.objects.filter(step__in=[1, 2]).update(state="dropped")
    Delivery.objects.filter(step=3).update(due_at=datetime.now(UTC))
    return Delivery.objects.get(step=3)


def die_after_handing_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next relay hand its letter over, and be gone before it can write so."""
    with monkeypatch.context() as patch:
        patch.setattr(relay, "_write_down", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            relay.deliver_due(limit=1)


def ids() -> list[str]:
    return [letter.extra_headers["Message-ID"] for letter in mail.outbox]


def test_a_letter_sent_again_is_the_same_letter(
    letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_after_handing_over(monkeypatch)
    with later(seconds=31):
        relay.deliver_due(limit=1)

    once, again = ids()
    assert once == again
    letter.refresh_from_db()
    assert (letter.state, letter.handed_over) == ("done", 2)


def test_a_third_time_is_the_next_rung_instead(
    letter: Delivery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    die_after_handing_over(monkeypatch)
    with later(seconds=31):
        die_after_handing_over(monkeypatch)
    with later(seconds=62):
        relay.deliver_due(limit=1)

    assert len(mail.outbox) == 2
    letter.refresh_from_db()
    assert (letter.state, letter.last_answer) == ("dead", "unheard-before")
    assert f"delivery {letter.pk}: unheard-before" in caplog.text  # the operator's list
    with later(minutes=31):  # the rung after it is a letter of its own
        relay.deliver_due()
    once, again, another = ids()
    assert once == again != another


def test_a_sender_killed_before_the_end_of_the_letter_has_sent_no_copy(
    letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    for again in range(4):
        with monkeypatch.context() as patch, later(seconds=31 * again):
            patch.setattr(email, "_hand_over", lambda *_: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                relay.deliver_due(limit=1)
    with later(seconds=31 * 4):
        relay.deliver_due(limit=1)

    assert len(mail.outbox) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.handed_over) == ("done", 5, 1)
