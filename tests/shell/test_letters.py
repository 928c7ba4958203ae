"""E-mail against a mail server of our own: what passes, what does not, and what comes back."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.management import call_command

from accounts.models import User
from alerts import bounces, relay
from alerts.channels import Gone, Letter, Sent, TryLater, all_channels
from alerts.models import BouncedAddress
from tests.cast import Api, entry
from tests.servers import free_port


@dataclass
class MailServer:
    """Answers as it is told, at each word of the conversation."""

    rcpt: str = "250 OK"
    data: str = "250 OK"
    goodbye: str = "221 Bye"
    taken: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take or refuse one recipient."""
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Take or refuse the letter."""
        if self.data.startswith("250"):
            self.taken.append(envelope.content)
        return self.data

    async def handle_QUIT(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Say goodbye."""
        return self.goodbye


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "alerts.bounded_mail.BoundedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


def send(user: User, **more: Any) -> Any:
    return all_channels()["email"](Letter(user.pk, (), urgent=True, athlete_id=user.pk, **more))


def test_a_letter_that_is_taken_is_sent(server: MailServer, ada: User) -> None:
    assert send(ada) == Sent("smtp-accepted")
    assert b"Auto-Submitted: auto-generated" in server.taken[0]


@pytest.mark.parametrize("answer", ["450 mailbox busy", "451 try again", "452 full"])
def test_a_passing_refusal_is_tried_later_and_marks_nobody(
    server: MailServer, ada: User, answer: str
) -> None:
    server.rcpt = answer
    assert send(ada) == TryLater(f"smtp-{answer[:3]}")
    assert not BouncedAddress.objects.exists()


@pytest.mark.parametrize("answer", ["550 no such user", "553 not allowed", "551 moved"])
def test_an_address_refused_for_good_is_marked_and_left_alone(
    server: MailServer, ada: User, answer: str
) -> None:
    server.rcpt = answer
    assert send(ada) == Gone(f"smtp-{answer[:3]}")
    server.rcpt = "250 OK"
    assert send(ada) == Gone("address-bounced")
    assert server.taken == []
    assert ada.email not in str(BouncedAddress.objects.values())


def test_a_marked_address_is_tried_again_after_a_week(server: MailServer, ada: User) -> None:
    server.rcpt = "550 no such user"
    send(ada)
    server.rcpt = "250 OK"
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=True):
        assert send(ada) == Sent("smtp-accepted")


def test_a_letter_that_is_refused_as_such_calls_the_operator(
    server: MailServer, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    server.data = "554 looks like spam"
    assert send(ada) == Gone("smtp-554", alarm=True)
    assert "check EMAIL_URL" in caplog.text
    assert not BouncedAddress.objects.exists()  # not the address's fault


def test_a_letter_that_cannot_be_taken_now_is_tried_later(server: MailServer, ada: User) -> None:
    server.data = "451 out of room"
    assert send(ada) == TryLater("smtp-451")


def test_no_mail_server_is_tried_later(settings: Any, ada: User) -> None:
    settings.EMAIL_BACKEND = "alerts.bounded_mail.BoundedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert send(ada) == TryLater("smtp-ConnectionRefusedError")


def test_a_mail_server_that_hangs_up_is_tried_later(settings: Any, ada: User) -> None:
    settings.EMAIL_BACKEND = "alerts.bounded_mail.BoundedBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        assert isinstance(send(ada), TryLater)


def report(message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery status notification as Postfix writes one (RFC 3464)."""
    return f"""\
From: MAILER-DAEMON@mail.test
To: noreply@thighcare.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test

Final-Recipient: rfc822; ada@cast.test
Action: {action}
Status: {status}

--x
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: ada@cast.test

--x--
""".encode()


@pytest.fixture
def letter_id(ada_api: Api) -> str:
    """The Message-ID of a letter that Ada was sent."""
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    relay.deliver_due()
    (letter,) = mail.outbox
    return str(letter.extra_headers["Message-ID"])


def take(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    told = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("bounce", stdout=told)
    return told.getvalue().strip()


def test_a_bounce_marks_the_address_it_came_back_from(
    letter_id: str, ada: User, ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take(report(letter_id), monkeypatch) == "marked 1"
    assert bounces.bounced(address="Ada@cast.test")
    assert ada_api.get("/push/health").json()["email_arrives"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "failed", "status": "4.2.2"},
    ],
)
def test_a_letter_that_is_only_late_marks_nobody(
    letter_id: str, change: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take(report(letter_id, **change), monkeypatch) == "marked 0"


def test_nobody_silences_letters_by_writing_bounces(
    letter_id: str, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = letter_id.strip("<").partition(".")[0]
    for forged in (f"<{number}.{'0' * 32}@thighcare.test>", f"<{number}@x>", "<>", ""):
        assert take(report(forged), monkeypatch) == "marked 0"
    assert not bounces.bounced(address=ada.email)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\n--", b"x" * 99]
)
def test_what_is_no_bounce_marks_nobody(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(raw, monkeypatch) == "marked 0"


def test_an_opened_letter_takes_the_mark_off(ada: User, rf: Any) -> None:
    from allauth.account.models import EmailAddress
    from allauth.account.signals import email_confirmed

    bounces.note(address=ada.email, answer="bounce", now=datetime.now(UTC))
    address = EmailAddress.objects.get(user=ada)
    email_confirmed.send(sender=EmailAddress, request=rf.get("/"), email_address=address)
    assert not bounces.bounced(address=ada.email)


def test_erasing_a_person_erases_the_mark(ada: User) -> None:
    bounces.note(address=ada.email, answer="bounce", now=datetime.now(UTC))
    call_command("erase", ada.email, stdout=io.StringIO())
    assert not BouncedAddress.objects.exists()
