"""A physio puts right and deletes the totals they entered, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from accounts.models import AccessLog, User
from teams.models import Consent, Role, Scope, Team
from tests.cast import Api, api_as, join, person, team_of
from tests.shell.test_clinician_totals import enter, total
from tests.shell.test_physio_reads import look
from tracker.models import Reading, ReadingVersion

TAKEN = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def team(cora: User, ada: User, pat: User) -> Team:
    """Ada's team, where Pat is the physio and may see the signs Ada logs."""
    team = team_of(cora)
    join(team, ada, scopes=(Scope.SYMPTOMS,))
    join(team, pat, Role.PHYSIO)
    return team


@pytest.fixture
def made(team: Team, ada: User, pat: User) -> dict[str, Any]:
    """A total of 72 that Pat entered an hour ago."""
    answer = enter(api_as(pat), team, ada, total(taken_at=TAKEN.isoformat()))
    assert answer.status_code == 201, answer.content
    AccessLog.objects.all().delete()
    found: dict[str, Any] = answer.json()
    return found


def at(minutes: int) -> str:
    return (TAKEN + timedelta(minutes=minutes)).isoformat()


def figure(value: int, minutes: int) -> dict[str, Any]:
    return {"edited_at": at(minutes), "version": 1, "answers": {"total": value}}


def gone(minutes: int) -> dict[str, Any]:
    return {"edited_at": at(minutes), "deleted": True}


def edit(api: Api, team: Team, made: dict[str, Any], athlete: User, body: dict[str, Any]) -> Any:
    path = f"/teams/{team.pk}/athletes/{athlete.pk}/readings/{made['id']}"
    return api.send("PATCH", path, body)


def test_who_entered_a_total_puts_it_right_and_the_athlete_sees_what_it_was(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User
) -> None:
    answer = edit(api_as(pat), team, made, ada, figure(27, 5))

    assert answer.status_code == 200, answer.content
    told = answer.json()
    changed = {"score": 27, "answers": {"total": 27}, "edited_at": told["edited_at"]}
    assert told == made | changed
    (seen,) = ada_api.get("/readings").json()["results"]
    assert (seen["score"], seen["entered_by"], seen["said_by"]) == (27, "physio", "Pat")
    versions = ada_api.get(f"/readings/{made['id']}").json()["versions"]
    assert [(one["score"], one["said_by"]) for one in versions] == [(72, "Pat"), (27, "Pat")]


def test_who_entered_a_total_deletes_it(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User
) -> None:
    api = api_as(pat)

    answer = edit(api, team, made, ada, gone(5))

    assert (answer.status_code, answer.json()["deleted"]) == (200, True)
    assert ada_api.get("/readings").json()["results"] == []
    assert look(api, team, ada).json()["results"] == []
    assert len(ada_api.get(f"/readings/{made['id']}").json()["versions"]) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_edits_arrive_the_latest_stands(
    team: Team, made: dict[str, Any], ada: User, pat: User, order: tuple[int, ...]
) -> None:
    api, edits = api_as(pat), [figure(27, 5), figure(28, 7), figure(29, 9)]

    for place in order:
        assert edit(api, team, made, ada, edits[place]).status_code == 200

    assert Reading.objects.get().score == 29
    assert ReadingVersion.objects.count() == 4


def test_each_edit_stands_in_the_athletes_log_and_the_same_again_once(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User
) -> None:
    api = api_as(pat)

    for body in (figure(27, 5), figure(27, 5), gone(7), gone(7)):
        assert edit(api, team, made, ada, body).status_code == 200

    looks = ada_api.get("/access-log").json()["results"]
    told = [("Pat", "total deleted"), ("Pat", "total corrected")]
    assert [(one["viewer"], one["what"]) for one in looks] == told


def test_what_the_athlete_deleted_does_not_come_back_by_a_physio(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User
) -> None:
    assert ada_api.send("PATCH", f"/readings/{made['id']}", gone(5)).status_code == 200

    for body in (figure(27, 9), gone(9)):
        assert edit(api_as(pat), team, made, ada, body).status_code == 404

    assert Reading.objects.get().deleted
    assert not AccessLog.objects.exists()


def test_the_athletes_later_deletion_stands_over_a_figure_put_right_before(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User
) -> None:
    assert edit(api_as(pat), team, made, ada, figure(27, 5)).status_code == 200

    ada_api.send("PATCH", f"/readings/{made['id']}", gone(9))

    assert ada_api.get("/readings").json()["results"] == []


def test_an_edit_names_whoever_made_it_and_never_another(
    team: Team, made: dict[str, Any], ada: User, pat: User
) -> None:
    User.objects.filter(pk=pat.pk).update(display_name="Pat Stone")
    pat.refresh_from_db()

    body = figure(27, 5) | {"told_by": "Dr Weber"}

    assert edit(api_as(pat), team, made, ada, body).json()["said_by"] == "Pat Stone"


@pytest.mark.parametrize("value", [101, None, "27"])
def test_a_figure_that_cannot_be_is_named_and_changes_nothing(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api, pat: User, value: object
) -> None:
    answer = edit(api_as(pat), team, made, ada, figure(0, 5) | {"answers": {"total": value}})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/answers/total"
    assert ada_api.get("/readings").json()["results"] == [made]
    assert not AccessLog.objects.exists()


def test_another_physio_of_the_team_finds_nothing_to_edit(
    team: Team, made: dict[str, Any], ada: User, ada_api: Api
) -> None:
    pia = person("Pia")
    join(team, pia, Role.PHYSIO)
    api = api_as(pia)

    (seen,) = look(api, team, ada).json()["results"]
    assert seen["mine"] is False
    for body in (figure(1, 5), gone(5), {"nonsense": 1}):
        assert edit(api, team, made, ada, body).status_code == 404
    assert ada_api.get("/readings").json()["results"] == [made]


def test_a_physio_edits_no_answer_and_no_told_total_of_the_athlete(
    team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    told = ada_api.post("/readings", total(told_by="Pat")).json()
    own = ada_api.post("/readings", total("nrs", answers={"worst": 3})).json()

    for one in (told, own):
        assert edit(api_as(pat), team, one, ada, gone(90)).status_code == 404
    assert not Reading.objects.filter(deleted=True).exists()


def test_without_consent_in_another_role_and_after_leaving_there_is_nothing_to_edit(
    team: Team, made: dict[str, Any], ada: User, cora: User, pat: User
) -> None:
    api = api_as(pat)
    other = team_of(cora, name="Striders")
    join(other, pat, Role.PHYSIO)
    assert edit(api, other, made, ada, gone(5)).status_code == 404
    assert edit(api_as(cora), team, made, ada, gone(5)).status_code == 404
    assert edit(api_as(ada), team, made, ada, gone(5)).status_code == 404

    pat.memberships.filter(team=team).update(role=Role.COACH)
    assert edit(api, team, made, ada, gone(5)).status_code == 404
    pat.memberships.filter(team=team).update(role=Role.PHYSIO)
    Consent.objects.update(revoked_at=datetime.now(UTC))
    assert edit(api, team, made, ada, gone(5)).status_code == 404
    assert not Reading.objects.get().deleted
