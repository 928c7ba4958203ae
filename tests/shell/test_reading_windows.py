"""Windows of instruments: open, late or shut on the person's own clock, wherever they go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from tests.cast import Api, api_as, person
from tests.shell.reading_story import MONDAY, asked, kept, reading, state_of
from tracker.models import Reading


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def bea(clock: Any) -> User:
    """An athlete of Berlin."""
    return person("Bea", time_zone="Europe/Berlin")


@pytest.fixture
def api(bea: User) -> Api:
    return api_as(bea)


def test_a_morning_form_filled_in_the_afternoon_is_marked_late(api: Api, clock: Any) -> None:
    asked(api, "wellness")
    assert state_of(api, "wellness") == ("open", False)

    clock.move_to(MONDAY + timedelta(hours=7))  # 15:30; it closed at noon
    assert state_of(api, "wellness") == ("late", False)
    made = kept(api, "wellness")

    assert (made["late"], made["window"], made["day"]) == (True, "2026-03-09", "2026-03-09")
    assert state_of(api, "wellness") == ("late", True)


def test_an_answer_in_time_that_arrives_after_closing_is_not_late(api: Api, clock: Any) -> None:
    asked(api, "swatches")
    sent = reading("swatches")  # answered at 08:30 with no network

    clock.move_to(MONDAY + timedelta(hours=9))
    answer = api.post("/readings", sent)

    assert answer.status_code == 201
    assert answer.json()["late"] is False
    assert answer.json()["window"] == "2026-03-09"


def test_a_window_that_closed_for_good_refuses_and_says_when_the_next_opens(
    api: Api, clock: Any
) -> None:
    asked(api, "swatches")
    clock.move_to(MONDAY + timedelta(hours=5))  # 13:30; closed at 11:00, no late hours

    answer = api.post("/readings", reading("swatches"))

    assert (answer.status_code, answer.json()["code"]) == (409, "window-closed")
    assert "2026-03-09T10:00:00Z" in answer.json()["detail"]
    assert "2026-03-10T02:00:00Z" in answer.json()["detail"]
    assert not Reading.objects.exists()


def test_a_clock_of_the_phone_that_runs_ahead_opens_no_window(api: Api) -> None:
    asked(api, "nrs")  # opens at 17:00
    ahead = (MONDAY + timedelta(hours=10)).isoformat()

    answer = api.post("/readings", reading("nrs", taken_at=ahead))

    assert (answer.status_code, answer.json()["code"]) == (409, "window-not-open")
    assert "2026-03-09T16:00:00Z" in answer.json()["detail"]


def test_outside_of_the_schedule_an_extra_answer_is_always_taken(api: Api) -> None:
    asked(api, "nrs")

    made = kept(api, "nrs", window=None)

    assert (made["window"], made["late"]) == (None, False)
    assert state_of(api, "nrs")[1] is False


def test_an_evening_answer_after_midnight_belongs_to_the_evening(api: Api, clock: Any) -> None:
    asked(api, "nrs")
    clock.move_to(datetime(2026, 3, 9, 23, 30, tzinfo=UTC))  # 00:30 on the 10th in Berlin

    made = kept(api, "nrs")

    assert (made["day"], made["window"], made["late"]) == ("2026-03-09", "2026-03-09", True)


def test_a_day_on_which_no_window_begins_is_named(api: Api) -> None:
    asked(api, "pgic")

    answer = api.post("/readings", reading("pgic", window="2026-03-08"))

    assert answer.json()["errors"][0]["code"] == "no-such-window"


def test_a_weekly_form_stays_open_two_days_and_comes_back_in_a_week(api: Api, clock: Any) -> None:
    asked(api, "pgic")
    states = []
    for day in range(8):
        clock.move_to(MONDAY + timedelta(days=day))
        states.append(state_of(api_as(User.objects.get(email="bea@cast.test")), "pgic")[0])

    assert states == ["open", "open", "late", "late", "closed", "closed", "closed", "open"]


def test_windows_follow_the_person_to_another_zone(api: Api, clock: Any) -> None:
    asked(api, "wellness")
    kept(api, "wellness")
    clock.move_to(MONDAY + timedelta(hours=12))  # 19:30 UTC: 12:30 in Los Angeles
    api.send("PATCH", "/me", {"profile": {"time_zone": "America/Los_Angeles"}})

    assert state_of(api, "wellness") == ("late", True)  # the 9th again, answered already

    clock.move_to(MONDAY + timedelta(hours=23))  # 06:30 UTC on the 10th: 23:30 on the 9th there
    (due,) = api.get("/readings/due").json()["results"]
    assert due["window"]["first_day"] == "2026-03-09"
    assert due["next"]["opens_at"] == "2026-03-10T11:00:00Z"  # 04:00 in Los Angeles
    assert Reading.objects.get().zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("zone", "now", "opens_at"),
    [
        # the day without midnight: the 6th of September begins at 01:00
        ("America/Santiago", datetime(2026, 9, 6, 12, tzinfo=UTC), "2026-09-06T04:00:00Z"),
        ("Africa/Cairo", datetime(2026, 4, 24, 12, tzinfo=UTC), "2026-04-23T22:00:00Z"),
        ("Asia/Beirut", datetime(2026, 3, 29, 12, tzinfo=UTC), "2026-03-28T22:00:00Z"),
        ("Europe/Berlin", datetime(2026, 10, 25, 12, tzinfo=UTC), "2026-10-24T22:00:00Z"),
    ],
)
def test_a_day_whose_midnight_is_odd_has_its_window(
    clock: Any, zone: str, now: datetime, opens_at: str
) -> None:
    clock.move_to(now)
    api = api_as(person("Sol", time_zone=zone))
    asked(api, "pgic")

    (due,) = api.get("/readings/due").json()["results"]

    assert due["window"]["opens_at"] == opens_at
    assert kept(api, "pgic")["window"] == due["window"]["first_day"]


def test_a_place_that_skips_a_day_asks_nothing_for_it(clock: Any) -> None:
    clock.move_to(datetime(2011, 12, 29, 20, tzinfo=UTC))  # 10:00 on the 29th in Apia
    sina = person("Sina", time_zone="Pacific/Apia")
    asked(api_as(sina), "wellness")

    clock.move_to(datetime(2011, 12, 30, 20, tzinfo=UTC))  # 10:00 on the 31st
    (due,) = api_as(sina).get("/readings/due").json()["results"]

    assert due["window"]["first_day"] == "2011-12-31"
    assert due["state"] == "open"
