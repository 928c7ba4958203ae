"""Which of a coach's boards somebody waits on: by consent, and a mark is a look."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import cast
from tests.cast import Api, api_as, entry


def marks(viewer: User) -> dict[int, bool]:
    answer = api_as(viewer).get("/boards")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return {one["team"]: one["waits"] for one in answer.json()["results"]}


def flag(api: Api) -> None:
    api.sync(entry("symptom", finding="saddle_numb", value=True))


@pytest.mark.parametrize(
    ("scopes", "waits"),
    [(("red_flag_contact",), True), (("pain", "load"), False), ((), False)],
)
def test_a_board_waits_where_its_athlete_lets_it_be_asked(
    cora: User, ada: User, ada_api: Api, scopes: tuple[str, ...], waits: bool
) -> None:
    first, second = cast.team_of(cora), cast.team_of(cora, name="Blues")
    cast.join(second, ada, scopes=scopes)
    assert marks(cora) == {first.pk: False, second.pk: False}

    flag(ada_api)

    assert marks(cora) == {first.pk: False, second.pk: waits}


def test_a_withdrawal_takes_the_mark_away(cora: User, ada: User, ada_api: Api) -> None:
    team = cast.team_of(cora)
    membership = cast.join(team, ada, scopes=("red_flag_contact",))
    flag(ada_api)
    assert marks(cora) == {team.pk: True}

    ada_api.send("PATCH", f"/memberships/{membership.pk}", {"scopes": []})

    assert marks(cora) == {team.pk: False}


def test_nobody_but_staff_sees_a_mark(cora: User, otto: User, ada: User, ada_api: Api) -> None:
    team, other = cast.team_of(cora), cast.team_of(otto, name="Others")
    cast.join(team, ada, scopes=("red_flag_contact",))
    flag(ada_api)

    assert marks(otto) == {other.pk: False}
    assert marks(ada) == {}


def test_a_mark_is_a_look_and_its_athlete_can_read_it(cora: User, ada: User, ada_api: Api) -> None:
    cast.join(cast.team_of(cora), ada, scopes=("red_flag_contact",))
    marks(cora)
    assert ada_api.get("/access-log").json()["results"] == []  # nothing was to be seen

    flag(ada_api)
    marks(cora)

    (look,) = ada_api.get("/access-log").json()["results"]
    assert (look["viewer"], look["what"]) == ("Cora", "mark on the team list")


def test_statements_do_not_grow_with_the_teams(cora: User, ada: User, ada_api: Api) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            marks(cora)
        return len(asked)

    cast.join(cast.team_of(cora), ada, scopes=("red_flag_contact",))
    flag(ada_api)
    one = statements()
    for n in range(4):
        cast.join(cast.team_of(cora, name=f"Team {n}"), ada, scopes=("red_flag_contact",))
    assert statements() == one
