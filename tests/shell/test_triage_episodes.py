"""A level never goes down by itself within an episode."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Api, api_as
from tests.knowledge.golden import golden_cases
from triage.models import Episode, Outcome
from triage.services import BadOutcome, record_assessment, record_outcome

pytestmark = pytest.mark.django_db
CALM = golden_cases()[0].answers
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    return User.objects.create_user(email="ada@example.test", password="a long pass phrase")


def assess(ada: User, answers: dict[str, Any], hours: float) -> dict[str, Any]:
    at = NOON + timedelta(hours=hours)
    return record_assessment(athlete_id=ada.pk, answers=answers, taken_at=at, now=at)[0]


def test_a_calm_triage_an_hour_later_does_not_lift_the_level(ada: User) -> None:
    red = assess(ada, CALM | {"fever": True}, 0)
    calm = assess(ada, CALM, 1)

    assert calm["urgency_now"] == "self_care"
    assert calm["urgency"] == "same_day"
    assert calm["held_from"] == red["id"]
    assert calm["withheld"]
    assert calm["episode"] == red["episode"]
    assert red["held_from"] is None


def test_a_complete_triage_after_a_day_does(ada: User) -> None:
    assess(ada, CALM | {"fever": True}, 0)

    incomplete = assess(ada, {"fever": False}, 25)
    complete = assess(ada, CALM, 26)

    assert (incomplete["urgency"], incomplete["urgency_now"]) == ("same_day", None)
    assert (complete["urgency"], complete["held_from"], complete["withheld"]) == (
        "self_care", None, False,
    )  # fmt: skip


def test_a_higher_level_takes_over_at_once_and_the_day_counts_from_it(ada: User) -> None:
    assess(ada, CALM | {"fever": True}, 0)
    assess(ada, CALM | {"leg_cold_pale": True}, 20)

    assert assess(ada, CALM, 30)["urgency"] == "emergency_now"
    assert assess(ada, CALM, 45)["urgency"] == "self_care"


def test_an_answer_from_the_future_counts_from_its_receipt(ada: User) -> None:
    assess(ada, CALM | {"fever": True}, 0)

    ahead = record_assessment(
        athlete_id=ada.pk, answers=CALM, taken_at=NOON + timedelta(days=9), now=NOON
    )[0]

    assert ahead["urgency"] == "same_day"


def test_having_been_seen_closes_the_episode_and_the_next_is_a_new_one(ada: User) -> None:
    red = assess(ada, CALM | {"fever": True}, 0)
    episode = Episode.objects.get()

    told, _ = record_outcome(
        athlete_id=ada.pk, episode_id=episode.pk, outcome="seen_treated",
        seen_on=date(2026, 11, 24), note="", now=NOON,
    )  # fmt: skip
    after = assess(ada, CALM, 2)

    assert told["urgency"] is None
    assert after["urgency"] == "self_care"
    assert after["episode"] != red["episode"]


def test_not_yet_seen_changes_nothing(ada: User) -> None:
    assess(ada, CALM | {"fever": True}, 0)
    episode = Episode.objects.get()

    told, _ = record_outcome(
        athlete_id=ada.pk, episode_id=episode.pk, outcome="not_yet", seen_on=None, note="", now=NOON
    )

    assert told["urgency"] == "same_day"
    assert assess(ada, CALM, 2)["urgency"] == "same_day"


def test_a_day_ahead_cannot_be_when_one_was_seen(ada: User) -> None:
    assess(ada, CALM, 0)

    with pytest.raises(BadOutcome):
        record_outcome(
            athlete_id=ada.pk, episode_id=Episode.objects.get().pk, outcome="seen_cleared",
            seen_on=date(2026, 11, 26), note="", now=NOON,
        )  # fmt: skip


def test_outcomes_are_posted_for_ones_own_episode_only(ada: User) -> None:
    assess(ada, CALM | {"fever": True}, 0)
    body = {"episode": str(Episode.objects.get().pk), "outcome": "seen_cleared", "note": "all well"}
    phone, eve = Client(), Client()
    phone.force_login(ada)
    eve.force_login(User.objects.create_user(email="eve@example.test", password="a long pass one"))

    def post(client: Client, sent: dict[str, Any]) -> Any:
        return client.post(
            "/api/v1/triage/outcomes", json.dumps(sent), content_type="application/json"
        )

    assert post(eve, body).status_code == 404
    assert post(phone, body | {"episode": str(uuid4())}).status_code == 404
    assert post(phone, body).status_code == 201
    for field, value in {
        "outcome": "cured", "note": 3, "seen_on": "2026-13-01", "episode": "x", "extra": 1,
    }.items():  # fmt: skip
        answer = post(phone, body | {field: value})
        assert answer.status_code == 400, field
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"


@pytest.fixture
def told(ada: User, ada_api: Api) -> dict[str, Any]:
    """An outcome that Ada's phone may send more than once."""
    assess(ada, CALM | {"fever": True}, 0)
    return {"id": str(uuid4()), "episode": str(Episode.objects.get().pk), "outcome": "not_yet"}


def test_an_outcome_sent_again_is_recorded_once(ada_api: Api, told: dict[str, Any]) -> None:
    first = ada_api.post("/triage/outcomes", told)
    again = ada_api.post("/triage/outcomes", told)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == told["id"]
    (kept,) = ada_api.get(f"/triage/episodes/{told['episode']}").json()["outcomes"]
    assert (kept["id"], kept["outcome"]) == (told["id"], "not_yet")


def test_an_outcome_sent_again_after_it_closed_the_episode_asks_nobody_anew(
    ada_api: Api, told: dict[str, Any]
) -> None:
    closing = told | {"outcome": "seen_treated", "seen_on": "2026-11-24"}
    ada_api.post("/triage/outcomes", closing)
    closed_at = Episode.objects.get().closed_at

    assert ada_api.post("/triage/outcomes", closing).status_code == 200
    assert Episode.objects.get().closed_at == closed_at
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"outcome": "seen_cleared"}, {"note": "at noon"}, {"seen_on": "2026-11-24"}]
)
def test_another_outcome_under_the_same_id_is_refused_and_changes_nothing(
    ada_api: Api, told: dict[str, Any], other: dict[str, str]
) -> None:
    ada_api.post("/triage/outcomes", told)

    refused = ada_api.post("/triage/outcomes", told | other)

    assert refused.status_code == 409
    assert refused.json()["code"] == "id-in-use"
    assert refused.json()["errors"][0]["pointer"] == "/id"
    assert Episode.objects.get().closed_at is None
    assert Outcome.objects.count() == 1


def test_ids_are_ones_own_and_without_one_each_is_another(
    ada_api: Api, told: dict[str, Any]
) -> None:
    eve = User.objects.create_user(email="eve@example.test", password="a long pass one")
    assess(eve, CALM, 0)
    theirs = told | {"episode": str(Episode.objects.get(athlete=eve).pk)}
    bare = {name: value for name, value in told.items() if name != "id"}

    assert ada_api.post("/triage/outcomes", told).status_code == 201
    assert api_as(eve).post("/triage/outcomes", theirs).status_code == 201
    assert [ada_api.post("/triage/outcomes", bare).status_code for _ in range(2)] == [201, 201]


@pytest.mark.parametrize("wrong", [7, None, "", "not-a-uuid"])
def test_an_id_that_is_none_is_named(ada_api: Api, told: dict[str, Any], wrong: Any) -> None:
    refused = ada_api.post("/triage/outcomes", told | {"id": wrong})

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/id"
