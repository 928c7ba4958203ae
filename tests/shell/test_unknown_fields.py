"""Every route of the API that takes a body, and a field that it does not know."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import User
from teams.models import Role, Team
from tests.cast import Api, api_as, join
from tests.shell.access_rows import ROWS, Hers
from tests.shell.test_access_matrix import call, speaks
from tests.shell.test_access_matrix import hers as hers  # the fixture


def test_no_door_takes_a_field_that_it_does_not_know(
    hers: Hers, ada: User, cora: User, pat: User, ada_api: Api
) -> None:
    join(Team.objects.get(pk=hers.team), pat, Role.PHYSIO)
    of_the_team = {"webhooks": api_as(cora), "invitations": api_as(cora)}
    others = of_the_team | {"physio-readings": api_as(pat)}
    nowhere = {"accept", "physio-reading"}  # an invitation that has ended, a figure not hers

    for name in set(ROWS) - nowhere:
        row = ROWS[name]
        stranger = replace(row, body=row.body | {"no_such_field": 1})
        api = others.get(name, ada_api)
        for method in ("POST", "PUT", "PATCH"):
            if not speaks(name, method):
                continue
            answer = call(api.client, stranger, hers, method, api.headers)
            told = (name, method, answer.status_code, answer.content[:300])
            assert answer.status_code == 400, told
            assert "/no_such_field" in [one["pointer"] for one in answer.json()["errors"]], told
