"""Readings: scored here, kept once, refused with the field named, told in pages, erased."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from accounts.privacy import erase_person, export_person
from tests.cast import Api, api_as, person
from tests.shell.reading_story import ANSWERS, MONDAY, asked, kept, reading
from tracker.instrument_files import current
from tracker.models import InstrumentSchedule, Reading


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
            taken_at=MONDAY, received_at=MONDAY, edited_at=MONDAY, edited_at_raw=MONDAY,
            entered_by="athlete",
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
