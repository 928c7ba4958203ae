"""Readings: scored here, put into their window, late or refused when the window says so."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from accounts.privacy import erase_person, export_person
from tests.cast import Api, api_as, person
from tracker.instrument_files import current
from tracker.models import InstrumentSchedule, Reading

MONDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)  # 08:30 in Berlin
ANSWERS: dict[str, dict[str, Any]] = {
    "nrs": {"worst": 6},
    "pgic": {"change": 3},
    "wellness": {"sleep": 2, "tiredness": 3, "stress": 1, "soreness": 4},
    "swatches": {"colour": 3},
    "sitting": {"minutes": 40},
    "srpe": {"effort": 5, "minutes": 60},
    "fash": {"total": 80},
    "psfs": {"activities": [{"name": name, "level": 4} for name in ("sit", "run", "bend")]},
}


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


def reading(name: str, **more: Any) -> dict[str, Any]:
    made = {
        "id": str(uuid.uuid4()), "instrument": name, "version": 1, "answers": ANSWERS[name],
        "taken_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    return made | more


def kept(api: Api, name: str, **more: Any) -> dict[str, Any]:
    answer = api.post("/readings", reading(name, **more))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def asked(api: Api, name: str, **more: Any) -> Any:
    answer = api.send("PUT", f"/schedules/{name}", more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def state_of(api: Api, name: str) -> tuple[str, bool]:
    (one,) = [due for due in api.get("/readings/due").json()["results"]
              if due["instrument"] == name]  # fmt: skip
    return one["state"], one["answered"]


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"fash"}))
def test_a_reading_is_scored_and_told_again(api: Api, name: str) -> None:
    made = kept(api, name)

    told = api.get("/readings", instrument=name).json()["results"]
    assert told == [made]
    assert made["day"] == "2026-03-09"
    assert made["zone"] == "Europe/Berlin"
    assert (made["late"], made["window"], made["entered_by"]) == (False, None, "athlete")


def test_the_same_reading_again_is_kept_once(api: Api) -> None:
    sent = reading("nrs")

    first, again = api.post("/readings", sent), api.post("/readings", sent)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Reading.objects.count() == 1


def test_two_people_may_send_the_same_id(api: Api, eve: User) -> None:
    sent = reading("nrs")
    api.post("/readings", sent)

    assert api_as(eve).post("/readings", sent).status_code == 201
    assert len(api.get("/readings").json()["results"]) == 1


BAD = {
    "an instrument that is none": ({"instrument": "mood"}, "/instrument", "unknown-instrument"),
    "no answers": ({"answers": {}}, "/answers/worst", "missing"),
    "answers off the scale": ({"answers": {"worst": 11}}, "/answers/worst", "out-of-range"),
    "answers that are a list": ({"answers": [1]}, "/answers", "not-an-object"),
    "another form": ({"version": 2}, "/version", "form-changed"),
    "a version in quotes": ({"version": "1"}, "/version", "invalid"),
    "an id that is none": ({"id": "7"}, "/id", "invalid"),
    "an id that is a number": ({"id": 7}, "/id", "invalid"),
    "a time without offset": ({"taken_at": "2026-03-09T07:00:00"}, "/taken_at", "bad-instant"),
    "a day that is none": ({"day": "2026-02-30"}, "/day", "bad-day"),
    "a day to come": ({"day": "2026-03-10"}, "/day", "day-ahead"),
    "a day long ago": ({"day": "2026-02-22"}, "/day", "day-too-old"),
    "an unknown field": ({"score": 3}, "/score", "unknown-field"),
    "a window nobody asked for": ({"window": "2026-03-09"}, "/window", "no-such-window"),
    "somebody told it": ({"told_by": "Pat"}, "/told_by", "bad-reading"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_kept_is_named_with_its_remedy(api: Api, name: str) -> None:
    change, pointer, code = BAD[name]

    answer = api.post("/readings", reading("nrs") | change)

    assert answer.status_code in {400, 409}, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    error = answer.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert not Reading.objects.exists()


def test_a_session_may_be_told_two_weeks_later_and_is_late(api: Api) -> None:
    fresh = kept(api, "srpe", day="2026-03-08")
    old = kept(api, "srpe", day="2026-02-23")

    assert (fresh["late"], old["late"], old["score"]) == (False, True, 300)


def test_nobody_is_asked_before_they_choose_it(api: Api) -> None:
    assert api.get("/readings/due").json()["results"] == []
    assert api.get("/schedules").json()["results"] == []


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


BAD_SCHEDULES = {
    "no rhythm": ("srpe", {}, "/instrument"),
    "a clinician's total": ("fash", {}, "/instrument"),
    "unknown": ("mood", {}, "/instrument"),
    "far ahead": ("nrs", {"starts_on": "2026-09-09"}, "/starts_on"),
    "closes first": ("nrs", {"opens": "10:00", "closes": "09:00"}, "/closes"),
    "no time": ("nrs", {"opens": "25:00"}, "/opens"),
    "a number": ("nrs", {"opens": 10}, "/opens"),
    "a field too many": ("nrs", {"every_days": 1}, "/every_days"),
}


@pytest.mark.parametrize("name", BAD_SCHEDULES)
def test_a_way_of_being_asked_that_cannot_be_is_named(api: Api, name: str) -> None:
    instrument, body, pointer = BAD_SCHEDULES[name]

    answer = api.send("PUT", f"/schedules/{instrument}", body)

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not InstrumentSchedule.objects.exists()


def test_who_wants_no_more_is_asked_no_more_and_loses_nothing(api: Api) -> None:
    asked(api, "wellness")
    kept(api, "wellness")

    assert api.send("DELETE", "/schedules/wellness").status_code == 204

    assert api.get("/readings/due").json()["results"] == []
    assert len(api.get("/readings").json()["results"]) == 1


def test_readings_come_in_pages_and_by_day(api: Api, bea: User) -> None:
    for n in range(130):
        Reading.objects.create(
            athlete=bea, uid=uuid.uuid4(), instrument="nrs", version=1, answers={"worst": 1},
            score=1, day=MONDAY.date() - timedelta(days=n // 2), zone="Europe/Berlin",
            taken_at=MONDAY, received_at=MONDAY, entered_by="athlete",
        )  # fmt: skip

    first = api.get("/readings", instrument="nrs").json()
    rest = api.client.get(first["next"], headers=api.headers).json()
    some = api.get("/readings", **{"from": "2026-03-08", "to": "2026-03-08"}).json()

    seen = [one["id"] for one in (*first["results"], *rest["results"])]
    assert (len(seen), len(set(seen)), rest["next"]) == (130, 130, None)
    assert [one["day"] for one in some["results"]] == ["2026-03-08"] * 2


@pytest.mark.parametrize("cursor", ["x", "WyJhIiwgMV0", "WyIyMDI2LTAzLTA5IiwgdHJ1ZV0"])
def test_a_cursor_not_ours_is_named(api: Api, cursor: str) -> None:
    answer = api.get("/readings", cursor=cursor)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_instruments_carry_their_bands_and_an_etag(api: Api) -> None:
    answer = api.client.get("/api/v1/instruments")

    told = {one["id"]: one for one in answer.json()["instruments"]}
    assert told["nrs"]["change"]["points"] == 2
    assert told["pgic"]["change"] is None
    assert told["pgic"]["no_change"]
    assert answer["Cache-Control"] == "public, no-cache"
    held = api.client.get("/api/v1/instruments", headers={"If-None-Match": answer["ETag"]})
    assert held.status_code == 304
    assert answer.json()["version"] == current().version


def test_readings_and_schedules_are_exported_and_erased(api: Api, bea: User) -> None:
    asked(api, "wellness")
    kept(api, "wellness")

    told = export_person(user_id=bea.pk)["tracker"]
    assert told["readings"][0]["answers"] == ANSWERS["wellness"]
    assert told["schedules"][0]["instrument"] == "wellness"

    erase_person(user_id=bea.pk)
    assert not Reading.objects.exists()
    assert not InstrumentSchedule.objects.exists()
