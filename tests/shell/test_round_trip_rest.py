"""Readings and episodes of an export: brought back, checked, taken back, and nobody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from tests import cast
from tests.cast import Api, api_as
from tests.shell.bringing_in import bring_in, tell
from tests.shell.reading_story import ANSWERS, asked
from tests.shell.test_round_trip import SOME_DAYS, everything, lived, measure, picture, whole
from tracker.importing.jobs import work_on_waiting
from tracker.reading_models import Reading


def test_readings_and_episodes_are_taken_back_with_the_import_and_can_come_again() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    measure(person, api, SOME_DAYS)
    before, taken = picture(person, api), whole(api, person)
    call_command("erase", person.email, stdout=StringIO())
    again = cast.person("Ada", time_zone="Europe/Berlin")
    hers = api_as(again)

    first = bring_in(hers, taken)
    assert (first["result"]["readings"], first["result"]["episodes"]) == (79, 2)
    tell(hers, first["id"], "undo")
    assert (everything(hers, "/readings"), everything(hers, "/triage/episodes")) == ([], [])

    bring_in(hers, taken)
    found = picture(again, hers)
    for one in (*found["readings"], *before["readings"]):
        del one["edited_at"]  # brought back after a deletion, so edited later
    assert found["readings"] == before["readings"]
    assert found["episodes"] == before["episodes"]


def test_readings_edited_since_the_export_stay_as_they_are() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    measure(person, api, SOME_DAYS)
    old = whole(api, person)
    _first, mine, other, *_ = everything(api, "/readings")
    later = {"edited_at": datetime.now(UTC).isoformat()}
    api.send("PATCH", f"/readings/{mine['id']}", later | {"deleted": True})
    right = later | {"version": 1, "answers": ANSWERS[other["instrument"]]}
    api.send("PATCH", f"/readings/{other['id']}", right)
    before = everything(api, "/readings")

    done = bring_in(api, old)

    assert (done["result"]["readings"], done["result"]["episodes"]) == (0, 0)
    assert everything(api, "/readings") == before


def test_a_file_edited_by_hand_changes_no_figure_that_a_physio_entered_here() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    measure(person, api, SOME_DAYS)
    Reading.objects.filter(athlete_id=person.pk, instrument="fash").update(entered_by="physio")
    document = json.loads(whole(api, person))
    before = everything(api, "/readings")
    readings = document["rooms"]["tracker"]["readings"]
    theirs = [one for one in readings if one["entered_by"] == "physio"]
    for one in theirs:
        one |= {"answers": {"total": 10}, "edited_at": datetime.now(UTC).isoformat()}
        one |= {"entered_by": "told"}  # as the same total would come back elsewhere

    bring_in(api, json.dumps(document))

    assert theirs
    assert everything(api, "/readings") == before


FORGED = {
    "a score of one's own": ({"score": 0}, "nrs", 6),
    "off the scale": ({"answers": {"worst": 11}}, "nrs", None),
    "another person's form": ({"instrument": "mood"}, "nrs", None),
    "a day to come": ({"day": "2099-01-01"}, "nrs", None),
    "a form of the future": ({"version": 2}, "nrs", None),
    "nobody's figure": ({"said_by": ""}, "fash", None),
    "a physio's figure": ({"entered_by": "physio"}, "fash", 80),
    "an id that is none": ({"uid": "7"}, "nrs", None),
    "numbers for words": ({"said_by": 5, "taken_at": 5}, "nrs", None),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_reading_written_by_hand_is_checked_as_a_new_one_is(name: str) -> None:
    change, instrument, kept = FORGED[name]
    person, api = lived("Ada", "Europe/Berlin")
    measure(person, api, 8)
    held = json.loads(whole(api, person))
    rows = held["rooms"]["tracker"]["readings"]
    row = next(one for one in rows if one["instrument"] == instrument and not one["deleted"])
    held["rooms"]["tracker"]["readings"] = [row | change]
    eve = cast.person("Eve")

    done = bring_in(api_as(eve), json.dumps(held))

    found = everything(api_as(eve), "/readings")
    assert [one["score"] for one in found] == ([] if kept is None else [kept])
    assert done["result"]["refused"] == (1 if kept is None else 0)
    assert {one["entered_by"] for one in found} <= {"athlete", "told"}


@pytest.mark.parametrize("rooms", [{}, [], {"tracker": 5}, {"triage": {"episodes": [5, {}]}}])
def test_rooms_that_are_none_bring_nothing(rooms: Any) -> None:
    person, api = lived("Ada", "Europe/Berlin")
    held = json.loads(whole(api, person)) | {"rooms": rooms}

    done = bring_in(api, json.dumps(held))

    assert done["state"] == "done"


def test_somebody_elses_episode_on_this_server_is_neither_touched_nor_told() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    measure(person, api, SOME_DAYS)
    taken, before = whole(api, person), everything(api, "/triage/episodes")
    eve = cast.person("Eve")

    bring_in(api_as(eve), taken)

    theirs = everything(api_as(eve), "/triage/episodes")
    assert [one["started_on"] for one in theirs] == [one["started_on"] for one in before]
    assert {one["id"] for one in theirs}.isdisjoint(one["id"] for one in before)
    assert everything(api, "/triage/episodes") == before


def test_a_level_in_force_comes_back_with_its_open_episode() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    api.post("/triage/assessments", {"answers": {"side": "left", "saddle_numb": True}})
    taken = whole(api, person)
    eve = cast.person("Eve")

    bring_in(api_as(eve), taken)

    (one,) = everything(api_as(eve), "/triage/episodes")
    assert (one["state"], one["urgency"], one["withheld"]) == ("open", "emergency_now", True)


def asked_of(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/schedules").json()["results"]
    return found


def with_schedules(*rows: dict[str, Any]) -> str:
    """An export of one day's pain, whose schedules were written by hand."""
    person = cast.person("Ida", time_zone="Europe/Berlin")
    api = api_as(person)
    api.sync(cast.entry("pain", level=3))
    held = json.loads(whole(api, person))
    held["rooms"]["tracker"]["schedules"] = list(rows)
    return json.dumps(held)


