"""A copy of everything for whoever asks, and no trace of whoever leaves."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from accounts.models import AccessLog, ApiToken, User
from accounts.services import log_access
from teams.models import Membership, Role, Team
from tests import cast
from tests.cast import ALL_SCOPES, Api, api_as, entry, join, team_of


@pytest.fixture
def lived(ada: User, cora: User, ada_api: Api) -> Team:
    """Ada has logged, was judged, was looked at, and has a team of her own beside Cora's."""
    team = team_of(cora)
    join(team, ada, scopes=ALL_SCOPES)
    ada_api.sync(
        entry("pain", level=6),
        entry("note", text="canary-note"),
        entry("symptom", finding="saddle_numb", value=True),
    )
    ada_api.post("/triage/assessments", {"answers": {"saddle_numb": True}})
    api_as(cora).get(f"/teams/{team.pk}/board")
    team_of(ada, name="Ada's own")
    return team


def rows_pointing_at(user_id: int) -> dict[str, int]:
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                count = model._default_manager.filter(**{field.attname: user_id}).count()
                if count:
                    found[f"{model._meta.label}.{field.name}"] = count
    return found


def test_an_export_holds_what_was_given_and_no_secret(
    ada: User, lived: Team, tmp_path: Path
) -> None:
    call_command("export", ada.email, str(tmp_path / "out"), stdout=StringIO())

    files = {path.stem: path.read_text() for path in (tmp_path / "out").iterdir()}
    rooms = {"accounts", "teams", "triage", "tracker", "alerts"}
    assert set(files) == rooms | {"thighcare-export", "pain", "note", "symptom"}
    assert "canary-note" in files["tracker"]
    assert json.loads(files["teams"])["consents"]
    assert json.loads(files["accounts"])["access_log"][0]["viewer_name"] == "Cora"
    everything = "".join(files.values())
    assert ApiToken.objects.get(user=ada).digest not in everything
    assert ada.password not in everything


def test_an_export_holds_nobody_else(ada: User, lived: Team, eve: User, tmp_path: Path) -> None:
    call_command("export", eve.email, str(tmp_path), stdout=StringIO())

    everything = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "canary-note" not in everything
    assert ada.email not in everything


def test_erasing_leaves_no_row_that_points_at_the_person(
    ada: User, lived: Team, cora: User
) -> None:
    assert len(rows_pointing_at(ada.pk)) > 8
    before = rows_pointing_at(cora.pk)

    call_command("erase", ada.email, stdout=StringIO())

    assert rows_pointing_at(ada.pk) == {}
    assert not User.objects.filter(email=ada.email).exists()
    assert not Team.objects.filter(name="Ada's own").exists()
    assert rows_pointing_at(cora.pk).keys() == {
        name for name in before if not name.endswith("AccessLog.viewer")
    }


def test_an_erased_coach_is_unnamed_in_the_log_of_looks(
    ada: User, lived: Team, cora: User, ada_api: Api
) -> None:
    call_command("erase", cora.email, stdout=StringIO())

    (look,) = ada_api.get("/access-log").json()["results"]
    assert look["viewer"] == "erased account"


def test_a_team_passes_on_when_its_owner_is_erased(
    ada: User, lived: Team, cora: User, pat: User
) -> None:
    join(lived, pat, Role.PHYSIO)

    call_command("erase", cora.email, stdout=StringIO())

    assert Membership.objects.get(team=lived, user=pat).role == Role.OWNER


@pytest.mark.parametrize("command", [["erase"], ["export", "somewhere"]])
def test_an_unknown_address_is_told(command: list[str], tmp_path: Path) -> None:
    name, *rest = command
    with pytest.raises(CommandError, match="no account"):
        call_command(name, "nobody@cast.test", *[str(tmp_path / one) for one in rest])


def test_looking_at_oneself_is_not_logged(ada: User) -> None:
    log_access(viewer=ada, subject_ids=[ada.pk], what="board", at=cast.datetime.now(cast.UTC))

    assert not AccessLog.objects.exists()
