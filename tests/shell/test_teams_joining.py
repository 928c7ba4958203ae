"""Founding a team, inviting, joining, leaving: who may, and what ends with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from teams.models import Invitation, Membership, Role, Team
from tests.cast import Api, api_as, join, team_of


@pytest.fixture
def team(cora: User) -> Team:
    """The team Cora founded."""
    return team_of(cora)


def test_whoever_founds_a_team_owns_it(cora: User) -> None:
    answer = api_as(cora).post("/teams", {"name": "Harriers"})

    assert answer.status_code == 201, answer.content
    assert answer.json()["membership"]["role"] == "owner"
    (mine,) = api_as(cora).get("/teams").json()["results"]
    assert (mine["team_name"], mine["scopes"]) == ("Harriers", [])


def test_an_invitation_can_be_said_sent_and_scanned(cora: User, team: Team) -> None:
    answer = api_as(cora).post(f"/teams/{team.pk}/invitations", {"role": "athlete"})

    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["link"].endswith(f"/join/{made['code']}")
    assert made["qr"].startswith("data:image/svg+xml")
    assert made["expires_at"]


def test_whoever_holds_a_code_learns_the_team_and_what_scopes_mean(
    cora: User, team: Team, ada: User, ada_api: Api
) -> None:
    code = api_as(cora).post(f"/teams/{team.pk}/invitations").json()["code"]

    seen = ada_api.get(f"/invitations/{code.lower()}").json()

    assert set(seen) == {"team", "role", "expires_at", "scopes"}
    assert (seen["team"], seen["role"]) == ("Harriers", "athlete")
    assert set(seen["scopes"]) == {"availability", "load", "pain", "symptoms", "red_flag_contact"}


def test_joining_grants_what_was_chosen_and_nothing_else(
    cora: User, team: Team, ada_api: Api
) -> None:
    code = api_as(cora).post(f"/teams/{team.pk}/invitations").json()["code"]

    answer = ada_api.post(f"/invitations/{code}/accept", {"scopes": ["load", "pain"]})

    assert answer.status_code == 201, answer.content
    assert answer.json()["scopes"] == ["load", "pain"]
    assert answer.json()["role"] == "athlete"


def test_joining_waits_for_a_confirmed_address(
    cora: User, team: Team, ada: User, ada_api: Api
) -> None:
    EmailAddress.objects.filter(user=ada).update(verified=False)
    code = api_as(cora).post(f"/teams/{team.pk}/invitations").json()["code"]

    answer = ada_api.post(f"/invitations/{code}/accept", {"scopes": []})

    assert (answer.status_code, answer.json()["code"]) == (403, "address-not-verified")
    assert not Membership.objects.filter(user=ada).exists()


def test_joining_twice_changes_nothing(cora: User, team: Team, ada: User, ada_api: Api) -> None:
    join(team, ada, scopes=("pain",))
    code = api_as(cora).post(f"/teams/{team.pk}/invitations").json()["code"]

    answer = ada_api.post(f"/invitations/{code}/accept", {"scopes": ["load"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "already-member")
    (mine,) = ada_api.get("/teams").json()["results"]
    assert mine["scopes"] == ["pain"]


def test_the_database_holds_one_living_membership_a_person(team: Team, ada: User) -> None:
    join(team, ada)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(team=team, user=ada, role="athlete", joined_at=timezone.now())


def test_an_ended_code_opens_nothing(cora: User, team: Team, ada_api: Api) -> None:
    code = api_as(cora).post(f"/teams/{team.pk}/invitations").json()["code"]
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert ada_api.get(f"/invitations/{code}").status_code == 404
    assert ada_api.post(f"/invitations/{code}/accept", {"scopes": []}).status_code == 404


@pytest.mark.parametrize("code", ["ABCDEFGHJK", "%00", "%C3%9F", "a%20b", "x" * 300])
def test_a_guessed_code_opens_nothing(ada_api: Api, code: str) -> None:
    assert ada_api.get(f"/invitations/{code}").status_code == 404


@pytest.mark.parametrize("role", ["coach", "physio"])
def test_only_the_owner_invites_staff(
    cora: User, team: Team, pat: User, role: str, otto: User
) -> None:
    join(team, pat, Role.PHYSIO)

    assert api_as(cora).post(f"/teams/{team.pk}/invitations", {"role": role}).status_code == 201
    refused = api_as(pat).post(f"/teams/{team.pk}/invitations", {"role": role})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad-role")
    assert api_as(pat).post(f"/teams/{team.pk}/invitations").status_code == 201


def test_nobody_is_invited_as_owner(cora: User, team: Team) -> None:
    answer = api_as(cora).post(f"/teams/{team.pk}/invitations", {"role": "owner"})

    assert answer.status_code == 400


def test_neither_an_athlete_nor_a_stranger_invites(
    team: Team, ada: User, ada_api: Api, otto: User
) -> None:
    join(team, ada)

    for outsider in (ada_api, api_as(otto)):
        assert outsider.post(f"/teams/{team.pk}/invitations").status_code == 404
    assert Invitation.objects.count() == 1  # the one Ada joined by


def test_a_coach_grants_nothing_in_an_athletes_name(cora: User, team: Team, pat: User) -> None:
    code = api_as(cora).post(f"/teams/{team.pk}/invitations", {"role": "physio"}).json()["code"]

    answer = api_as(pat).post(f"/invitations/{code}/accept", {"scopes": ["pain"]})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-scope")


def test_an_owner_lets_somebody_go_and_a_coach_does_not(
    cora: User, team: Team, ada: User, ada_api: Api, pat: User
) -> None:
    hers = join(team, ada, scopes=("pain",))
    join(team, pat, Role.COACH)

    assert api_as(pat).send("DELETE", f"/memberships/{hers.pk}").status_code == 404
    assert api_as(cora).send("DELETE", f"/memberships/{hers.pk}").status_code == 204
    assert ada_api.get("/teams").json()["results"] == []


def test_codes_end_with_the_person_who_made_them(
    cora: User, team: Team, pat: User, ada_api: Api
) -> None:
    his = join(team, pat, Role.COACH)
    code = api_as(pat).post(f"/teams/{team.pk}/invitations").json()["code"]

    api_as(cora).send("DELETE", f"/memberships/{his.pk}")

    assert ada_api.get(f"/invitations/{code}").status_code == 404


def test_the_last_owner_stays_while_only_athletes_would_be_left(
    cora: User, team: Team, ada: User
) -> None:
    join(team, ada, scopes=("pain",))
    own = Membership.objects.get(user=cora)

    answer = api_as(cora).send("DELETE", f"/memberships/{own.pk}")

    assert (answer.status_code, answer.json()["code"]) == (409, "last-owner")
    own.refresh_from_db()
    assert own.left_at is None


def test_a_team_passes_to_whoever_looked_after_it_longest(
    cora: User, team: Team, pat: User, ada: User
) -> None:
    join(team, ada)
    join(team, pat, Role.COACH)
    own = Membership.objects.get(user=cora)

    assert api_as(cora).send("DELETE", f"/memberships/{own.pk}").status_code == 204
    assert Membership.objects.get(user=pat).role == Role.OWNER


def test_whoever_left_can_come_back_and_starts_with_no_consent(
    team: Team, ada: User, ada_api: Api
) -> None:
    first = join(team, ada, scopes=("pain", "load"))
    ada_api.send("DELETE", f"/memberships/{first.pk}")

    again = join(team, ada)

    assert ada_api.get(f"/memberships/{again.pk}").json()["scopes"] == []
    assert ada_api.get(f"/memberships/{first.pk}").status_code == 404