def test_how_somebody_is_asked_comes_back_with_its_day_and_hours(ada: User, ada_api: Api) -> None:
    ada_api.sync(cast.entry("pain", level=3))
    monday = {"starts_on": (cast.today() - timedelta(20)).isoformat()}
    asked(ada_api, "nrs", opens="07:15", closes="09:45")
    asked(ada_api, "wellness", **monday)
    before = asked_of(ada_api)
    taken = whole(ada_api, ada)
    call_command("erase", ada.email, stdout=StringIO())
    again = api_as(cast.person("Ada", birth_year=1996, country="DE"))

    done = bring_in(again, taken)

    assert (done["result"]["schedules"], done["result"]["refused"]) == (2, 0)
    assert asked_of(again) == before
    tell(again, done["id"], "undo")
    assert asked_of(again) == before, "a setting is ended by the person"


def test_what_is_asked_here_already_stays_as_it_was_chosen_here(ada: User, ada_api: Api) -> None:
    ada_api.sync(cast.entry("pain", level=3))
    asked(ada_api, "nrs", opens="07:15", closes="09:45")
    taken = whole(ada_api, ada)
    asked(ada_api, "nrs", opens="18:00", closes="20:00")
    before = asked_of(ada_api)

    done = bring_in(ada_api, taken)

    assert (done["result"]["schedules"], done["result"]["refused"]) == (0, 0)
    assert asked_of(ada_api) == before


ASKED = {
    "instrument": "nrs", "every_days": 1, "starts_on": "2026-01-05", "opens": "08:00:00",
    "closes": "09:00:00", "open_days": 1, "late_hours": 12,
}  # fmt: skip
NOT_ASKED = {
    "no form of ours": {"instrument": "mood"},
    "not by the clock": {"instrument": "fash"},
    "a day long gone": {"starts_on": "1066-10-14"},
    "a day far ahead": {"starts_on": "2099-01-01"},
    "no day": {"starts_on": 5},
    "closes first": {"opens": "09:00:00", "closes": "08:00:00"},
    "no clock": {"opens": "nine"},
    "a number": {"opens": 9},
    "a clock of another zone": {"opens": "08:00:00+05:00"},
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_a_schedule_written_by_hand_is_checked_as_a_new_one_is(name: str, eve: User) -> None:
    taken = with_schedules(ASKED | NOT_ASKED[name])

    done = bring_in(api_as(eve), taken)

    assert (done["result"]["schedules"], done["result"]["refused"]) == (0, 1)
    assert asked_of(api_as(eve)) == []


def test_how_often_is_the_forms_own_and_a_form_named_twice_is_asked_once(eve: User) -> None:
    taken = with_schedules(ASKED | {"every_days": 365, "late_hours": 9000}, ASKED)

    done = bring_in(api_as(eve), taken)

    (one,) = asked_of(api_as(eve))
    usual = asked(api_as(cast.person("Uma")), "nrs")
    assert (one["every_days"], one["late_hours"]) == (usual["every_days"], usual["late_hours"])
    assert (one["opens"], one["closes"], one["starts_on"]) == ("08:00", "09:00", "2026-01-05")
    assert done["result"]["schedules"] == 1


def test_erasing_takes_a_waiting_file_along(ada: User, ada_api: Api) -> None:
    ada_api.post("/imports", {"text": "day,pain\n2025-03-09,3\n"})
    call_command("erase", ada.email, stdout=StringIO())

    assert work_on_waiting() == 0
