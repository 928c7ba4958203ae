"""Leasing beside full lanes: whom they keep waiting, whom they do not, and in what order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from alerts import leasing
from alerts.lanes import Busy
from alerts.models import Channel, Delivery, PushSubscription
from tests.cast import Api, entry

GOOD, BAD = "https://push.good/", "https://push.bad/"
FULL = Busy(hosts=frozenset({BAD}))
HANGING = Busy(hosts=frozenset({BAD}), hanging=frozenset({BAD}))


def now() -> datetime:
    return datetime.now(UTC)


def keep(user: User, *hosts: str, gone: bool = False) -> None:
    for host in hosts:
        PushSubscription.objects.create(
            user=user, endpoint=f"{host}{user.pk}", created_at=now(), p256dh="x", auth="x",
            gone_at=now() if gone else None,
        )  # fmt: skip


def due(user: User, *, channel: str = Channel.PUSH, step: int = 1, since_s: float = 5) -> Delivery:
    """A step of somebody's, due for so long."""
    return Delivery.objects.create(
        athlete=user, ladder="12345678-1234-5678-1234-567812345678", step=step, channel=channel,
        urgent=True, due_at=now() - timedelta(seconds=since_s),
    )  # fmt: skip


def taken(busy: Busy = leasing.NOBODY) -> Delivery | None:
    return leasing.lease_one(now=now(), busy=busy)


def test_who_is_only_at_a_full_host_waits_and_the_next_goes_first(ada: User, pat: User) -> None:
    keep(ada, BAD)
    keep(pat, GOOD)
    waits, goes = due(ada, since_s=60), due(pat)
    assert taken(FULL) == goes
    assert taken(FULL) is None
    waits.refresh_from_db()
    assert (waits.attempts, waits.lease) == (0, None)  # waiting is no try
    assert taken() == waits


@pytest.mark.parametrize(("busy", "waits"), [(FULL, True), (HANGING, False)])
def test_of_two_devices_the_one_at_a_host_that_hangs_is_not_waited_for(
    ada: User, busy: Busy, waits: bool
) -> None:
    keep(ada, BAD, GOOD)
    step = due(ada)
    assert taken(busy) == (None if waits else step)
    assert leasing.lanes_of(step) == {BAD, GOOD}


@pytest.mark.parametrize("busy", [FULL, HANGING])
def test_a_device_that_is_gone_keeps_nobody_waiting(ada: User, busy: Busy) -> None:
    keep(ada, BAD, gone=True)
    keep(ada, GOOD)
    step = due(ada)
    assert taken(busy) == step
    assert leasing.lanes_of(step) == {GOOD}


@pytest.mark.parametrize("busy", [FULL, HANGING])
def test_who_has_no_device_is_not_kept_from_the_letter(ada: User, busy: Busy) -> None:
    step = due(ada)
    assert taken(busy) == step
    assert leasing.lanes_of(step) == frozenset()


def test_a_coachs_push_goes_by_the_coachs_devices(ada: User, pat: User) -> None:
    keep(ada, BAD)
    keep(pat, GOOD)
    step = due(ada)
    Delivery.objects.filter(pk=step.pk).update(recipient=pat)
    step.refresh_from_db()
    assert leasing.lanes_of(step) == {GOOD}
    found = leasing._not_kept_waiting(Delivery.objects.all(), HANGING)
    assert list(found) == [step]


def test_full_letters_let_pushes_pass_and_hosts_let_letters_pass(ada: User, pat: User) -> None:
    keep(ada, BAD)
    letter, push = due(ada, channel=Channel.EMAIL, step=3, since_s=60), due(ada)
    assert taken(Busy(channels=frozenset({"email"}))) == push
    assert taken(HANGING) == letter
    assert leasing.lanes_of(letter) == {"email"}


@pytest.mark.parametrize("channel", [Channel.HELPERS, Channel.QUESTION, "pigeon"])
def test_what_nobody_outside_answers_needs_no_lane(ada: User, channel: str) -> None:
    assert leasing.lanes_of(due(ada, channel=channel)) == frozenset()


def test_the_urgent_still_goes_before_the_older(ada: User, pat: User) -> None:
    keep(ada, GOOD)
    keep(pat, GOOD)
    calm = due(pat, since_s=600)
    Delivery.objects.filter(pk=calm.pk).update(urgent=False)
    red = due(ada)
    assert taken(HANGING) == red


def test_with_nobody_in_the_lanes_the_statement_is_the_plain_one(ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    plain = Delivery.objects.all()
    assert "pushsubscription" not in str(leasing._not_kept_waiting(plain, leasing.NOBODY).query)
