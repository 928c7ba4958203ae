"""The emergency contact: named with consent, replaced, and forgotten when it is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.contacts import living_contact
from accounts.models import EmergencyContact, User
from tests.cast import Api


def name_contact(api: Api, **fields: object) -> Any:
    body = {"name": "Sam", "email": "sam@else.test", "consent": True} | fields
    return api.send("PUT", "/me/emergency-contact", body)


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
