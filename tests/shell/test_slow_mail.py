"""A mail server slower than the lease: a letter is cut off in time, and has one copy at most."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from smtplib import SMTPDataError, SMTPSenderRefused
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from accounts.models import User
from alerts import relay
from alerts.bounded_mail import Unheard
from alerts.channels import Gone, Letter, Sent, TryLater, all_channels, email
from alerts.handing_over import HandingOver
from alerts.models import Delivery
from tests.cast import Api, entry
from tests.servers import free_port
from thighcare import env

pytestmark = pytest.mark.usefixtures("by_smtp")
LONGEST_S = 0.5  # that a letter may take where nothing of it is to succeed
ENOUGH_S = 3.0  # for a conversation up to the letter on a busy machine


class Silent:
    """A mail server that takes letters and does not say so."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answers = False

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Keep the letter; the answer never comes."""
        self.taken.append(envelope.content)
        if not self.answers:
            await asyncio.Event().wait()
        return "250 OK"


@pytest.fixture
def by_smtp(settings: Any) -> None:
    """Send by SMTP to this machine, in little time."""
    settings.EMAIL_BACKEND = "alerts.bounded_mail.BoundedBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", LONGEST_S


@pytest.fixture
def silent(settings: Any) -> Iterator[Silent]:
    handler = Silent()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_PORT = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def letter(ada: User, ada_api: Api) -> Delivery:
    """The letter of an urgent alert, due now; nothing else is."""
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    Delivery.objects.exclude(step=3).delete()
    Delivery.objects.update(due_at=datetime.now(UTC))
    return Delivery.objects.get(step=3)


def send(user: User, **more: Any) -> Any:
    return all_channels()["email"](Letter(user.pk, (), urgent=True, athlete_id=user.pk, **more))


def test_a_name_that_nobody_knows_is_tried_later(settings: Any, ada: User) -> None:
    settings.EMAIL_HOST = "no-such-host.invalid"
    assert isinstance(send(ada), TryLater)


def test_a_letter_whose_answer_was_not_heard_is_sent_once_more_as_the_same_letter(
    settings: Any, silent: Silent, letter: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_TIMEOUT = ENOUGH_S
    for _ in range(4):
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.last_answer, letter.attempts) == ("dead", "smtp-unheard-2", 2)
    first, second = (taken.split(b"Message-ID: ")[1].split()[0] for taken in silent.taken)
    assert first == second  # where the mail program looks, it is one letter
    assert "raise ALERT_LEASE_SECONDS" in caplog.text
    assert f"delivery {letter.pk}: smtp-unheard-2" in caplog.text  # the operator's list


def test_the_copy_waits_for_the_server_to_come_round(
    settings: Any, letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_TIMEOUT = 20.0
    monkeypatch.setattr(email, "_hand_over", fails(Unheard("no answer")))
    begun = datetime.now(UTC)
    with time_machine.travel(begun, tick=False):
        relay.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.last_answer) == ("due", "smtp-unheard-1")
    assert round((letter.due_at - begun).total_seconds()) == 120


def fails(*errors: Exception | None) -> Callable[[EmailMessage, Callable[[], None]], None]:
    """A way to hand over that fails like this, time after time, with the whole letter there."""
    failures = iter(errors)

    def hand_over(_: EmailMessage, before_end: Callable[[], None]) -> None:
        error = next(failures)
        if not isinstance(error, ConnectionRefusedError):
            before_end()
        if error is not None:
            raise error

    return hand_over


@pytest.mark.parametrize(
    "failure",
    [ConnectionRefusedError(), SMTPDataError(451, b"out of room"), SMTPSenderRefused(421, b"", "")],
)
def test_what_the_server_refused_is_no_copy_and_forgets_none(
    letter: Delivery, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    told = [failure, failure, Unheard("no answer"), failure, failure, Unheard("no answer")]
    monkeypatch.setattr(email, "_hand_over", fails(*told))
    held = []
    for _ in told:
        Delivery.objects.update(due_at=datetime.now(UTC))
        relay.deliver_due()
        letter.refresh_from_db()
        held.append(letter.handed_over)
    assert held == [0, 0, 1, 1, 1, 2]
    assert (letter.state, letter.last_answer) == ("dead", "smtp-unheard-2")


def test_a_sender_held_up_until_another_was_done_hands_nothing_over(
    silent: Silent, letter: Delivery, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_TIMEOUT, silent.answers = 20.0, True
    begin = HandingOver.begin

    def another_is_quicker(self: HandingOver) -> None:
        Delivery.objects.update(state="done", accepted_at=datetime.now(UTC), lease=None)
        begin(self)

    monkeypatch.setattr(HandingOver, "begin", another_is_quicker)
    relay.deliver_due()
    letter.refresh_from_db()
    assert silent.taken == []
    assert (letter.state, letter.handed_over) == ("done", 0)


def test_a_server_that_answers_again_ends_it(
    settings: Any, silent: Silent, letter: Delivery
) -> None:
    settings.EMAIL_TIMEOUT = ENOUGH_S
    relay.deliver_due()
    settings.EMAIL_TIMEOUT, silent.answers = 20.0, True
    Delivery.objects.update(due_at=datetime.now(UTC))
    relay.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.last_answer, letter.attempts) == ("done", "smtp-accepted", 2)
    assert letter.handed_over == 2


def test_a_reminder_that_was_not_heard_is_not_sent_again(
    settings: Any, silent: Silent, ada: User
) -> None:
    settings.EMAIL_TIMEOUT = ENOUGH_S
    assert send(ada, reminder=True) == Gone("smtp-unheard-1", alarm=True)
    assert len(silent.taken) == 1


def test_what_was_refused_before_the_letter_is_no_unheard_one(
    settings: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: Any) -> str:
        await asyncio.Event().wait()
        return "250 OK"

    monkeypatch.setattr(Silent, "handle_RCPT", hang, raising=False)
    controller = Controller(Silent(), hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_PORT = controller.port
    try:
        outcome = send(ada)
        assert isinstance(outcome, TryLater)
        assert not outcome.answer.startswith(email.UNHEARD)
    finally:
        controller.stop()


def test_nobody_else_begins_a_letter_that_is_being_sent(
    settings: Any, letter: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it may take at the most, the lease holds."""
    settings.EMAIL_TIMEOUT = env.email({"EMAIL_URL": "smtp://x"}, Path())["EMAIL_TIMEOUT"]
    begun: list[float] = []

    def hand_over(*_: object) -> None:
        held = Delivery.objects.get(step=3)
        assert held.leased_until is not None
        begun.append((held.leased_until - datetime.now(UTC)).total_seconds())
        assert relay.deliver_due() == relay.Pass()  # another relay finds nothing to do

    monkeypatch.setattr(email, "_hand_over", hand_over)
    relay.deliver_due()
    assert len(begun) == 1
    assert begun[0] > settings.EMAIL_TIMEOUT


