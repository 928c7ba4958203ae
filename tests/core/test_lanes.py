"""Lanes: who never answers holds a few hands, and is known as hanging after a second."""

from __future__ import annotations

import pytest

from alerts.lanes import MOST, MOST_AT_A_HOST, SLOW_S, Busy, Lanes, host_of

GOOD, BAD = "https://push.good/", "https://push.bad/"


class Clock:
    """Seconds, as a test sets them."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lanes(clock: Clock) -> Lanes:
    return Lanes(clock=clock)


def fill(lanes: Lanes, host: str) -> None:
    for _ in range(MOST_AT_A_HOST):
        lanes.enter({host})


def test_a_lane_with_room_is_not_busy(lanes: Lanes) -> None:
    lanes.enter({BAD})
    lanes.enter({GOOD, "email"})
    assert lanes.busy() == Busy()


def test_a_full_lane_is_busy_and_no_other_is(lanes: Lanes) -> None:
    fill(lanes, BAD)
    lanes.enter({GOOD})
    assert lanes.busy() == Busy(hosts=frozenset({BAD}))


def test_a_full_lane_that_answers_within_a_second_does_not_hang(lanes: Lanes, clock: Clock) -> None:
    first = lanes.enter({BAD})
    clock.now += 0.9 * SLOW_S
    lanes.enter({BAD})
    lanes.leave(first)
    clock.now += 0.9 * SLOW_S
    lanes.enter({BAD})
    assert lanes.busy().hanging == frozenset()
    clock.now += 0.2 * SLOW_S
    assert lanes.busy() == Busy(hosts=frozenset({BAD}), hanging=frozenset({BAD}))


def test_who_leaves_makes_room(lanes: Lanes) -> None:
    places = [lanes.enter({BAD, GOOD}) for _ in range(MOST_AT_A_HOST)]
    assert lanes.busy().hosts == {BAD, GOOD}
    for place in places:
        lanes.leave(place)
    assert lanes.busy() == Busy()


@pytest.mark.parametrize("channel", MOST)
def test_letters_and_webhooks_have_lanes_of_their_own(
    lanes: Lanes, clock: Clock, channel: str
) -> None:
    for _ in range(MOST[channel]):
        assert lanes.busy() == Busy()
        lanes.enter({channel})
    clock.now += 60
    assert lanes.busy() == Busy(channels=frozenset({channel}))


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://push.good/send/abc", "https://push.good/"),
        ("http://127.0.0.1:81/x", "http://127.0.0.1:81/"),
        ("https://push.good", "https://push.good/"),
    ],
)
def test_one_host_is_one_lane(endpoint: str, host: str) -> None:
    assert host_of(endpoint) == host
