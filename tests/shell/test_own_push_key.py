"""Our own key, subject or names at fault: an operator is told, letters go, no device is lost."""

from __future__ import annotations

import logging
import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core import mail
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from accounts.models import User
from alerts import relay, tally, vapid
from alerts.channels import Gone, Letter, Sent, TryLater, breaker, web_push
from alerts.models import Delivery, PushSubscription
from alerts.push_health import health_of
from tests.cast import Api, entry
from tests.push_service import PushService


def pem(curve: ec.EllipticCurve) -> str:
    key = ec.generate_private_key(curve)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


BAD = {
    "empty": "", "garbage": "garbage", "cut short": "MIGHAgEAMBMGByqGSM49",
    "too small": "AA", "another curve": pem(ec.SECP384R1()),
    "public": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    "no text": "\x00\udcff",
}  # fmt: skip


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    settings.VAPID_PRIVATE_KEY_FILE = tmp_path / "vapid-private"
    return tmp_path / "vapid-private"


@pytest.fixture
def phone(settings: Any, ada: User) -> Iterator[PushSubscription]:
    breaker.forget()
    with PushService() as service:
        settings.PUSH_ALLOWED_ORIGINS = [service.origin]
        held = service.device().subscription
        yield PushSubscription.objects.create(
            user=ada, endpoint=held["endpoint"], created_at=datetime.now(UTC), **held["keys"]
        )


def spoil(file: Path, how: str) -> None:
    file.write_bytes(BAD[how].encode("utf-8", "surrogateescape"))


def letter_to(user: User) -> Letter:
    return Letter(user.pk, (uuid.uuid4(),), urgent=True)


@pytest.mark.parametrize("how", BAD)
def test_a_bad_key_file_ends_no_device_and_calls_the_operator(
    key_file: Path, phone: PushSubscription, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(key_file, how)

    assert web_push.send(letter_to(phone.user)) == TryLater("own-key", alarm=True)

    phone.refresh_from_db()
    assert phone.gone_at is None
    assert health_of(phone, now=datetime.now(UTC)) == "failing"
    assert tally.counted(tally.UNSENT, "key") == 1
    (said,) = [line.getMessage() for line in caplog.records if line.levelno == logging.ERROR]
    assert str(key_file) in said


def test_the_same_device_is_reached_once_the_key_is_back(
    key_file: Path, phone: PushSubscription
) -> None:
    vapid.ensure_keys()
    good = key_file.read_text()
    spoil(key_file, "empty")
    web_push.send(letter_to(phone.user))

    key_file.write_text(good)

    assert web_push.send(letter_to(phone.user)) == Sent("http-201")
    phone.refresh_from_db()
    assert health_of(phone, now=datetime.now(UTC)) == "accepted"


def test_a_pem_file_of_the_right_curve_is_a_key(key_file: Path, phone: PushSubscription) -> None:
    key_file.write_text(pem(ec.SECP256R1()))

    assert web_push.send(letter_to(phone.user)) == Sent("http-201")


@pytest.mark.parametrize("subject", ["mailto:", "nobody", ""])
def test_a_subject_that_cannot_be_signed_ends_no_device(
    key_file: Path, phone: PushSubscription, settings: Any, subject: str
) -> None:
    settings.VAPID_SUBJECT = subject

    assert web_push.send(letter_to(phone.user)) == TryLater("own-key", alarm=True)
    assert "VAPID_SUBJECT" in str(vapid.problem())


def test_the_letter_does_not_wait_for_the_key(
    key_file: Path, phone: PushSubscription, ada: User, ada_api: Api
) -> None:
    spoil(key_file, "garbage")
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))

    relay.deliver_due()
    relay.deliver_due()

    assert [letter.to for letter in mail.outbox] == [[ada.email]]
    push = Delivery.objects.get(step=1)
    assert (push.state, push.last_answer) == ("due", "own-key")  # tried again meanwhile


def test_who_asks_for_the_key_is_told_plainly_and_readiness_is_red(key_file: Path) -> None:
    spoil(key_file, "garbage")

    answer = Client().get("/api/v1/push/key")

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "push-not-ready"
    assert str(key_file.parent) not in answer.content.decode()
    assert Client().get("/healthz/ready").status_code == 503


def test_readiness_is_green_with_a_key_that_was_not_there_before(key_file: Path) -> None:
    assert Client().get("/healthz/ready").status_code == 200
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_check_names_the_file_and_the_remedy(key_file: Path) -> None:
    spoil(key_file, "garbage")

    with pytest.raises(SystemCheckError) as stopped:
        call_command("check", stdout=StringIO(), stderr=StringIO())

    assert str(key_file) in str(stopped.value)
    assert "Put back the copy" in str(stopped.value)


def test_check_is_silent_about_a_key_yet_to_be_made_and_makes_none(key_file: Path) -> None:
    call_command("check", stdout=StringIO(), stderr=StringIO())

    assert not key_file.exists()


def test_a_folder_where_no_key_can_be_made_is_named(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.VAPID_PRIVATE_KEY_FILE = tmp_path / "file" / "key"

    assert "Point it at a file in a folder" in str(vapid.problem())


def test_two_that_make_the_key_at_once_make_one_and_neither_sees_half(key_file: Path) -> None:
    seen: list[str] = []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        seen.append(vapid.public_key())

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert [file.name for file in key_file.parent.iterdir()] == [key_file.name]


def test_a_known_service_whose_name_leads_inside_costs_this_send_and_no_device(
    phone: PushSubscription, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    PushSubscription.objects.update(endpoint="https://fcm.googleapis.com/fcm/send/x")
    inside = [(2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)

    assert web_push.send(letter_to(phone.user)) == Gone("refused-a private address", alarm=True)

    phone.refresh_from_db()
    assert phone.gone_at is None
    assert tally.counted(tally.UNSENT, "address") == 1
    assert any(line.levelno == logging.ERROR for line in caplog.records)


def test_a_push_service_taken_out_of_the_setting_costs_no_device(
    phone: PushSubscription, settings: Any
) -> None:
    settings.PUSH_ALLOWED_ORIGINS = []

    assert isinstance(web_push.send(letter_to(phone.user)), Gone)

    phone.refresh_from_db()
    assert phone.gone_at is None
