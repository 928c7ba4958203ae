"""Every route of the API, method by method, as everyone who has no business there.

The routes come from the URL conf: a new one without a row in `access_rows.py` fails that day.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from accounts.models import ApiToken, User
from accounts.privacy import export_person
from alerts import webhooks
from alerts.models import Alert, PushSubscription
from teams.models import Invitation, Membership, Role, Team
from tests.cast import ALL_SCOPES, JSON, Api, api_as, entry, join, team_of
from tests.shell.access_rows import ROWS, Hers, Row, routes

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
CANARY = "canary-of-ada"
VIEWS = {name: pattern.callback.cls for name, pattern in routes()}


def test_every_route_has_a_row_here() -> None:
    assert set(VIEWS) == set(ROWS), "Add the new route to ROWS and say whose it is."


@pytest.fixture
def hers(ada: User, cora: User, ada_api: Api) -> Hers:
    """Ada has one of everything, and every text in it is a canary."""
    User.objects.filter(pk=ada.pk).update(display_name=CANARY)
    team = team_of(cora, name=f"{CANARY}-team")
    membership = join(team, ada, scopes=ALL_SCOPES)
    ada_api.sync(
        entry("pain", level=9),
        entry("note", text=CANARY),
        entry("symptom", finding="saddle_numb", value=True),
    )
    made = ada_api.post("/triage/assessments", {"answers": {"saddle_numb": True}}).json()
    asked = ada_api.post("/triage/interviews", {"answers": {"symptom_days": 40}}).json()
    Alert.objects.filter(athlete=ada).update(message=CANARY)
    device = PushSubscription.objects.create(
        user=ada, endpoint="https://fcm.googleapis.com/fcm/send/x", p256dh="x", auth="y",
        client={"name": CANARY}, created_at=datetime.now(UTC),
    )  # fmt: skip
    Invitation.objects.update(expires_at=datetime.now(UTC))
    contact = {"name": CANARY, "email": f"{CANARY}@else.test", "consent": True}
    assert ada_api.send("PUT", "/me/emergency-contact", contact).status_code == 200
    hook = webhooks.add_webhook(
        by=cora, team_id=team.pk, url="https://club.example/hook", now=datetime.now(UTC)
    )
    table = {"text": f"day,note\n2026-01-05,{CANARY}\n"}
    said = _answer_every_way(ada_api, made["episode"])
    return Hers(
        athlete=ada.pk,
        team=team.pk,
        membership=membership.pk,
        token=ApiToken.objects.get(user=ada).pk,
        assessment=made["id"],
        episode=made["episode"],
        told_cause=said,
        interview=asked["id"],
        alert=str(Alert.objects.filter(athlete=ada)[0].pk),
        device=str(device.pk),
        webhook=hook.pk,
        code=Invitation.objects.get(made_by=cora).code,
        brought_in=ada_api.post("/imports", table).json()["id"],
        reading=said,
    )


def _answer_every_way(ada_api: Api, episode: str) -> str:
    uid, told = str(uuid4()), {"answers": {"total": 80}, "told_by": CANARY}
    of = {"id": uid, "instrument": "fash", "version": 1, "taken_at": datetime.now(UTC).isoformat()}
    assert ada_api.post("/readings", of | told).status_code == 201
    assert ada_api.send("PUT", "/schedules/pgic", {}).status_code == 200
    path = f"/triage/episodes/{episode}/told-causes/{uid}"
    said = {"said_by": CANARY, "said_on": "2026-01-05", "note": CANARY}
    assert ada_api.send("PUT", path, said).status_code == 201
    return uid


def all_of(user: User) -> str:
    return json.dumps(export_person(user_id=user.pk), cls=DjangoJSONEncoder, sort_keys=True)


def speaks(name: str, method: str) -> bool:
    served = "GET" if method == "HEAD" else method
    return method == "OPTIONS" or hasattr(VIEWS[name], served.lower())


def call(client: Client, row: Row, hers: Hers, method: str, headers: dict[str, str]) -> Any:
    body = json.dumps(row.body) if method in UNSAFE else ""
    path = f"/api/v1/{row.path(hers)}"
    return client.generic(method, path, body, content_type=JSON, headers=headers)


PERSONAL = sorted(name for name in ROWS if not ROWS[name].public)


def test_without_signing_in_nothing_opens(hers: Hers, ada: User) -> None:
    before = all_of(ada)

    for name in PERSONAL:
        for method in METHODS:
            answer = call(Client(), ROWS[name], hers, method, {})
            assert answer.status_code == 401, (name, method, answer.content)
            assert CANARY not in answer.content.decode()
    assert all_of(ada) == before


def test_what_is_public_tells_nothing_of_anybody(hers: Hers, ada: User) -> None:
    before = all_of(ada)

    for name in set(ROWS) - set(PERSONAL):
        for method in METHODS:
            answer = call(Client(), ROWS[name], hers, method, {})
            assert answer.status_code < 500, (name, method)
            assert CANARY not in answer.content.decode(errors="replace"), (name, method)
    assert all_of(ada) == before


def outsider(who: str, hers: Hers, people: dict[str, User]) -> Api:
    """A stranger, a coach of another team, or one who was Ada's coach until a moment ago."""
    api = api_as(people[who])
    if who == "other coach":
        team_of(people[who], name="Striders")
    if who == "ex-coach":
        left = join(Team.objects.get(pk=hers.team), people[who], Role.COACH)
        assert api.send("DELETE", f"/memberships/{left.pk}").status_code == 204
        Invitation.objects.update(expires_at=datetime.now(UTC))
    return api


