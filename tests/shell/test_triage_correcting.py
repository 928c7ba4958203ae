"""What a person may change of their episode, and what nobody may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from accounts.models import User
from tests.cast import Api, api_as
from tests.shell.test_triage_memory import assess
from triage.queries import episodes, open_episode_fact


@pytest.fixture(autouse=True)
def _soon_after() -> Iterator[None]:
    """Days after what `assess` tells of: what is settled much later is no return of it."""
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        yield


def ask(api: Api, method: str, episode: str, **body: Any) -> Any:
    return api.send(method, f"/triage/episodes/{episode}", body)


def test_side_and_start_are_corrected(ada: User) -> None:
    episode = assess(ada, {"side": "left"})["episode"]
    api = api_as(ada)

    answer = ask(api, "PATCH", episode, side="both", started_on="2026-11-02")

    assert answer.status_code == 200
    assert (answer.json()["side"], answer.json()["started_on"]) == ("both", "2026-11-02")
    assert api.get(f"/triage/episodes/{episode}").json() == answer.json()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"side": "up"}, "/side"),
        ({"side": None}, "/side"),
        ({"started_on": "2199-01-01"}, "/started_on"),
        ({"started_on": 3}, "/started_on"),
        ({"state": "open"}, "/state"),
        ({"came_back": "yes"}, "/came_back"),
        ({"came_back": True}, "/came_back"),  # nothing earlier
        ({"urgency": "self_care"}, "/urgency"),
        ({}, ""),
    ],
)
def test_what_cannot_be_changed_so_is_refused(
    ada: User, body: dict[str, Any], pointer: str
) -> None:
    episode = assess(ada, {"side": "left"})["episode"]

    answer = ask(api_as(ada), "PATCH", episode, **body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert open_episode_fact(athlete_id=ada.pk).side == "left"


def test_an_ache_that_is_over_is_settled_and_the_next_is_another_episode(ada: User) -> None:
    first = assess(ada, {"side": "left"})["episode"]

    answer = ask(api_as(ada), "PATCH", first, state="settled")
    second = assess(ada, {"side": "left"}, days=9)["episode"]

    assert (answer.json()["state"], answer.json()["urgency"]) == ("settled", None)
    assert second != first
    assert [fact.state for fact in episodes(athlete_id=ada.pk)] == ["open", "settled"]


def test_a_held_level_is_not_dropped_by_settling(ada: User) -> None:
    episode = assess(ada, {"fever": True, "side": "left"})["episode"]

    answer = ask(api_as(ada), "PATCH", episode, state="settled", side="right")

    assert (answer.status_code, answer.json()["code"]) == (409, "still-urgent")
    fact = open_episode_fact(athlete_id=ada.pk)
    assert fact is not None
    assert (fact.state, fact.urgency, fact.side) == ("open", "same_day", "left")


def test_a_stranger_changes_nothing(ada: User, eve: User) -> None:
    episode = assess(ada, {"side": "left"})["episode"]

    assert ask(api_as(eve), "PATCH", episode, state="settled").status_code == 404
    assert open_episode_fact(athlete_id=ada.pk) is not None


def came_back(ada: User) -> tuple[str, str]:
    """An ache of the left leg that was over, and one there nine days later."""
    first = assess(ada, {"side": "left"})["episode"]
    ask(api_as(ada), "PATCH", first, state="settled")
    return first, assess(ada, {"side": "left"}, days=9)["episode"]


def test_whether_it_came_back_is_the_persons_word(ada: User) -> None:
    first, second = came_back(ada)
    api = api_as(ada)
    offered = api.get(f"/triage/episodes/{second}").json()

    denied = ask(api, "PATCH", second, came_back=False).json()
    after_all = ask(api, "PATCH", second, came_back=True).json()

    assert (offered["recurrence_of"], offered["came_back"]) == (first, None)
    assert (denied["recurrence_of"], denied["came_back"]) == (None, False)
    assert (after_all["recurrence_of"], after_all["came_back"]) == (first, True)


def test_a_no_stands_when_the_same_side_is_told_again(ada: User) -> None:
    _, second = came_back(ada)
    ask(api_as(ada), "PATCH", second, came_back=False)

    assess(ada, {"side": "left"}, days=10)

    fact = open_episode_fact(athlete_id=ada.pk)
    assert fact is not None
    assert (fact.recurrence_of, fact.came_back) == (None, False)


def test_on_the_other_side_it_is_asked_anew(ada: User) -> None:
    first, second = came_back(ada)
    api = api_as(ada)
    ask(api, "PATCH", second, came_back=False)

    other = ask(api, "PATCH", second, side="right").json()
    back = ask(api, "PATCH", second, side="left").json()

    assert (other["recurrence_of"], other["came_back"]) == (None, None)
    assert (back["recurrence_of"], back["came_back"]) == (first, None)


def test_the_side_of_the_earlier_one_put_right_shows_in_the_later_one(ada: User) -> None:
    first, second = came_back(ada)
    api = api_as(ada)

    ask(api, "PATCH", first, side="right")
    assert api.get(f"/triage/episodes/{second}").json()["recurrence_of"] is None
    ask(api, "PATCH", first, side="both")
    assert api.get(f"/triage/episodes/{second}").json()["recurrence_of"] == first
