"""Web push against a push service of our own: what it reads, and what each answer does to us."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from accounts.models import User
from alerts import vapid
from alerts.channels import Gone, Letter, Sent, TryLater, web_push
from alerts.models import PushSubscription, Receipt
from tests.push_service import Device, PushService

pytestmark = pytest.mark.django_db

HEALTH_WORDS = re.compile(
    r"pain|numb|ache|leg|thigh(?!care)|saddle|bladder|bowel|doctor|emergency|symptom|red.?flag|"
    r"left|right|clot|urgent|hospital|ada",
    re.IGNORECASE,
)


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with PushService() as running:
        settings.PUSH_ALLOWED_ORIGINS = [running.origin]
        yield running


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@example.test", display_name="Ada")


def keep(user: User, device: Device) -> PushSubscription:
    held = device.subscription
    return PushSubscription.objects.create(
        user=user, endpoint=held["endpoint"], created_at=datetime.now(UTC), **held["keys"]
    )


def letter_to(user: User, *, alerts: int = 1, urgent: bool = True) -> Letter:
    return Letter(user.pk, tuple(uuid.uuid4() for _ in range(alerts)), urgent)


def test_the_device_can_read_what_was_sent_and_the_service_knows_who_sent_it(
    service: PushService, ada: User
) -> None:
    row = keep(ada, service.device())
    letter = letter_to(ada)

    assert web_push.send(letter) == Sent("http-201")

    (message,) = service.messages
    assert message.payload["alerts"] == [str(letter.alert_ids[0])]
    assert message.payload["token"] == Receipt.objects.get().token
    assert message.claims["aud"] == service.origin
    assert message.claims["sub"].startswith(("mailto:", "https://"))
    assert message.claims["k"] == vapid.public_key()
    assert message.claims["exp"] <= time.time() + 24 * 3600
    row.refresh_from_db()
    assert row.last_accepted_at is not None


def test_the_headers_say_how_long_how_urgent_and_about_what(
    service: PushService, ada: User
) -> None:
    keep(ada, service.device())
    letter = letter_to(ada)
    web_push.send(letter)
    headers = service.messages[0].headers
    assert headers["ttl"] == "86400"
    assert headers["urgency"] == "high"
    assert headers["content-encoding"] == "aes128gcm"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers["topic"])


@pytest.mark.parametrize("alerts", [0, 1, 20, 300])
def test_the_payload_is_small_and_says_nothing_of_health(
    service: PushService, ada: User, alerts: int
) -> None:
    keep(ada, service.device())
    web_push.send(letter_to(ada, alerts=alerts))
    payload = service.messages[0].payload
    assert len(json.dumps(payload).encode()) <= 1024
    words = " ".join(str(value) for key, value in payload.items() if key not in ("alerts", "token"))
    assert not HEALTH_WORDS.search(words), words
    assert set(payload) <= {"alerts", "token", "title", "body"}


def test_every_device_gets_it_and_one_that_takes_it_is_enough(
    service: PushService, ada: User
) -> None:
    gone, fine = keep(ada, service.device("old")), keep(ada, service.device("new"))
    service.statuses["old"] = 410
    assert isinstance(web_push.send(letter_to(ada)), Sent)
    gone.refresh_from_db()
    fine.refresh_from_db()
    assert gone.gone_at is not None
    assert fine.gone_at is None
    assert [message.device for message in service.messages] == ["new"]


def test_a_device_that_is_gone_is_not_tried_again(service: PushService, ada: User) -> None:
    keep(ada, service.device())
    service.status = 404
    assert web_push.send(letter_to(ada)) == Gone("http-404")
    service.requests.clear()
    assert isinstance(web_push.send(letter_to(ada)), Gone)
    assert service.requests == []


@pytest.mark.parametrize("status", [401, 403, 413])
def test_a_refusal_of_us_calls_the_operator_and_does_not_cost_the_device(
    service: PushService, ada: User, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    row = keep(ada, service.device())
    service.status = status
    assert web_push.send(letter_to(ada)) == Gone(f"http-{status}", alarm=True)
    row.refresh_from_db()
    assert row.gone_at is None
    assert row.failing_since is not None
    assert any(record.levelname == "ERROR" for record in caplog.records)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_service_is_tried_later(service: PushService, ada: User, status: int) -> None:
    keep(ada, service.device())
    service.status = status
    assert web_push.send(letter_to(ada)) == TryLater(f"http-{status}")


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("7", 7.0),
        ("0", None),
        ("-5", None),
        ("3600", 600.0),
        ("9" * 30, None),
        ("soon", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 600.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", None),
        ("1e9", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_too_many_requests_waits_as_long_as_is_sensible(
    service: PushService, ada: User, said: str, understood: float | None
) -> None:
    keep(ada, service.device())
    service.status = 429
    service.headers = {"Retry-After": said.encode().decode("latin-1")}
    assert web_push.send(letter_to(ada)) == TryLater("http-429", understood)


def test_a_date_in_retry_after_is_understood(service: PushService, ada: User) -> None:
    keep(ada, service.device())
    service.status = 429
    service.headers = {
        "Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    }
    outcome = web_push.send(letter_to(ada))
    assert isinstance(outcome, TryLater)
    assert outcome.after_s is not None
    assert 80 < outcome.after_s <= 90


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(service: PushService, ada: User, status: int) -> None:
    keep(ada, service.device())
    with PushService() as canary:
        service.status = status
        service.headers = {"Location": f"{canary.origin}/internal"}
        assert isinstance(web_push.send(letter_to(ada)), Gone)
        assert canary.requests == []


def test_keys_that_are_no_keys_are_a_gone_device_not_a_crash(
    service: PushService, ada: User
) -> None:
    row = keep(ada, service.device())
    PushSubscription.objects.filter(pk=row.pk).update(p256dh="AAAA")
    assert isinstance(web_push.send(letter_to(ada)), Gone)
    assert service.requests == []