@pytest.mark.parametrize("lease", ["1", "2.5", "30", "600"])
def test_a_letter_takes_less_than_any_lease(tmp_path: Path, lease: str) -> None:
    given = {"EMAIL_URL": "smtp://x", "ALERT_LEASE_SECONDS": lease}
    assert 0 < env.email(given, tmp_path)["EMAIL_TIMEOUT"] < env.lease_s(given)


@pytest.mark.parametrize("lease", ["0", "-1", "soon", "", "nan", "601", "1e9"])
def test_a_lease_that_cannot_be_is_refused_with_the_remedy(lease: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="from 1 to 600"):
        env.lease_s({"ALERT_LEASE_SECONDS": lease})


def test_a_letter_by_tls_is_still_checked(settings: Any, ada: User, tmp_path: Path) -> None:
    """The address is looked up on its own; the certificate must name the host all the same."""
    from tests.tls_server import self_signed_server

    settings.EMAIL_TIMEOUT = 20.0
    with self_signed_server(tmp_path) as (origin, heard):
        settings.EMAIL_PORT, settings.EMAIL_USE_SSL = int(origin.rsplit(":", 1)[1]), True
        assert send(ada) == TryLater(f"smtp-{ssl.SSLCertVerificationError.__name__}")
    assert heard == []


def test_a_quick_server_is_still_served(settings: Any, silent: Silent, ada: User) -> None:
    settings.EMAIL_TIMEOUT, silent.answers = 20.0, True
    assert send(ada) == Sent("smtp-accepted")
