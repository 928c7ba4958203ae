"""Every door of the API that docs/openapi.yaml names, tried with what nobody should send."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import servers
from tests.faults.household import Athlete, Household
from tests.faults.lasting import lasting_house, newcomer, send_raw
from tests.faults.test_kill_points import entry
from tests.shell.test_bad_input import BODIES

pytestmark = [pytest.mark.processes, pytest.mark.long]
DOCUMENT = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs/openapi.yaml").read_text())
WORDS = (
    "0001-01-01", "9999-12-31", "2026-02-30", "%00", "%ED%A0%80", "%FF", "9" * 30, "-1", "1e999",
    "NaN", "%D9%A3", "1_000", "true", "[]", "%F0%9F%9A%97", "%E2%80%AE", "a" * 5000, "%27", "..",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**53, 1.5, -0.0, "", "x" * 5000, "\u0663", "1_000", "0001-01-01",
    "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-02-30", [], {}, [[]],
    [None], [{}], {"a": 1}, ["x"], [2**53], "\u202e\U0001f697", {"": True}, "a@b@c", "http://[",
)  # fmt: skip
NOBODY = "01936f3a-7c1e-7b3a-9a53-0d3f8e6a1c01"


@dataclass(frozen=True)
class Door:
    """One method of one route, and what its query and body may hold."""

    method: str
    path: str
    query: tuple[str, ...]
    fields: tuple[str, ...]


def doors() -> Iterator[Door]:
    """Yield every door that the document names."""
    for path, methods in DOCUMENT["paths"].items():
        for method, told in methods.items():
            asked = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]
            yield Door(method.upper(), path, tuple(asked), tuple(_fields(told)))


def _fields(told: dict[str, Any]) -> Iterator[str]:
    content = told.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if named := schema.get("$ref"):
        schema = DOCUMENT["components"]["schemas"][named.rsplit("/", 1)[1]]
    yield from schema.get("properties", {})


def own_things(home: Household, ada: Athlete) -> dict[str, str]:
    """Return path parameter -> something of Ada's, so that doors are not shut for want of it."""

    def made(method: str, path: str, body: Any = None) -> Any:
        status, answer = home.ask(method, f"/api/v1/{path}", body, token=ada.token)
        assert status in (200, 201), (path, answer)
        return answer

    team = made("POST", "teams", {"name": "Harriers"})["id"]
    made("POST", "triage/assessments", {"answers": {"saddle_numb": True}})
    return {
        "team_id": str(team),
        "athlete_id": str(ada.id),
        "code": made("POST", f"teams/{team}/invitations", {"role": "athlete"})["code"],
        "alert_id": made("POST", "sync", {"cursor": None, "entries": [entry()]})["alerts"][0]["id"],
        "id": made("POST", "triage/interviews", {})["id"],
        "episode_id": made("GET", "triage/episodes")["results"][0]["id"],
        "instrument": made("GET", "instruments")["instruments"][0]["id"],
    }


def requests_of(door: Door, own: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield (address, body) of each thing to try."""
    names = re.findall(r"{(\w+)}", door.path)
    usual = door.path
    for name in names:
        absent = "999999" if name.endswith(("team_id", "token_id", "membership_id")) else NOBODY
        usual = usual.replace(f"{{{name}}}", own.get(name, absent))
    body = b"" if door.method in ("GET", "DELETE") else b"{}"
    for word in WORDS:
        if names:
            yield re.sub(r"{\w+}", lambda _, word=word: word, door.path), body
        for name in door.query:
            yield f"{usual}?{name}={word}", body
    if door.method in ("GET", "DELETE"):
        return
    for raw in BODIES.values():
        yield usual, raw
    for name in door.fields:
        for value in VALUES:
            yield usual, json.dumps({name: value}).encode()


@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_no_door_breaks_whatever_is_sent(tmp_path: Path, store: str) -> None:
    with contextlib.ExitStack() as stack:
        on = {"DATABASE_URL": stack.enter_context(servers.postgres())} if store != "sqlite" else {}
        home = stack.enter_context(lasting_house(tmp_path, **on))
        ada = newcomer(home)
        own, members, broken = own_things(home, ada), home.members("web"), []
        for door in doors():
            for address, body in requests_of(door, own):
                status, text = send_raw(home, ada, address, body, method=door.method)
                if not 200 <= status < 500 or status == 401:
                    broken.append((status, door.method, address[:80], body[:60], text[:80]))

        assert broken == []
        assert home.members("web") == members
        assert "Traceback" not in home.log.read_text()
        assert home.manage("invariants") == ""


def test_the_document_names_doors_of_every_sort() -> None:
    found = list(doors())

    assert len(found) > 50
    assert {door.method for door in found} == {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert any("days" in door.fields for door in found)
