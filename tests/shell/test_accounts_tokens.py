"""Bearer tokens: shown once, kept as a hash, limited, ended at once; a request writes nothing."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiToken, User
from tests.cast import Api, api_as


def get_with(secret: str, path: str = "/me") -> Any:
    return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def test_a_token_is_shown_once_and_only_its_hash_is_kept(ada_api: Api) -> None:
    made = ada_api.post("/tokens", {"name": "watch", "scopes": ["read"], "days": 30})

    assert made.status_code == 201, made.content
    secret = made.json()["token"]
    assert get_with(secret).status_code == 200
    assert secret not in ada_api.get("/tokens").content.decode()
    assert secret not in str(list(ApiToken.objects.values()))


def test_a_reading_token_changes_nothing(ada: User) -> None:
    reader = api_as(ada, scopes=("read",))

    answer = reader.send("PATCH", "/me", {"display_name": "X"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "missing-scope"
    assert reader.get("/me").status_code == 200


def test_a_writing_token_does_not_read(ada: User) -> None:
    assert api_as(ada, scopes=("write",)).get("/me").status_code == 403


def test_an_ended_token_opens_nothing(ada: User, ada_api: Api) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = ada_api.get("/me")

    assert answer.status_code == 401
    assert answer.json()["code"] == "token-expired"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing_from_then_on(ada_api: Api) -> None:
    made = ada_api.post("/tokens", {"name": "lost", "scopes": ["read"]}).json()

    assert ada_api.send("DELETE", f"/tokens/{made['id']}").status_code == 204
    assert get_with(made["token"]).status_code == 401


def test_somebody_elses_token_cannot_be_revoked(ada: User, ada_api: Api, eve: User) -> None:
    hers = ApiToken.objects.get(user=ada)

    assert api_as(eve).send("DELETE", f"/tokens/{hers.pk}").status_code == 404
    assert ada_api.get("/me").status_code == 200


def test_a_closed_account_has_no_way_in(ada: User, ada_api: Api) -> None:
    User.objects.update(is_active=False)

    assert ada_api.get("/me").status_code == 401


@pytest.mark.parametrize("secret", ["", "thc_", "thc_wrong", "nonsense", "thc_é", "a b c"])
def test_what_is_no_token_of_ours_is_refused(secret: str) -> None:
    assert get_with(secret).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["admin"]},
        {"name": "x", "scopes": ["read"], "days": 0},
        {"name": "x", "scopes": ["read"], "days": 4000},
        {"name": "", "scopes": ["read"]},
        {"scopes": ["read"]},
        {"name": "x", "scopes": "read"},
        {"name": "x", "scopes": ["read"], "for": "ever"},
    ],
)
def test_a_token_that_cannot_be_is_not_made(ada_api: Api, body: dict[str, Any]) -> None:
    answer = ada_api.post("/tokens", body)

    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert ApiToken.objects.count() == 1


def test_who_calls_is_known_after_one_statement_and_nothing_is_written(ada_api: Api) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = ada_api.get("/me")

    assert answer.status_code == 200
    told = [query["sql"] for query in seen]
    assert len(told) == 2  # token with person and profile; whether the address is confirmed
    assert all(sql.startswith("SELECT") for sql in told)
    assert not any("session" in sql for sql in told)
    assert not answer.cookies


def test_the_command_prints_a_token_and_nothing_else(ada: User) -> None:
    printed = StringIO()

    call_command("token", "ADA@cast.test", "--scopes", "read", stdout=printed)

    secret = printed.getvalue().removesuffix("\n")
    assert "\n" not in secret
    assert get_with(secret).json()["email"] == ada.email
    assert ApiToken.objects.get().scopes == ["read"]


@pytest.mark.parametrize("arguments", [["nobody@cast.test"], ["ada@cast.test", "--scopes", "all"]])
def test_the_command_says_what_is_wrong(ada: User, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("token", *arguments)
