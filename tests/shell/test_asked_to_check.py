"""Who is asked to check on somebody: the coach's own list, and the contact an athlete names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.contacts import living_contact
from accounts.models import EmergencyContact, User
from alerts import relay
from teams import services
from teams.models import Membership
from tests import cast
from tests.cast import Api, entry, join, team_of

SENTENCE = "Please check on Ada. They should not train today."


@pytest.fixture
def membership(ada: User, cora: User) -> Membership:
    """Ada lets Cora's team be asked to check on her, and nothing else."""
    return join(team_of(cora), ada, scopes=("red_flag_contact",))


def name_contact(api: Api, **fields: object) -> Any:
    body = {"name": "Sam", "email": "sam@else.test", "consent": True} | fields
    return api.send("PUT", "/me/emergency-contact", body)


def raise_flag(api: Api) -> list[dict[str, Any]]:
    alerts: list[dict[str, Any]] = api.sync(entry("symptom", finding="saddle_numb", value=True))[
        "alerts"
    ]
    return alerts


def later(**by: float) -> Any:
    return time_machine.travel(datetime.now(UTC) + timedelta(**by), tick=True)


def send_all() -> None:
    for _ in range(3):  # what one pass writes, the next sends
        relay.deliver_due()


def test_a_coach_sees_whom_to_check_on_until_it_is_answered(
    membership: Membership, ada: User, ada_api: Api, cora: User, otto: User
) -> None:
    raised = raise_flag(ada_api)
    coach = cast.api_as(cora)
    assert coach.get("/checks").json()["results"] == []
    with later(minutes=31):
        send_all()
    (check,) = coach.get("/checks").json()["results"]
    assert (check["athlete"], check["message"]) == (ada.pk, SENTENCE)
    assert set(check) == {"athlete", "message", "asked_at"}
    assert cast.api_as(otto).get("/checks").json()["results"] == []
    looks = [look["what"] for look in ada_api.get("/access-log").json()["results"]]
    assert "asked to check" in looks
    for alert in raised:
        ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})
    assert coach.get("/checks").json()["results"] == []


def test_a_coach_without_consent_any_more_sees_nobody(
    membership: Membership, ada: User, ada_api: Api, cora: User
) -> None:
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()
    services.set_scopes(by=ada, membership_id=membership.pk, scopes=(), now=datetime.now(UTC))
    assert cast.api_as(cora).get("/checks").json()["results"] == []


def test_a_contact_is_named_replaced_and_forgotten(ada: User, ada_api: Api) -> None:
    assert ada_api.get("/me/emergency-contact").json() == {"contact": None}
    assert name_contact(ada_api).status_code == 200
    assert name_contact(ada_api, name="Kim", phone="+4915112345678").status_code == 200
    held = ada_api.get("/me/emergency-contact").json()["contact"]
    assert (held["name"], held["phone"]) == ("Kim", "+4915112345678")
    assert ada_api.send("DELETE", "/me/emergency-contact").status_code == 204
    assert living_contact(user_id=ada.pk) is None
    kept = EmergencyContact.objects.filter(user=ada)
    assert {(row.name, row.email, row.phone) for row in kept} == {("", "", "")}
    assert all(row.revoked_at for row in kept)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": False}, "/consent"),
        ({"consent": "yes"}, "/consent"),
        ({"email": "sam"}, "/email"),
        ({"name": ""}, "/name"),
        ({"phone": "0151 123"}, "/phone"),
        ({"phone": "+٤٩١٥١١٢٣٤"}, "/phone"),
        ({"more": 1}, "/more"),
    ],
)
def test_a_contact_that_cannot_be_reached_names_its_field(
    ada: User, ada_api: Api, change: dict[str, object], field: str
) -> None:
    answer = name_contact(ada_api, **change)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == field
    assert living_contact(user_id=ada.pk) is None
