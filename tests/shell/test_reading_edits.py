"""Readings put right and deleted: the later edit stands, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import User
from accounts.privacy import erase_person, export_person
from tests.cast import Api, api_as, person
from tests.shell.reading_story import ANSWERS, MONDAY, asked, kept, reading, state_of
from tracker.models import Reading, ReadingVersion


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def bea() -> User:
    """An athlete of Berlin."""
    return person("Bea", time_zone="Europe/Berlin")


@pytest.fixture
def api(bea: User) -> Api:
    return api_as(bea)


def at(minutes: int) -> str:
    """A client's clock so many minutes after the reading was taken."""
    return (MONDAY + timedelta(minutes=minutes)).isoformat()


def worst(level: int, minutes: int) -> dict[str, Any]:
    return {"edited_at": at(minutes), "version": 1, "answers": {"worst": level}}


def gone(minutes: int) -> dict[str, Any]:
    return {"edited_at": at(minutes), "deleted": True}


def edit(api: Api, made: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    answer = api.send("PATCH", f"/readings/{made['id']}", body)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def listed(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/readings").json()["results"]
    return found


def test_a_corrected_reading_is_scored_anew_and_keeps_its_day_and_window(
    api: Api, clock: Any
) -> None:
    asked(api, "nrs", opens="08:00", closes="09:00")
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=15))  # its window is closed, for late answers too
    assert state_of(api, "nrs") == ("closed", True)

    told = edit(api, made, worst(2, 5))

    assert told == made | {"answers": {"worst": 2}, "score": 2, "edited_at": told["edited_at"]}
    assert datetime.fromisoformat(told["edited_at"]) == MONDAY + timedelta(minutes=5)
    assert listed(api) == [told]


def test_what_was_answered_at_first_and_every_edit_can_be_looked_up(api: Api, clock: Any) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=1))
    edit(api, made, worst(2, 5))
    edit(api, made, gone(9))

    told = api.get(f"/readings/{made['id']}").json()

    assert (told["deleted"], told["score"]) == (True, 2)
    seen = [(one["score"], one["deleted"], one["answers"]) for one in told["versions"]]
    assert seen == [(6, False, {"worst": 6}), (2, False, {"worst": 2}), (2, True, {"worst": 2})]


def test_a_reading_never_edited_has_no_versions(api: Api) -> None:
    made = kept(api, "nrs")

    assert api.get(f"/readings/{made['id']}").json() == made | {"versions": []}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_edits_arrive_the_latest_stands(
    api: Api, clock: Any, order: tuple[int, ...]
) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=1))
    edits = [worst(2, 5), gone(7), worst(4, 9)]

    for place in order:
        edit(api, made, edits[place])

    assert [one["score"] for one in listed(api)] == [4]
    assert ReadingVersion.objects.count() == 4


def test_the_same_edit_again_changes_nothing(api: Api, clock: Any) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=1))

    first, again = edit(api, made, worst(2, 5)), edit(api, made, worst(2, 5))

    assert first == again
    assert ReadingVersion.objects.count() == 2


def test_a_deleted_reading_is_gone_from_lists_and_windows_and_does_not_come_back(
    api: Api, clock: Any
) -> None:
    asked(api, "nrs", opens="08:00")
    sent = reading("nrs")
    api.post("/readings", sent)
    assert state_of(api, "nrs") == ("open", True)
    clock.shift(timedelta(minutes=10))

    edit(api, sent, gone(5))
    again = api.post("/readings", sent)  # a phone that never heard its first answer

    assert (again.status_code, again.json()["deleted"]) == (200, True)
    assert listed(api) == []
    assert state_of(api, "nrs") == ("open", False)
    assert Reading.objects.count() == 1


def test_an_edit_made_after_the_deletion_brings_it_back(api: Api, clock: Any) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=1))
    edit(api, made, gone(5))

    assert edit(api, made, worst(3, 9))["deleted"] is False
    assert [one["score"] for one in listed(api)] == [3]


def test_a_clock_far_ahead_does_not_win_for_ever(api: Api, clock: Any) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=1))
    edit(api, made, worst(9, 60 * 24 * 3650))
    clock.shift(timedelta(minutes=1))

    edit(api, made, worst(1, 61))

    assert [one["score"] for one in listed(api)] == [1]


BAD = {
    "no time": ({"deleted": True}, "/edited_at"),
    "neither": ({"edited_at": at(1)}, "/answers"),
    "no version": ({"edited_at": at(1), "answers": {"worst": 1}}, "/version"),
    "both": (worst(1, 1) | {"deleted": True}, "/answers"),
    "off the scale": (worst(11, 1), "/answers/worst"),
    "half a form": (worst(1, 1) | {"answers": {}}, "/answers/worst"),
    "another form": (worst(1, 1) | {"version": 2}, "/version"),
    "told by": (worst(1, 1) | {"told_by": "Pat"}, "/told_by"),
    "an unknown field": (worst(1, 1) | {"day": "2026-03-08"}, "/day"),
    "deleted in quotes": ({"edited_at": at(1), "deleted": "true"}, "/deleted"),
    "a list": (worst(1, 1) | {"answers": [1]}, "/answers"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_edit_that_cannot_be_is_named_and_changes_nothing(api: Api, name: str) -> None:
    body, pointer = BAD[name]
    made = kept(api, "nrs")

    answer = api.send("PATCH", f"/readings/{made['id']}", body)

    assert answer.status_code in {400, 409}, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert listed(api) == [made]


def test_a_told_total_is_corrected_with_or_without_the_clinicians_name(
    api: Api, clock: Any
) -> None:
    made = kept(api, "fash", told_by="Dr Weber")
    clock.shift(timedelta(hours=1))
    body = {"edited_at": at(5), "version": 1, "answers": {"total": 70}}

    same = edit(api, made, body)
    other = edit(api, made, body | {"edited_at": at(6), "told_by": "Dr Ito"})

    assert (same["score"], same["said_by"]) == (70, "Dr Weber")
    assert (other["score"], other["said_by"], other["entered_by"]) == (70, "Dr Ito", "told")


def test_nobody_elses_reading_is_there(api: Api, eve: User) -> None:
    made = kept(api, "nrs")
    hers = api_as(eve)

    for path in (f"/readings/{made['id']}", f"/readings/{uuid4()}"):
        assert hers.get(path).status_code == 404
        for body in (worst(1, 1), gone(1), {"nonsense": 1}):
            assert hers.send("PATCH", path, body).status_code == 404
    assert listed(api) == [made]


def test_edits_without_end_are_stopped_and_a_deletion_is_still_taken(api: Api, clock: Any) -> None:
    made = kept(api, "nrs")
    clock.shift(timedelta(hours=20))
    for minutes in range(1, 100):
        edit(api, made, worst(minutes % 10, minutes))

    answer = api.send("PATCH", f"/readings/{made['id']}", worst(1, 200))

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-edits")
    assert edit(api, made, gone(201))["deleted"] is True


def test_edits_are_exported_with_their_versions_and_erased(api: Api, bea: User, clock: Any) -> None:
    made = kept(api, "wellness")
    clock.shift(timedelta(hours=1))
    edit(api, made, gone(5))

    (told,) = export_person(user_id=bea.pk)["tracker"]["readings"]
    assert told["deleted"] is True
    assert [one["answers"] for one in told["versions"]] == [ANSWERS["wellness"]] * 2

    erase_person(user_id=bea.pk)
    assert not ReadingVersion.objects.exists()
