"""All devices of a person at once: none waits for another's service, and the lease bounds all."""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from alerts import conf
from alerts.channels import Letter, Sent, TryLater, breaker, web_push, webhook
from alerts.channels.bounded_http import Answer
from alerts.channels.web_push import send_to_all
from alerts.lanes import host_of
from alerts.models import Delivery, PushSubscription, Receipt, Webhook
from teams.models import Team
from tests.cast import Api, entry
from tests.push_service import PushService

MANY = 6


@pytest.fixture
def services(settings: Any) -> Iterator[tuple[PushService, PushService]]:
    breaker.forget()
    with PushService() as one, PushService() as other:
        settings.PUSH_ALLOWED_ORIGINS = [one.origin, other.origin]
        yield one, other


def keep(user: User, service: PushService, name: str) -> PushSubscription:
    held = service.device(name).subscription
    return PushSubscription.objects.create(
        user=user, endpoint=held["endpoint"], created_at=datetime.now(UTC), **held["keys"]
    )


def letter_to(user: User, **more: Any) -> Letter:
    return Letter(user.pk, (uuid.uuid4(),), urgent=True, athlete_id=user.pk, **more)


def test_every_device_is_asked_while_none_has_answered(
    services: tuple[PushService, PushService], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MANY):
        keep(ada, services[0], f"d{number}")
    together = threading.Barrier(MANY, timeout=30)
    post = web_push._post

    def meet(*given: Any) -> Answer:
        together.wait()  # nobody goes on until all are here
        return post(*given)

    monkeypatch.setattr(web_push, "_post", meet)
    assert web_push.send(letter_to(ada)) == Sent("http-201")
    assert {one.device for one in services[0].messages} == {f"d{n}" for n in range(MANY)}


def test_an_answer_is_written_while_another_device_still_waits(
    services: tuple[PushService, PushService], ada: User, ada_api: Api,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    slow, quick = (keep(ada, service, "x") for service in services)
    is_written = threading.Event()
    end, post = web_push._end, web_push._post

    def note(device: PushSubscription, *given: Any) -> Any:
        outcome = end(device, *given)
        is_written.set()
        return outcome

    def hold(device: PushSubscription, *given: Any) -> Answer:
        assert device == quick or is_written.wait(30)
        return post(device, *given)

    monkeypatch.setattr(web_push, "_end", note)
    monkeypatch.setattr(web_push, "_post", hold)
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    step = Delivery.objects.get(step=1)
    assert web_push.send(letter_to(ada, delivery_id=step.pk)) == Sent("http-201")
    taken = Receipt.objects.order_by("accepted_at").values_list("device", flat=True)
    assert list(taken) == [quick.pk, slow.pk]


def test_one_device_that_cannot_be_asked_costs_the_others_nothing(
    services: tuple[PushService, PushService], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, well = (keep(ada, service, "x") for service in services)
    post = web_push._post

    def fail(device: PushSubscription, *given: Any) -> Answer:
        if device == broken:
            raise ZeroDivisionError
        return post(device, *given)

    monkeypatch.setattr(web_push, "_post", fail)
    with pytest.raises(ZeroDivisionError):
        web_push.send(letter_to(ada))
    accepted = Receipt.objects.filter(accepted_at__isnull=False)
    assert list(accepted.values_list("device", flat=True)) == [well.pk]


def test_a_host_that_keeps_others_waiting_is_left_out_and_the_rest_is_told(
    services: tuple[PushService, PushService], ada: User
) -> None:
    hanging, well = (keep(ada, service, "x") for service in services)
    letter = letter_to(ada, leave_out=frozenset({host_of(hanging.endpoint)}))
    assert send_to_all([hanging, well], letter) == [TryLater("hangs"), Sent("http-201")]
    assert services[0].requests == []


@pytest.mark.parametrize(("lease_s", "longest_s"), [(1, 2 / 3), (6, 4.0), (30, 5.0), (600, 5.0)])
def test_no_sending_outlasts_its_lease_however_it_is_set(
    services: tuple[PushService, PushService], ada: User, settings: Any, lease_s: float,
    longest_s: float, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    given: list[float] = []

    def connect(*_: Any, timeout: float, **__: Any) -> Any:
        given.append(timeout)
        raise TimeoutError

    settings.ALERT_LEASE_SECONDS = lease_s
    settings.WEBHOOK_ALLOWED_ORIGINS = [services[0].origin]
    keep(ada, services[0], "x")
    now = datetime.now(UTC)
    team = Team.objects.create(name="Rowers", created_at=now)
    url = f"{services[0].origin}/x"
    hook = Webhook.objects.create(team=team, url=url, secret="s", created_at=now)
    monkeypatch.setattr(socket, "create_connection", connect)
    web_push.send(letter_to(ada))
    webhook.send(letter_to(ada, webhook_id=hook.pk, ladder=uuid.uuid4()))
    assert len(given) == 2
    assert all(0 < one <= longest_s <= conf.work_s() < lease_s for one in given)
