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
from tests.cast import Api, api_as, entry


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


@pytest.mark.parametrize(
    ("own", "wanted"),
    [(("write",), ["read"]), (("write",), ["read", "write"])],
)
def test_a_token_makes_none_that_may_do_more(
    ada: User, own: tuple[str, ...], wanted: list[str]
) -> None:
    answer = api_as(ada, scopes=own).post("/tokens", {"name": "x", "scopes": wanted})

    assert answer.status_code == 403
    assert answer.json()["code"] == "wider-token"
    assert answer.json()["errors"][0]["pointer"] == "/scopes"
    assert ApiToken.objects.count() == 1


def test_a_token_made_by_a_token_ends_with_it_at_the_latest(ada: User, ada_api: Api) -> None:
    own = ApiToken.objects.get()

    long = ada_api.post("/tokens", {"name": "x", "scopes": ["read"], "days": 366})
    made = ApiToken.objects.get(pk=long.json()["id"])

    assert made.expires_at == own.expires_at


def test_who_is_signed_in_makes_any(ada: User) -> None:
    browser = Client()
    browser.force_login(ada)

    made = browser.post(
        "/api/v1/tokens",
        {"name": "x", "scopes": ["read", "write"], "days": 366},
        content_type="application/json",
    )

    assert made.status_code == 201
    assert ApiToken.objects.get().expires_at > timezone.now() + timedelta(days=365)


def test_a_writing_token_hears_of_its_own_batch_and_nothing_else(ada: User, ada_api: Api) -> None:
    ada_api.sync(
        entry("note", text="only for me"), entry("symptom", finding="saddle_numb", value=True)
    )
    writer = api_as(ada, scopes=("write",))
    mine, bad = entry("pain", level=4), entry("pain", level=40)

    told = writer.sync(mine, bad)

    assert [(one["id"], one["status"]) for one in told["results"]] == [
        (mine["id"], "applied"),
        (bad["id"], "invalid"),
    ]
    assert (told["alerts"], told["entries"], told["more"]) == ([], [], False)
    assert writer.sync(cursor=told["cursor"])["cursor"] == told["cursor"]
    known = {one["id"] for one in ada_api.sync(cursor=told["cursor"])["entries"]}
    assert mine["id"] in known  # the cursor passed nothing over


def test_a_flag_raised_by_a_writing_token_is_raised_all_the_same(ada: User, ada_api: Api) -> None:
    writer = api_as(ada, scopes=("write",))

    assert writer.sync(entry("symptom", finding="saddle_numb", value=True))["alerts"] == []

    assert ada_api.get("/alerts", state="open").json()["results"]


def test_a_writing_token_reads_nobody_by_changing_nothing(ada: User) -> None:
    answer = api_as(ada, scopes=("write",)).send("PATCH", "/me", {"display_name": "A"})

    assert answer.status_code == 200
    assert answer.json() == {"display_name": "A"}


def test_a_writing_token_is_not_shown_the_answers_of_an_interview(ada: User, ada_api: Api) -> None:
    begun = ada_api.post("/triage/interviews", {"answers": {"symptom_days": 40}})
    writer = api_as(ada, scopes=("write",))

    answers = [
        writer.post("/triage/interviews", {}),
        writer.post(f"/triage/interviews/{begun.json()['id']}/back", {}),
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (403, "missing-scope")
    ] * 2
    assert ada_api.post("/triage/interviews", {}).status_code == 200


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
