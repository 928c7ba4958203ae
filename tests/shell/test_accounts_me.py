"""What a person says of themself, and who looked at their data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.http import LARGEST_PAGE, write_cursor
from accounts.models import AccessLog, AthleteProfile, User
from tests.cast import Api


def test_everybody_has_a_profile_from_the_first_moment(eve: User) -> None:
    assert AthleteProfile.objects.filter(pk=eve.pk).exists()


def test_me_is_told_with_an_etag_and_never_stored(ada_api: Api) -> None:
    answer = ada_api.get("/me")

    assert answer.json()["display_name"] == "Ada"
    assert answer.json()["profile"]["birth_year"] == 1996
    assert answer["Cache-Control"] == "no-store"
    again = ada_api.client.get(
        "/api/v1/me", headers=ada_api.headers | {"If-None-Match": answer["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_given_changes_and_the_rest_stays(ada_api: Api) -> None:
    profile = {"time_zone": "Europe/Berlin", "country": "CH", "side": "left", "persona": "desk"}

    answer = ada_api.send("PATCH", "/me", {"display_name": "Ada L.", "profile": profile})

    assert answer.status_code == 200, answer.content
    told = ada_api.get("/me").json()
    assert told["display_name"] == "Ada L."
    assert profile.items() <= told["profile"].items()
    assert told["profile"]["birth_year"] == 1996


def test_the_intended_use_is_accepted_once_and_dated(ada_api: Api) -> None:
    assert ada_api.get("/me").json()["profile"]["intended_use_accepted_at"] is None

    ada_api.send("PATCH", "/me", {"intended_use_accepted": True})

    assert ada_api.get("/me").json()["profile"]["intended_use_accepted_at"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", 1),
        ("country", "de"),
        ("country", "XX"),
        ("country", "DEU"),
        ("birth_year", 1850),
        ("birth_year", 2090),
        ("birth_year", "1996"),
        ("birth_year", True),
        ("persona", "king"),
        ("side", "up"),
        ("sex_at_birth", 1),
        ("locale", "<b>"),
        ("shoe_size", 44),
        ("intended_use_accepted_at", "2026-01-01T00:00:00Z"),
    ],
)
def test_what_cannot_be_is_refused_by_name(ada_api: Api, field: str, value: Any) -> None:
    before = ada_api.get("/me").json()

    answer = ada_api.send("PATCH", "/me", {"profile": {field: value}})

    if field == "intended_use_accepted_at":  # only told, so not taken
        assert ada_api.get("/me").json() == before
        return
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == f"/profile/{field}"
    assert ada_api.get("/me").json() == before


def test_the_address_is_not_changed_here(ada_api: Api, ada: User) -> None:
    ada_api.send("PATCH", "/me", {"email": "eve@cast.test"})

    assert User.objects.get(pk=ada.pk).email == "ada@cast.test"


@pytest.mark.parametrize("raw", [b"[]", b'"x"', b"1", b"null", b"{"])
def test_a_body_that_is_no_object_is_refused(ada_api: Api, raw: bytes) -> None:
    assert ada_api.send("PATCH", "/me", raw=raw).status_code == 400


def looks(subject: User, viewer: User, count: int) -> None:
    now = datetime.now(UTC)
    AccessLog.objects.bulk_create(
        AccessLog(viewer=viewer, viewer_name="Cora", subject=subject, what="board", at=at)
        for at in (now - timedelta(minutes=n // 2) for n in range(count))
    )


def test_i_see_who_looked_newest_first_and_only_at_me(
    ada: User, cora: User, eve: User, ada_api: Api
) -> None:
    looks(ada, cora, 1)
    looks(eve, cora, 1)

    (look,) = ada_api.get("/access-log").json()["results"]

    assert (look["viewer"], look["what"]) == ("Cora", "board")


def test_a_long_log_comes_in_pages_that_miss_nothing(ada: User, cora: User, ada_api: Api) -> None:
    looks(ada, cora, LARGEST_PAGE + 30)

    first = ada_api.get("/access-log").json()
    second = ada_api.client.get(first["next"], headers=ada_api.headers).json()

    assert (len(first["results"]), len(second["results"])) == (LARGEST_PAGE, 30)
    assert second["next"] is None
    times = [look["at"] for look in first["results"] + second["results"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "AAAA",
        write_cursor("yesterday", 1),
        write_cursor("2026-11-24T16:00:00Z", "1"),
        write_cursor("2026-11-24T16:00:00Z", 2**70),
        write_cursor(1),
        "W1tb" * 2000,
    ],
)
def test_a_cursor_that_we_did_not_write_is_refused(ada_api: Api, cursor: str) -> None:
    answer = ada_api.get("/access-log", cursor=cursor)

    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-cursor"
