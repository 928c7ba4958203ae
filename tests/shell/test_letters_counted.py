"""What counts as a letter handed over: a yes and silence do, a no does not, a goodbye neither."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from alerts import relay
from alerts.channels import Sent
from alerts.models import Delivery
from tests.cast import Api, entry
from tests.servers import free_port
from tests.shell.test_letters import MailServer, send, server

__all__ = ["server"]  # a fixture of that story


@pytest.mark.parametrize("answer", ["understood nothing", "250 " + "x" * 9000])
def test_an_answer_that_says_neither_yes_nor_no_is_none(
    server: MailServer, ada_api: Api, answer: str
) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    Delivery.objects.exclude(step=3).delete()
    server.data = answer
    for _ in range(3):
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)
    row = Delivery.objects.values_list("state", "last_answer", "attempts").get(step=3)
    assert row == ("dead", "smtp-unheard-2", 2)


@pytest.mark.parametrize("answer", ["understood nothing", "221 " + "x" * 9000, "500 what"])
def test_a_letter_that_was_taken_stays_so_whatever_is_said_at_the_door(
    server: MailServer, ada: User, answer: str
) -> None:
    server.goodbye = answer
    assert send(ada) == Sent("smtp-accepted")


@pytest.mark.parametrize(
    "trouble", [{"rcpt": "451 try again"}, {"data": "451 out of room"}, {"data": "421 closing"}]
)
def test_a_letter_refused_time_and_again_is_never_counted_as_a_copy(
    server: MailServer, ada_api: Api, trouble: dict[str, str]
) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    Delivery.objects.exclude(step=3).delete()
    for name, answer in trouble.items():
        setattr(server, name, answer)
    for _ in range(4):
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)
    assert Delivery.objects.values_list("state", "handed_over").get() == ("due", 0)

    server.rcpt = server.data = "250 OK"
    Delivery.objects.update(due_at=datetime.now(UTC))
    relay.deliver_due(limit=1)
    assert Delivery.objects.values_list("state", "handed_over").get() == ("done", 1)
    assert len(server.taken) == 1


def test_each_reminder_is_a_letter_of_its_own(ada: User) -> None:
    for _ in range(2):
        send(ada, reminder=True)
    ids = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert len(set(ids)) == 2  # a mailbox that merges by it must not merge two days


def test_an_hour_without_a_mail_server_loses_no_letter(
    settings: Any, ada: User, ada_api: Api
) -> None:
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "alerts.bounded_mail.BoundedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    Delivery.objects.exclude(step=3).delete()
    for _ in range(20):
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due(limit=1)
    assert Delivery.objects.get().state == "due"
    settings.EMAIL_BACKEND = usual
    Delivery.objects.update(due_at=datetime.now(UTC))
    relay.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[ada.email]]
