"""Consent: granted by the athlete alone, withdrawn at once, kept as a history."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from kernel.errors import NotFound
from teams.access import board_members
from teams.models import Consent, Membership, Role, Team
from tests.cast import ALL_SCOPES, Api, api_as, join, team_of


@pytest.fixture
def team(cora: User) -> Team:
    """The team Cora founded."""
    return team_of(cora)


@pytest.fixture
def hers(team: Team, ada: User) -> Membership:
    """Ada's membership, sharing pain and load."""
    return join(team, ada, scopes=("pain", "load"))


def seen_by(viewer: User, team: Team) -> frozenset[str]:
    (member,) = board_members(viewer=viewer, team_id=team.pk)
    return member.scopes


def test_a_withdrawal_holds_from_that_moment(
    team: Team, hers: Membership, cora: User, ada_api: Api
) -> None:
    assert seen_by(cora, team) == {"pain", "load"}

    answer = ada_api.send("PATCH", f"/memberships/{hers.pk}", {"scopes": ["load"]})

    assert answer.json()["scopes"] == ["load"]
    assert seen_by(cora, team) == {"load"}


def test_the_history_of_a_consent_is_kept(hers: Membership, ada_api: Api) -> None:
    for scopes in (["load"], ["load", "pain"], []):
        ada_api.send("PATCH", f"/memberships/{hers.pk}", {"scopes": scopes})

    kept = Consent.objects.filter(membership=hers)
    assert kept.filter(revoked_at__isnull=True).count() == 0
    assert sorted(kept.values_list("scope", flat=True)) == ["load", "pain", "pain"]


def test_saying_the_same_again_changes_nothing(hers: Membership, ada_api: Api) -> None:
    before = list(Consent.objects.order_by("pk").values())

    ada_api.send("PATCH", f"/memberships/{hers.pk}", {"scopes": ["pain", "load", "pain"]})

    assert list(Consent.objects.order_by("pk").values()) == before


def test_nobody_else_sets_or_reads_an_athletes_consent(
    team: Team, hers: Membership, cora: User, otto: User, pat: User
) -> None:
    join(team, pat, Role.PHYSIO)

    for other in (cora, otto, pat):
        api = api_as(other)
        body = {"scopes": list(ALL_SCOPES)}
        assert api.send("PATCH", f"/memberships/{hers.pk}", body).status_code == 404
        assert api.get(f"/memberships/{hers.pk}").status_code == 404
    assert seen_by(cora, team) == {"pain", "load"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scopes": None},
        {"scopes": "pain"},
        {"scopes": ["everything"]},
        {"scopes": [1]},
        {"scopes": ["pain"] * 11},
        {"scopes": ["pain"], "role": "owner"},
    ],
)
def test_what_is_no_consent_changes_none(hers: Membership, ada_api: Api, body: Any) -> None:
    answer = ada_api.send("PATCH", f"/memberships/{hers.pk}", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].split("/")[1] in {"scopes", "role"}
    assert ada_api.get(f"/memberships/{hers.pk}").json()["scopes"] == ["load", "pain"]


def test_leaving_ends_every_consent(team: Team, hers: Membership, cora: User, ada_api: Api) -> None:
    ada_api.send("DELETE", f"/memberships/{hers.pk}")

    assert board_members(viewer=cora, team_id=team.pk) == []
    assert not Consent.objects.filter(revoked_at__isnull=True).exists()


def test_consent_to_one_team_is_none_to_another(
    team: Team, hers: Membership, ada: User, otto: User
) -> None:
    other = team_of(otto, name="Striders")
    join(other, ada)

    assert seen_by(otto, other) == frozenset()


def test_the_database_holds_one_living_consent_a_scope(hers: Membership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(membership=hers, scope="pain", granted_at=timezone.now())


@pytest.mark.parametrize("role", [Role.OWNER, Role.COACH, Role.PHYSIO])
def test_staff_sees_the_members(
    team: Team, hers: Membership, cora: User, pat: User, role: str
) -> None:
    viewer = cora if role == Role.OWNER else join(team, pat, role).user

    assert seen_by(viewer, team) == {"pain", "load"}


def test_strangers_other_coaches_athletes_and_those_who_left_see_nothing(
    team: Team, hers: Membership, ada: User, eve: User, otto: User, pat: User
) -> None:
    team_of(otto, name="Striders")
    api_as(pat).send("DELETE", f"/memberships/{join(team, pat, Role.COACH).pk}")

    for viewer in (ada, eve, otto, pat):
        with pytest.raises(NotFound):
            board_members(viewer=viewer, team_id=team.pk)
