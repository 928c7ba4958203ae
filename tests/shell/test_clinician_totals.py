"""Totals that a clinician worked out: who may enter them, and whose figure it is."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import AccessLog, User
from accounts.privacy import erase_person
from teams.models import Consent, Role, Scope, Team
from tests.cast import Api, api_as, join, team_of
from tracker.models import Reading


def total(name: str = "fash", **more: Any) -> dict[str, Any]:
    made = {
        "id": str(uuid.uuid4()), "instrument": name, "version": 1, "answers": {"total": 72},
        "taken_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    return made | more


@pytest.fixture
def team(cora: User, ada: User, pat: User) -> Team:
    """Ada's team, where Pat is the physio and may see the signs Ada logs."""
    team = team_of(cora)
    join(team, ada, scopes=(Scope.SYMPTOMS,))
    join(team, pat, Role.PHYSIO)
    return team


def enter(api: Api, team: Team, athlete: User, body: dict[str, Any]) -> Any:
    return api.post(f"/teams/{team.pk}/athletes/{athlete.pk}/readings", body)


@pytest.mark.parametrize("name", ["ostrc_h2", "visa_h", "fash"])
def test_the_athlete_enters_what_a_clinician_told_and_says_who(ada_api: Api, name: str) -> None:
    answer = ada_api.post("/readings", total(name, told_by="Dr Weber"))

    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["score"], made["entered_by"], made["said_by"]) == (72, "told", "Dr Weber")


@pytest.mark.parametrize("name", ["ostrc_h2", "visa_h", "fash"])
def test_a_total_without_a_clinician_is_not_taken(ada_api: Api, name: str) -> None:
    answer = ada_api.post("/readings", total(name))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/told_by"
    assert not Reading.objects.exists()


def test_a_physio_with_consent_enters_a_total_and_the_athlete_sees_it(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    answer = enter(api_as(pat), team, ada, total())

    assert answer.status_code == 201, answer.content
    (told,) = ada_api.get("/readings").json()["results"]
    assert (told["score"], told["entered_by"], told["said_by"]) == (72, "physio", "Pat")
    look = AccessLog.objects.get(subject=ada)
    assert (look.viewer, look.what) == (pat, "total entered")


def test_the_same_total_sent_again_is_kept_and_logged_once(
    team: Team, ada: User, pat: User
) -> None:
    body, api = total(), api_as(pat)

    codes = [enter(api, team, ada, body).status_code for _ in range(2)]

    assert codes == [201, 200]
    assert (Reading.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_the_moment_consent_ends_the_door_is_shut(team: Team, ada: User, pat: User) -> None:
    api = api_as(pat)
    Consent.objects.update(revoked_at=datetime.now(UTC))

    assert enter(api, team, ada, total()).status_code == 404
    assert not Reading.objects.exists()


@pytest.mark.parametrize("role", [Role.COACH, Role.ATHLETE])
def test_nobody_of_the_team_but_a_physio_enters_anything(
    team: Team, ada: User, otto: User, role: str
) -> None:
    join(team, otto, role)

    assert enter(api_as(otto), team, ada, total()).status_code == 404
    assert not Reading.objects.exists()


def test_the_owner_a_stranger_and_a_physio_of_another_team_find_nothing(
    team: Team, ada: User, cora: User, eve: User, otto: User
) -> None:
    other = team_of(eve, name="Striders")
    join(other, otto, Role.PHYSIO)

    for who, where in ((cora, team), (eve, team), (otto, team), (otto, other)):
        assert enter(api_as(who), where, ada, total()).status_code == 404
    assert not Reading.objects.exists()


def test_a_physio_does_not_answer_for_the_athlete(team: Team, ada: User, pat: User) -> None:
    answer = enter(api_as(pat), team, ada, total("nrs", answers={"worst": 0}))

    assert (answer.status_code, answer.json()["code"]) == (400, "not-yours-to-answer")
    assert answer.json()["errors"][0]["code"] == "not-yours-to-answer"
    assert not Reading.objects.exists()


def test_what_a_physio_entered_stays_when_they_leave_without_their_name(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    enter(api_as(pat), team, ada, total())

    erase_person(user_id=pat.pk)

    (told,) = ada_api.get("/readings").json()["results"]
    assert (told["score"], told["said_by"]) == (72, "a clinician")
    assert "Pat" not in json.dumps(told)


def test_the_athlete_deletes_a_physios_total_and_its_versions_lose_the_name_too(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    made = enter(api_as(pat), team, ada, total()).json()
    now = datetime.now(UTC).isoformat()
    another = {"edited_at": now, "version": 1, "answers": {"total": 10}, "told_by": "Pat"}
    refused = ada_api.send("PATCH", f"/readings/{made['id']}", another)
    assert (refused.status_code, refused.json()["code"]) == (400, "not-yours-to-answer")

    gone = ada_api.send("PATCH", f"/readings/{made['id']}", {"edited_at": now, "deleted": True})
    erase_person(user_id=pat.pk)

    assert gone.json()["deleted"] is True
    assert ada_api.get("/readings").json()["results"] == []
    kept = ada_api.get(f"/readings/{made['id']}").json()
    assert [one["deleted"] for one in kept["versions"]] == [False, True]
    assert "Pat" not in json.dumps(kept)


@pytest.mark.parametrize("n", [0, 2**63, 10**30])
def test_an_athlete_that_no_row_can_have_is_not_found(team: Team, pat: User, n: int) -> None:
    answer = api_as(pat).post(f"/teams/{team.pk}/athletes/{n}/readings", total())

    assert answer.status_code == 404
