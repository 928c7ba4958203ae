"""Killed with -9 at the worst moments: the alert is delivered all the same, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.faults.house import LEASE_S, RECORD, House, wait_until
from tests.push_service import Device, PushService

pytestmark = pytest.mark.processes


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


@pytest.fixture
def phone(service: PushService) -> Device:
    return service.device()


@pytest.fixture
def house(tmp_path: Path, service: PushService, phone: Device) -> Iterator[House]:
    made = House(tmp_path, push_origin=service.origin)
    try:
        made.move_in(phone)
        yield made
    finally:
        made.close()


@pytest.fixture
def big_house(tmp_path: Path, service: PushService, phone: Device) -> Iterator[House]:
    """The same on PostgreSQL and Redis."""
    with servers.postgres() as database, servers.redis() as redis:
        made = House(tmp_path, push_origin=service.origin, DATABASE_URL=database, REDIS_URL=redis)
        try:
            made.move_in(phone)
            yield made
        finally:
            made.close()


def assert_delivered_once(house: House, service: PushService, phone: Device) -> None:
    message = service.wait_for(phone, longest_s=30)
    assert len(message.payload["alerts"]) >= 1
    wait_until("the mark", lambda: house.deliveries()[0]["state"] == "done")
    assert len(service.messages) == 1
    assert house.manage("invariants") == ""


def test_web_killed_after_the_commit_before_it_told_anybody(
    house: House, service: PushService, phone: Device
) -> None:
    house.run(RECORD, "killed", dies=True)
    house.start_relay()
    assert_delivered_once(house, service, phone)


def test_worker_killed_while_it_sends(house: House, service: PushService, phone: Device) -> None:
    service.manner = "hang"
    worker = house.start_worker()
    house.run(RECORD, "well")
    wait_until("the worker sends", lambda: service.requests)

    house.kill(worker)
    service.manner = "plain"
    house.start_relay()

    assert_delivered_once(house, service, phone)
    assert house.deliveries()[0]["attempts"] == 2


def test_the_bell_rings_and_no_worker_is_left_to_hear_it(
    house: House, service: PushService, phone: Device
) -> None:
    worker = house.start_worker()
    house.kill(worker)
    house.run(RECORD, "well")
    house.start_relay()
    assert_delivered_once(house, service, phone)


def test_relay_killed_after_it_took_the_lease(
    house: House, service: PushService, phone: Device
) -> None:
    house.run(RECORD, "well")
    service.manner = "hang"
    relay = house.start_relay()
    wait_until("the relay sends", lambda: service.requests)

    house.kill(relay)
    service.manner = "plain"
    assert house.deliveries()[0]["state"] == "due"
    house.start_relay()

    assert_delivered_once(house, service, phone)


def test_three_relays_at_once_send_once(house: House, service: PushService, phone: Device) -> None:
    house.run(RECORD, "well")
    for _ in range(3):
        house.start_relay()
    assert_delivered_once(house, service, phone)
    assert house.deliveries()[0]["attempts"] == 1


def test_the_worker_alone_sends_too(house: House, service: PushService, phone: Device) -> None:
    house.start_worker()
    house.run(RECORD, "well")
    assert_delivered_once(house, service, phone)


@pytest.mark.postgres
@pytest.mark.redis
def test_worker_killed_while_it_sends_with_postgresql_and_redis(
    big_house: House, service: PushService, phone: Device
) -> None:
    service.manner = "hang"
    worker = big_house.start_worker()
    big_house.run(RECORD, "well")
    wait_until("the worker sends", lambda: service.requests)

    big_house.kill(worker)
    service.manner = "plain"
    big_house.start_relay()

    assert_delivered_once(big_house, service, phone)
    assert LEASE_S < 5  # the wait above is the lease's end, not the backoff's


def test_a_relay_told_to_end_finishes_what_it_sends_and_takes_nothing_more(
    house: House, service: PushService, phone: Device
) -> None:
    service.manner = "hang"
    relay = house.start_relay()
    house.run(RECORD, "well")
    wait_until("the relay sends", lambda: service.requests)

    relay.terminate()

    assert relay.wait(15) == 0
    first = house.deliveries()[0]
    assert first["state"] == "due"
    assert first["last_answer"].startswith("unreachable")
