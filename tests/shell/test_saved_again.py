"""A table taken along, saved again by a spreadsheet, and brought in: the same days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from tests.cast import Api, api_as, entry, today
from tests.core.test_import_dialects import DIALECTS, saved_again
from tests.shell.bringing_in import send, tell
from tracker.exporting.services import tables


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.mark.parametrize("dialect", ["German Excel", "with sep=", "Unicode text"])
def test_a_table_of_ours_that_a_spreadsheet_saved_comes_back_to_the_same_days(
    ada: User, ada_api: Api, otto: User, dialect: str
) -> None:
    gone = entry("pain", level=9, day=ago(1), deleted=True)
    ada_api.sync(*[entry("pain", level=one, side="left", day=ago(one)) for one in (3, 8, 5)], gone)
    kept = dict(tables(athlete_id=ada.pk))["pain.csv"]
    api = api_as(otto)

    held = send(api, saved_again(kept, **DIALECTS[dialect]))
    done = tell(api, held["id"], "confirm")

    assert (held["source"], held["wrong"], held["usable"]) == ("own_csv", 0, 4)
    assert (held["choices"]["date_order"], done["state"]) == ("dmy", "done")
    span = {"from": f"{ago(10)}", "to": f"{ago(0)}"}
    theirs = api.get("/days", **span).json()["results"]
    assert [day["pain_worst"] for day in theirs] == [8, 5, 3]
    assert theirs == ada_api.get("/days", **span).json()["results"]
