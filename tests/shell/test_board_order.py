"""The board as a whole: who comes first, what is asked for, and what it costs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from alerts.models import Alert
from teams.models import Team
from tests import cast
from tests.cast import ALL_SCOPES, api_as, entry, join, team_of, today


@pytest.fixture
def team(cora: User) -> Team:
    """The team Cora founded."""
    return team_of(cora)


def board_of(viewer: User, team: Team, **query: str) -> Any:
    answer = api_as(viewer).get(f"/teams/{team.pk}/board", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def raise_alert(athlete: User, *, kind: str = "red_flag", urgency: str = "emergency_now") -> None:
    Alert.objects.create(
        athlete=athlete, kind=kind, rule=f"R-{kind}", urgency=urgency, title="canary-title",
        message="canary-message", day=today(), raised_at=datetime.now(UTC),
    )  # fmt: skip


def full_team(team: Team, count: int) -> None:
    for number in range(count):
        athlete = cast.person(f"Runner{len(User.objects.all())}-{number}")
        join(team, athlete, scopes=ALL_SCOPES)
        api_as(athlete).sync(entry("pain", level=number % 8))
        raise_alert(athlete)


def test_statements_do_not_grow_with_the_team(team: Team, cora: User) -> None:
    api = api_as(cora)
    counts = []
    for more in (2, 6):
        full_team(team, more)
        with CaptureQueriesContext(connection) as seen:
            assert api.get(f"/teams/{team.pk}/board").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 8, [query["sql"] for query in seen]


def test_those_who_need_somebody_come_first(team: Team, ada: User, eve: User, cora: User) -> None:
    join(team, ada, scopes=("red_flag_contact",))
    join(team, eve, scopes=("pain",))
    api_as(eve).sync(entry("pain", level=9))

    assert [row["status"] for row in board_of(cora, team)["results"]] == ["amber", "grey"]
    raise_alert(ada)
    assert [row["status"] for row in board_of(cora, team)["results"]] == ["red", "amber"]


def test_the_board_is_filtered_and_sorted_on_request(
    team: Team, ada: User, eve: User, otto: User, cora: User
) -> None:
    for athlete, level in ((ada, 0), (eve, 5)):
        join(team, athlete, scopes=("pain",))
        api_as(athlete).sync(entry("pain", level=level))
    join(team, otto)

    by_pain = board_of(cora, team, sort="pain")
    assert [row["athlete"]["name"] for row in by_pain["results"]] == ["Eve", "Ada", "Otto"]
    by_name = board_of(cora, team, sort="name")
    assert [row["athlete"]["name"] for row in by_name["results"]] == ["Ada", "Eve", "Otto"]
    assert board_of(cora, team, status="red")["results"] == []
    assert by_pain["next"] is None


@pytest.mark.parametrize("query", [{"sort": "shoe"}, {"status": "blue"}, {"sort": ""}])
def test_a_sort_or_filter_that_there_is_not_is_refused(
    team: Team, cora: User, query: dict[str, str]
) -> None:
    answer = api_as(cora).get(f"/teams/{team.pk}/board", **query)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-query")
