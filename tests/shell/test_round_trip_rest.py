"""Readings and episodes of an export: brought back, checked, taken back, and nobody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from tests import cast
from tests.cast import Api, api_as
from tests.shell.bringing_in import bring_in, tell
from tests.shell.reading_story import ANSWERS
from tests.shell.test_round_trip import SOME_DAYS, everything, lived, measure, picture, whole
from tracker.importing.jobs import work_on_waiting


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


def test_erasing_takes_a_waiting_file_along(ada: User, ada_api: Api) -> None:
    ada_api.post("/imports", {"text": "day,pain\n2025-03-09,3\n"})
    call_command("erase", ada.email, stdout=StringIO())

    assert work_on_waiting() == 0