@pytest.mark.parametrize("who", ["stranger", "other coach", "ex-coach"])
def test_outsiders_reach_nothing_of_hers(
    who: str, hers: Hers, ada: User, eve: User, otto: User, pat: User
) -> None:
    api = outsider(who, hers, {"stranger": eve, "other coach": otto, "ex-coach": pat})
    before = all_of(ada)

    for name in PERSONAL:
        row = ROWS[name]
        for method in METHODS:
            answer = call(api.client, row, hers, method, api.headers)
            told = (name, method, answer.status_code, answer.content[:300])
            assert answer.status_code < 500, told
            text = answer.content.decode(errors="replace")
            if name == "exports":  # their own past membership, with the team's name, is theirs
                text = text.replace(f"{CANARY}-team", "")
            assert CANARY not in text, told
            if row.of_an_object and method != "OPTIONS":
                assert answer.status_code == (404 if speaks(name, method) else 405), told
            if not speaks(name, method):
                assert answer.status_code == 405, told
        assert all_of(ada) == before, name


def test_a_coach_with_every_consent_reaches_hers_by_the_board_alone(
    hers: Hers, ada: User, pat: User
) -> None:
    join(Team.objects.get(pk=hers.team), pat, Role.COACH)
    api, before = api_as(pat), all_of(ada)

    for name in set(PERSONAL) - {"board", "boards"}:  # both are looks, and logged
        row = ROWS[name]
        for method in METHODS:
            answer = call(api.client, row, hers, method, api.headers)
            text = answer.content.decode(errors="replace").replace(f"{CANARY}-team", "")
            assert CANARY not in text, (name, method, answer.content[:300])
            if row.of_an_object and name != "invitations" and method != "OPTIONS":
                expected = 404 if speaks(name, method) else 405
                assert answer.status_code == expected, (name, method)
        assert all_of(ada) == before, name


def test_a_session_without_its_csrf_token_changes_nothing(hers: Hers, ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    before = all_of(ada)

    for name in PERSONAL:
        for method in UNSAFE:
            answer = call(browser, ROWS[name], hers, method, {})
            assert answer.status_code == 403, (name, method, answer.content)
    assert all_of(ada) == before


def test_a_reading_token_writes_nowhere(hers: Hers, ada: User) -> None:
    api = api_as(ada, scopes=("read",))
    before = all_of(ada)

    for name in PERSONAL:
        for method in UNSAFE:
            answer = call(api.client, ROWS[name], hers, method, api.headers)
            assert answer.status_code == 403, (name, method, answer.content)
    assert all_of(ada) == before


def test_a_writing_token_reads_nowhere(hers: Hers, ada: User) -> None:
    api = api_as(ada, scopes=("write",))

    for name in PERSONAL:
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = call(api.client, ROWS[name], hers, method, api.headers)
            assert answer.status_code == 403, (name, method, answer.content)


def test_a_personal_read_carries_an_etag_and_is_never_stored(
    hers: Hers, ada: User, cora: User, pat: User, ada_api: Api
) -> None:
    join(Team.objects.get(pk=hers.team), pat, Role.PHYSIO)
    others = {"board": api_as(cora), "webhooks": api_as(cora), "physio-readings": api_as(pat)}

    for name in PERSONAL:
        if not speaks(name, "GET") or name == "invitation":  # hers has ended
            continue
        api = others.get(name, ada_api)
        answer = call(api.client, ROWS[name], hers, "GET", api.headers)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), name
        holding = api.headers | {"If-None-Match": answer["ETag"]}
        again = call(api.client, ROWS[name], hers, "GET", holding)
        assert (again.status_code, again.content) == (304, b""), name


@pytest.mark.parametrize(
    "path", ["tokens/{n}", "memberships/{n}", "teams/{n}/board", "teams/{n}/invitations"]
)
@pytest.mark.parametrize("n", [0, 2**63, 10**30])
def test_an_id_that_no_row_can_have_is_not_found(ada_api: Api, path: str, n: int) -> None:
    address = "/" + path.format(n=n)

    for method in ("GET", "POST", "DELETE", "PATCH"):
        assert ada_api.send(method, address, {"scopes": []}).status_code in {400, 404, 405}


def test_the_owner_removes_but_never_reads_a_membership(hers: Hers, cora: User, ada: User) -> None:
    api = api_as(cora)

    assert api.get(f"/memberships/{hers.membership}").status_code == 404
    assert api.send("DELETE", f"/memberships/{hers.membership}").status_code == 204
    assert Membership.objects.get(pk=hers.membership).left_at
