"""What a physio reads of the readings: as far as consent allows, and the athlete sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import AccessLog, User
from teams.models import Consent, Role, Scope, Team
from tests.cast import ALL_SCOPES, Api, api_as, join, team_of
from tests.shell.reading_story import kept
from tests.shell.test_clinician_totals import enter, total

MINE = ("nrs", "srpe", "pgic", "wellness")


@pytest.fixture
def team(cora: User, ada: User, ada_api: Api, pat: User) -> Team:
    """Ada's team: Pat is its physio and has entered a total; Ada has answered four forms."""
    team = team_of(cora)
    join(team, ada, scopes=ALL_SCOPES)
    join(team, pat, Role.PHYSIO)
    for name in MINE:
        kept(ada_api, name)
    assert enter(api_as(pat), team, ada, total()).status_code == 201
    AccessLog.objects.all().delete()
    return team


def look(api: Api, team: Team, athlete: User, **query: Any) -> Any:
    return api.get(f"/teams/{team.pk}/athletes/{athlete.pk}/readings", **query)


def only(*scopes: str) -> None:
    Consent.objects.exclude(scope__in=scopes).update(revoked_at=datetime.now(UTC))


def test_a_physio_reads_back_the_total_they_entered_and_what_the_athlete_answered(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    told = look(api_as(pat), team, ada).json()["results"]

    assert {one["instrument"] for one in told} == {"fash", *MINE}
    (mine,) = [one for one in told if one.pop("mine")]
    assert told == ada_api.get("/readings").json()["results"]
    assert mine["entered_by"] == "physio"
    assert (mine["score"], mine["said_by"]) == (72, "Pat")


@pytest.mark.parametrize(
    ("scopes", "shown"),
    [
        ([Scope.PAIN], {"nrs"}),
        ([Scope.LOAD], {"srpe"}),
        ([Scope.SYMPTOMS], {"fash", "pgic", "wellness"}),
        ([Scope.PAIN, Scope.LOAD], {"nrs", "srpe"}),
    ],
)
def test_each_consent_shows_its_own_instruments(
    team: Team, ada: User, pat: User, scopes: list[str], shown: set[str]
) -> None:
    only(*scopes)
    api = api_as(pat)

    assert {one["instrument"] for one in look(api, team, ada).json()["results"]} == shown
    for name in {"fash", *MINE} - shown:
        assert look(api, team, ada, instrument=name).json()["results"] == []


@pytest.mark.parametrize("scopes", [[], [Scope.AVAILABILITY, Scope.RED_FLAG_CONTACT]])
def test_without_a_consent_that_shows_one_there_is_nothing(
    team: Team, ada: User, pat: User, scopes: list[str]
) -> None:
    only(*scopes)

    assert look(api_as(pat), team, ada).status_code == 404
    assert not AccessLog.objects.exists()


def test_the_athlete_sees_in_their_log_that_somebody_looked(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    api = api_as(pat)
    first = look(api, team, ada)
    held = api.headers | {"If-None-Match": first["ETag"]}
    again = api.client.get(f"/api/v1/teams/{team.pk}/athletes/{ada.pk}/readings", headers=held)

    assert (first.status_code, again.status_code) == (200, 304)
    looks = ada_api.get("/access-log").json()["results"]
    assert [(one["viewer"], one["what"]) for one in looks] == [("Pat", "readings")] * 2


def test_what_the_athlete_deleted_is_gone_for_the_physio_too(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    for one in ada_api.get("/readings").json()["results"]:
        gone = {"edited_at": datetime.now(UTC).isoformat(), "deleted": True}
        assert ada_api.send("PATCH", f"/readings/{one['id']}", gone).status_code == 200

    assert look(api_as(pat), team, ada).json()["results"] == []


@pytest.mark.parametrize("role", [Role.COACH, Role.ATHLETE])
def test_nobody_else_of_the_team_reads_them(team: Team, ada: User, otto: User, role: str) -> None:
    join(team, otto, role)

    assert look(api_as(otto), team, ada).status_code == 404
    assert not AccessLog.objects.exists()


def test_the_owner_a_stranger_and_a_physio_of_another_team_find_nothing(
    team: Team, ada: User, cora: User, eve: User, otto: User
) -> None:
    other = team_of(eve, name="Striders")
    join(other, otto, Role.PHYSIO)

    for who, where in ((cora, team), (eve, team), (otto, team), (otto, other)):
        assert look(api_as(who), where, ada).status_code == 404


def test_a_physio_edits_nothing_of_the_athletes(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    before = ada_api.get("/readings").json()["results"]
    gone = {"edited_at": datetime.now(UTC).isoformat(), "deleted": True}

    for one in (*before, {"id": str(uuid4())}):
        assert api_as(pat).send("PATCH", f"/readings/{one['id']}", gone).status_code == 404
        assert api_as(pat).get(f"/readings/{one['id']}").status_code == 404
    assert ada_api.get("/readings").json()["results"] == before
