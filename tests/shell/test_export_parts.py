"""An export of one episode: its days and nothing else, nobody else's, and it comes back in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import User
from tests.cast import Api, api_as, entry, person
from tests.shell.bringing_in import bring_in
from tests.shell.reading_story import reading
from tracker.exporting.services import all_entries, archived_months, tables, whole_export
from tracker.models import Entry
from triage.models import Episode

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
END = START + timedelta(days=20)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(END, tick=False) as clock:
        yield clock


@pytest.fixture
def bea() -> User:
    """She has logged pain on each of 21 days, and two aches: from the 5th to the 9th, and now."""
    bea = person("Bea", time_zone="Europe/Berlin")
    api = api_as(bea)
    api.sync(*(entry("pain", level=3, day=day(n)) for n in range(1, 22)))
    api.sync(entry("note", text="of the 7th", day=day(7)), entry("note", text="now", day=day(21)))
    for n in (8, 20):
        assert api.post("/readings", reading("nrs", day=str(day(n)))).status_code == 201
    for _ in range(2):
        made = api.post("/triage/assessments", {"answers": {"side": "left"}}).json()
        first = {"started_on": str(day(5 if _ == 0 else 20))}
        api.send("PATCH", f"/triage/episodes/{made['episode']}", first)
        if _ == 0:
            told = api.send("PATCH", f"/triage/episodes/{made['episode']}", {"state": "settled"})
            assert told.status_code == 200, told.content
            ended = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)  # the 10th in Berlin
            Episode.objects.filter(pk=made["episode"]).update(
                opened_at=START + timedelta(days=4), closed_at=ended
            )
    return bea


def day(n: int) -> date:
    return date(2026, 3, n)


def ids(api: Api) -> tuple[str, str]:
    """The episode that is open, and the one that is over."""
    now, before = api.get("/triage/episodes").json()["results"]
    return now["id"], before["id"]


def export(api: Api, episode: str, **more: str) -> Any:
    answer = api.get("/exports", episode=episode, **more)
    assert answer.status_code == 200, answer.content
    return answer


def test_only_the_days_of_the_episode_are_in_it(bea: User) -> None:
    api = api_as(bea)
    _now, before = ids(api)

    told = json.loads(export(api, before).content)

    days = [str(day(n)) for n in range(5, 11)]
    assert told["only"] == {"episode": before, "from": days[0], "to": days[-1]}
    assert sorted({one["day"] for one in told["entries"]}) == days
    assert [one["text"] for one in told["entries"] if one["kind"] == "note"] == ["of the 7th"]
    assert [row["day"] for row in told["rooms"]["tracker"]["days"]] == days
    assert [row["day"] for row in told["rooms"]["tracker"]["readings"]] == [str(day(8))]


def test_of_triage_only_what_belongs_to_it_and_of_other_rooms_nothing(bea: User) -> None:
    api = api_as(bea)
    _now, before = ids(api)

    rooms = json.loads(export(api, before).content)["rooms"]

    assert set(rooms) == {"tracker", "triage"}
    assert [row["id"] for row in rooms["triage"]["episodes"]] == [before]
    assert [row["episode_id"] for row in rooms["triage"]["assessments"]] == [before]


def test_an_open_episode_lasts_until_today(bea: User) -> None:
    api = api_as(bea)
    now, _before = ids(api)

    answer = export(api, now)

    told = json.loads(answer.content)
    assert (told["only"]["from"], told["only"]["to"]) == ("2026-03-20", "2026-03-21")
    assert {one["day"] for one in told["entries"]} == {"2026-03-20", "2026-03-21"}
    assert 'filename="thighcare-export-since-2026-03-20.json"' in answer["Content-Disposition"]


def test_the_tables_are_cut_in_the_same_way(bea: User) -> None:
    api = api_as(bea)
    _now, before = ids(api)

    packed = zipfile.ZipFile(io.BytesIO(export(api, before, **{"as": "csv"}).content))

    assert set(packed.namelist()) == {"pain.csv", "note.csv"}
    rows = csv.DictReader(io.StringIO(packed.read("pain.csv").decode("utf-8-sig"), newline=""))
    assert [row["day"] for row in rows] == [str(day(n)) for n in range(5, 11)]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_episode_comes_back_in_as_it_was(bea: User, form: str) -> None:
    api = api_as(bea)
    _now, before = ids(api)
    taken = export(api, before, **{"as": form}).content
    expected = [
        one for one in all_entries(athlete_id=bea.pk) if "03-05" <= one["day"][5:] <= "03-10"
    ]
    eve = person("Eve", time_zone="Europe/Berlin")

    done = bring_in(api_as(eve), taken)

    assert done["wrong"] == 0
    assert all_entries(athlete_id=eve.pk) == expected
    spans = {"from": "2026-03-05", "to": "2026-03-10"}
    assert api_as(eve).get("/days", **spans).json() == api.get("/days", **spans).json()


def test_somebody_elses_episode_is_not_found_and_nonsense_is_named(bea: User, eve: User) -> None:
    mine, _before = ids(api_as(bea))

    for episode in (mine, str(uuid4())):
        for form in ("json", "csv"):
            assert api_as(eve).get("/exports", episode=episode, **{"as": form}).status_code == 404
    answer = api_as(bea).get("/exports", episode="5")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/episode")


def test_without_an_archive_no_month_is_called_missing(bea: User) -> None:
    told = json.loads(whole_export(athlete_id=bea.pk))

    assert "archived" not in told
    assert "only" not in told
    assert "archived.txt" not in dict(tables(athlete_id=bea.pk))


def test_logged_days_whose_entries_are_nowhere_are_named_by_their_month(bea: User) -> None:
    Entry.objects.filter(athlete=bea, day__lt=day(3)).delete()

    told = json.loads(whole_export(athlete_id=bea.pk))
    note = dict(tables(athlete_id=bea.pk))["archived.txt"].decode()

    assert told["archived"]["months"] == ["2026-03"]
    assert "Ask whoever runs this ThighCare" in told["archived"]["note"]
    assert note.splitlines()[-1] == "2026-03"
    assert archived_months(athlete_id=bea.pk, entries=[]) == ["2026-03"]
    _now, before = ids(api_as(bea))
    assert "archived" not in json.loads(export(api_as(bea), before).content)
