"""Push services that misbehave: slow, huge, untrusted, unknown, or leading inside."""

from __future__ import annotations

import socket
import time
import tracemalloc
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from alerts.channels import Gone, Letter, Sent, TryLater, bounded_http, web_push
from alerts.models import PushSubscription
from tests.push_service import Device, PushService
from tests.tls_server import self_signed_server


def keep(user: User, device: Device) -> PushSubscription:
    held = device.subscription
    return PushSubscription.objects.create(
        user=user, endpoint=held["endpoint"], created_at=datetime.now(UTC), **held["keys"]
    )


def letter_to(user: User) -> Letter:
    return Letter(user.pk, (uuid.uuid4(),), urgent=True)


@pytest.mark.parametrize("manner", ["hang", "drip", "reset", "garbage", "huge_head"])
def test_a_service_that_misbehaves_is_left_in_time(
    service: PushService, ada: User, manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_http, "PUSH_TIMEOUT_S", 1.0)
    keep(ada, service.device())
    service.manner = manner
    began = time.monotonic()
    assert isinstance(web_push.send(letter_to(ada)), TryLater)
    assert time.monotonic() - began < 2.5
    assert service.bytes_given < 10_000_000


def test_an_answer_of_100_megabytes_is_not_read(service: PushService, ada: User) -> None:
    keep(ada, service.device())
    service.manner = "huge"
    assert isinstance(web_push.send(letter_to(ada)), Sent)
    assert service.bytes_given < 10_000_000  # what the sockets on the way hold


def test_an_answer_of_100_megabytes_costs_less_than_five(service: PushService, ada: User) -> None:
    keep(ada, service.device())
    web_push.send(letter_to(ada))  # what is loaded once does not count
    for manner in ("huge", "huge_head"):
        service.manner = manner
        tracemalloc.start()
        web_push.send(letter_to(ada))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 5_000_000, manner


def test_a_certificate_that_nobody_vouches_for_is_tried_later(
    ada: User, settings: Any, tmp_path: Path
) -> None:
    with self_signed_server(tmp_path) as (origin, heard):
        settings.PUSH_ALLOWED_ORIGINS = [origin]
        row = keep(ada, Device("phone", f"{origin}/push/phone"))
        outcome = web_push.send(letter_to(ada))
    assert outcome == TryLater("unreachable-SSLCertVerificationError")
    assert heard == []
    row.refresh_from_db()
    assert row.gone_at is None


def test_a_service_that_speaks_no_tls_is_tried_later(
    service: PushService, ada: User, settings: Any
) -> None:
    origin = service.origin.replace("http:", "https:")
    settings.PUSH_ALLOWED_ORIGINS = [origin]
    keep(ada, Device("phone", f"{origin}/push/phone"))
    outcome = web_push.send(letter_to(ada))
    assert isinstance(outcome, TryLater)
    assert service.messages == []


def test_a_name_that_nobody_knows_costs_no_device(
    service: PushService, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    row = keep(ada, service.device())
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert web_push.send(letter_to(ada)) == TryLater("unreachable-name")
    row.refresh_from_db()
    assert row.gone_at is None


def test_a_known_service_that_leads_inside_never_touches_the_port_there(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        where = canary.getsockname()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", where)])
        keep(ada, Device("phone", "https://fcm.googleapis.com/fcm/send/x"))
        assert web_push.send(letter_to(ada)) == Gone("refused-a private address", alarm=True)
        with pytest.raises(TimeoutError):
            canary.accept()


def test_nobody_there_is_tried_later(service: PushService, ada: User, settings: Any) -> None:
    settings.PUSH_ALLOWED_ORIGINS = ["http://127.0.0.1:1"]
    row = keep(ada, service.device())
    PushSubscription.objects.filter(pk=row.pk).update(endpoint="http://127.0.0.1:1/push/x")
    assert isinstance(web_push.send(letter_to(ada)), TryLater)
