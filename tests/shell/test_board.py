"""The coach's board: what consent allows, nothing more, in a constant number of statements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import AccessLog, User
from alerts.models import Alert
from teams.models import Role, Team
from tests.cast import ALL_SCOPES, Api, api_as, entry, join, team_of, today

FIELDS = {
    "availability": {"availability"},
    "load": {"load"},
    "pain": {"pain", "sparkline", "trend"},
    "symptoms": set(),
    "red_flag_contact": {"open_alerts"},
}
ALWAYS = {"athlete", "status"}
ANY_SCOPE = {"last_logged", "adherence_28d"}


@pytest.fixture
def team(cora: User) -> Team:
    """The team Cora founded."""
    return team_of(cora)


@pytest.fixture
def logged(ada_api: Api) -> None:
    """Three quiet weeks of pain at 2 and some running."""
    for back in range(21):
        day = today() - timedelta(days=back)
        ada_api.sync(
            entry("pain", day=day, level=2),
            entry("activity", day=day, sport="run", minutes=30, rpe=4),
        )


def board_of(viewer: User, team: Team, **query: str) -> Any:
    answer = api_as(viewer).get(f"/teams/{team.pk}/board", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def row_of(viewer: User, team: Team) -> dict[str, Any]:
    (row,) = board_of(viewer, team)["results"]
    return dict(row)


def raise_alert(athlete: User, *, kind: str = "red_flag", urgency: str = "emergency_now") -> None:
    Alert.objects.create(
        athlete=athlete, kind=kind, rule=f"R-{kind}", urgency=urgency, title="canary-title",
        message="canary-message", day=today(), raised_at=datetime.now(UTC),
    )  # fmt: skip


@pytest.mark.parametrize("scope", [(), *[(one,) for one in FIELDS], tuple(FIELDS)])
def test_a_field_without_consent_is_absent(
    team: Team, ada: User, cora: User, logged: None, scope: tuple[str, ...]
) -> None:
    join(team, ada, scopes=scope)

    row = row_of(cora, team)

    allowed = ALWAYS | (ANY_SCOPE if scope else set())
    assert set(row) == allowed.union(*[FIELDS[one] for one in scope])


def test_somebody_calm_who_logs_is_green(team: Team, ada: User, cora: User, logged: None) -> None:
    join(team, ada, scopes=ALL_SCOPES)

    row = row_of(cora, team)

    assert row["status"] == "green"
    assert row["pain"] == {"today": 2, "mean_7d": 2.0}
    assert (len(row["sparkline"]), row["sparkline"][-1]) == (56, 2)
    assert row["last_logged"] == today().isoformat()
    assert row["load"]["acute"] == 7 * 120
    assert row["adherence_28d"] == 0.75


def test_somebody_who_shares_nothing_is_grey_though_in_danger(
    team: Team, ada: User, cora: User, logged: None
) -> None:
    join(team, ada, scopes=())
    raise_alert(ada)

    row = row_of(cora, team)

    assert row["status"] == "grey"
    assert "canary" not in str(row)


def test_somebody_who_never_logged_is_grey_and_has_no_numbers(
    team: Team, ada: User, cora: User
) -> None:
    join(team, ada, scopes=ALL_SCOPES)

    row = row_of(cora, team)

    assert row["status"] == "grey"
    assert (row["last_logged"], row["adherence_28d"], row["open_alerts"]) == (None, 0.0, 0)
    assert set(row["load"].values()) == {None}
    assert row["availability"] == "unknown"


def test_a_red_flag_is_red_only_with_consent_to_be_asked(
    team: Team, ada: User, ada_api: Api, cora: User, logged: None
) -> None:
    hers = join(team, ada, scopes=("red_flag_contact", "pain"))
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    row = row_of(cora, team)
    assert (row["status"], row["open_alerts"] > 0) == ("red", True)

    ada_api.send("PATCH", f"/memberships/{hers.pk}", {"scopes": ["pain"]})

    row = row_of(cora, team)
    assert row["status"] == "green"
    assert "open_alerts" not in row


def test_neither_sign_nor_words_of_an_alert_reach_the_board(
    team: Team, ada: User, ada_api: Api, cora: User
) -> None:
    join(team, ada, scopes=ALL_SCOPES)
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True), entry("note", text="canary"))
    raise_alert(ada)

    text = api_as(cora).get(f"/teams/{team.pk}/board").content.decode()

    for word in ("numb", "saddle", "canary", "RF-", "emergency", ada.email):
        assert word not in text


@pytest.mark.parametrize(
    ("scopes", "count", "status"),
    [
        (("red_flag_contact",), 0, "grey"),
        (("red_flag_contact", "pain"), 1, "amber"),
    ],
)
def test_an_alert_made_of_pain_is_not_told_without_the_pain(
    team: Team, ada: User, cora: User, scopes: tuple[str, ...], count: int, status: str
) -> None:
    join(team, ada, scopes=scopes)
    raise_alert(ada, kind="worsening", urgency="within_days")

    row = row_of(cora, team)

    assert (row["open_alerts"], row["status"]) == (count, status)


def test_an_answered_alert_is_no_longer_red(
    team: Team, ada: User, ada_api: Api, cora: User
) -> None:
    join(team, ada, scopes=("red_flag_contact",))
    raise_alert(ada)
    (alert,) = ada_api.get("/alerts").json()["results"]

    ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})

    assert row_of(cora, team)["status"] == "grey"


def test_consent_to_one_coach_shows_nothing_to_another(
    team: Team, ada: User, otto: User, logged: None
) -> None:
    join(team, ada, scopes=ALL_SCOPES)
    other = team_of(otto, name="Striders")
    join(other, ada)

    assert set(row_of(otto, other)) == ALWAYS


@pytest.mark.parametrize("role", [Role.COACH, Role.PHYSIO])
def test_coach_and_physio_see_the_board_until_they_leave(
    team: Team, ada: User, pat: User, role: str
) -> None:
    join(team, ada, scopes=ALL_SCOPES)
    his, api = join(team, pat, role), api_as(pat)
    assert len(api.get(f"/teams/{team.pk}/board").json()["results"]) == 1

    api.send("DELETE", f"/memberships/{his.pk}")

    assert api.get(f"/teams/{team.pk}/board").status_code == 404


def test_strangers_other_coaches_and_athletes_get_nothing(
    team: Team, ada: User, eve: User, otto: User
) -> None:
    join(team, ada, scopes=ALL_SCOPES)
    team_of(otto, name="Striders")

    for viewer in (ada, eve, otto):
        assert api_as(viewer).get(f"/teams/{team.pk}/board").status_code == 404
    assert not AccessLog.objects.exists()


def test_every_look_is_told_to_the_one_looked_at(
    team: Team, ada: User, ada_api: Api, cora: User, eve: User
) -> None:
    join(team, ada, scopes=("load",))
    join(team, eve)  # shares nothing: nothing of hers was seen

    board_of(cora, team)

    (look,) = ada_api.get("/access-log").json()["results"]
    assert (look["viewer"], look["what"]) == ("Cora", "board")
    assert api_as(eve).get("/access-log").json()["results"] == []


def test_an_unchanged_board_is_304_and_a_withdrawal_changes_it(
    team: Team, ada: User, ada_api: Api, cora: User, logged: None
) -> None:
    hers, api = join(team, ada, scopes=("pain",)), api_as(cora)
    address = f"/api/v1/teams/{team.pk}/board"
    first = api.client.get(address, headers=api.headers)
    holding = api.headers | {"If-None-Match": first["ETag"]}

    assert first["Cache-Control"] == "no-store"
    assert api.client.get(address, headers=holding).status_code == 304
    ada_api.send("PATCH", f"/memberships/{hers.pk}", {"scopes": []})
    after = api.client.get(address, headers=holding)
    assert after.status_code == 200
    assert "pain" not in after.json()["results"][0]
