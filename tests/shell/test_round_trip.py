"""A real year, of every kind and in several zones: exported, erased, brought in, and the same."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from accounts.models import User
from alerts.models import Alert
from tests import cast
from tests.cast import Api, api_as
from tests.shell.bringing_in import bring_in
from tests.shell.reading_story import ANSWERS
from thighcare.demo.histories import Story, entries_of
from tracker.exporting.services import all_entries, tables, zipped_tables
from tracker.instrument_files import current
from tracker.kinds import KINDS
from tracker.models import Entry, Reading
from tracker.scoring import score
from tracker.services import record_entries

DAYS, SOME_DAYS = 365, 40
ZONES = ("Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles")
NOTES = (
    "=SUM(A1:A9)", "+49 151", "-2 degrees", "@home", "'quoted'", "'=1", 'say "hm"; a, b\nnew line',
    "\ttab", "Überlastung 🦵", "123", "true", "[1]",
)  # fmt: skip
EPISODE = ("id", "state", "side", "started_on", "opened_at", "closed_at", "closed_as", "urgency",
           "withheld", "recurrence_of")  # fmt: skip
PRICELESS = UUID("6f1d5c1e-8f0a-5b3e-9d55-3a7f5a6a2c12")


def a_year(zone: str, now: datetime, days: int) -> list[dict[str, Any]]:
    """A demo diary of a year, and beside it every other kind, with times of day and edits."""
    chance = random.Random(zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    story = Story(email=f"{zone}@demo.test", number=3, today=today, days=days, seed=7)
    made = entries_of(story)
    for back in range(0, days, 3):
        day = today - timedelta(days=back)
        for kind, fields in of_a_day(chance, back):
            name = f"{zone} {day} {kind} {len(made)}"
            at = datetime.combine(day, time(7, chance.randrange(60)), ZoneInfo(zone))
            at = min(at.astimezone(UTC), now)
            edited = at + timedelta(seconds=chance.random())
            made.append({
                "id": str(uuid5(PRICELESS, name)), "kind": kind, "day": day.isoformat(),
                "at": at.isoformat(), "edited_at": min(edited, now).isoformat(), **fields,
            })  # fmt: skip
    return made


def of_a_day(chance: random.Random, back: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("pain", {"level": chance.randint(0, 4), "context": "morning", "side": "left"}),
        ("wellness", {"sleep_h": round(chance.uniform(4, 9), 2), "stress": chance.randint(1, 7)}),
        ("note", {"text": NOTES[back % len(NOTES)]}),
        ("symptom", {"finding": "agg_sitting", "value": chance.choice([True, False, "unsure"])}),
        ("sitting", {"hours": 1.25, "seat": "car", "minutes_to_pain": chance.randint(1, 90)}),
        ("activity", {"sport": "sprinting", "minutes": 12.5, "rpe": 6.5, "sprint_percent": 95,
                      "distance_m": 800, "pain_during": 1}),
    ]  # fmt: skip


def lived(name: str, zone: str, *, days: int = SOME_DAYS) -> tuple[User, Api]:
    """A person who has logged for a year, deleted something and corrected something."""
    person = cast.person(name, time_zone=zone)
    now = datetime.now(UTC)
    year = a_year(zone, now, days)
    later = {"edited_at": now.isoformat()}
    gone = {**{name: year[5][name] for name in ("id", "kind", "day")}, "deleted": True, **later}
    corrected = year[4] | later
    cursor = None
    for at in range(0, len(year), 200):
        outcome = record_entries(
            athlete=person, entries=year[at : at + 200], cursor=cursor, now=now, allow_history=True
        )
        cursor = outcome.cursor
        wrong = [result.problem for result in outcome.results if result.status == "invalid"]
        assert wrong == []
    record_entries(
        athlete=person, entries=[gone, corrected], cursor=None, now=now, allow_history=True
    )
    return person, api_as(person)


def picture(person: User, api: Api) -> dict[str, Any]:
    """Everything that a person sees of their log: days, entries, charts, standing."""
    last = datetime.now(UTC).date() + timedelta(days=1)
    years = [(last - timedelta(days=369), last), (date(2020, 1, 1), date(2020, 12, 31))]
    return {
        "days": [api.get("/days", **{"from": a, "to": b}).json()["results"] for a, b in years],
        "entries": all_entries(athlete_id=person.pk),
        "standing": api.get("/snapshot").json(),
        "readings": everything(api, "/readings"),
        "episodes": [
            {name: one[name] for name in EPISODE} for one in everything(api, "/triage/episodes")
        ],
    }


def everything(api: Api, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    answer = api.get(path).json()
    found: list[dict[str, Any]] = answer["results"]
    while answer["next"]:
        answer = api.client.get(answer["next"], headers=api.headers).json()
        found += answer["results"]
    return found


def measure(person: User, api: Api, days: int) -> None:
    """Answer forms over the year, put one right, delete one; two aches, the first of them over."""
    now = datetime.now(UTC)
    for back in range(0, days, 2):
        at = now - timedelta(days=back)
        day = at.astimezone(ZoneInfo(person.profile.time_zone)).date()
        for name in ("nrs", "wellness", "fash", "psfs"):
            Reading.objects.create(
                athlete=person, uid=uuid4(), instrument=name, version=1, answers=ANSWERS[name],
                score=score(current().by_id[name], ANSWERS[name]).score or 0, day=day,
                zone=person.profile.time_zone, late=back % 3 == 0, taken_at=at, received_at=at,
                window_on=day if name == "nrs" else None, edited_at=at, edited_at_raw=at,
                entered_by="told" if name == "fash" else "athlete",
                said_by="Dr Weber" if name == "fash" else "",
            )  # fmt: skip
    first, second, *_ = everything(api, "/readings")
    later = (now + timedelta(microseconds=1)).isoformat()
    right = {"edited_at": later, "version": 1, "answers": ANSWERS[first["instrument"]]}
    for one, edit in ((first, right), (second, {"edited_at": later, "deleted": True})):
        assert api.send("PATCH", f"/readings/{one['id']}", edit).status_code == 200
    answers = {"side": "left", "symptom_days": 20, "pop_felt": False}
    for n, days_ago in enumerate((days - 5, 2)):
        made = api.post("/triage/assessments", {"answers": answers}).json()
        path = f"/triage/episodes/{made['episode']}"
        start = str((now - timedelta(days=days_ago)).date())
        assert api.send("PATCH", path, {"started_on": start}).status_code == 200
        if n == 0:
            assert api.send("PATCH", path, {"state": "settled"}).status_code == 200


def whole(api: Api, person: User) -> bytes:
    """The document as the phone fetches it."""
    answer = api.get("/exports")
    assert answer["Content-Disposition"] == 'attachment; filename="thighcare-export.json"'
    return bytes(answer.content)


def in_tables(api: Api, person: User) -> bytes:
    """The zip of tables as the phone fetches it."""
    return bytes(api.get("/exports", **{"as": "csv"}).content)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("take", [whole, in_tables], ids=["json", "csv"])
def test_a_year_comes_back_as_it_was(zone: str, take: Callable[[Api, User], bytes]) -> None:
    person, api = lived("Ada", zone, days=DAYS)
    is_json = take is whole
    if is_json:  # the tables are of the log alone
        measure(person, api, DAYS)
    before = picture(person, api)
    kinds = {entry["kind"] for entry in before["entries"]}
    assert kinds == set(KINDS), "a year of every kind"
    assert (len(before["readings"]), len(before["episodes"])) == ((731, 2) if is_json else (0, 0))
    taken = take(api, person)
    call_command("erase", person.email, stdout=StringIO())
    assert not Entry.objects.exists()

    again = cast.person("Ada", time_zone=zone)
    done = bring_in(api_as(again), taken)

    assert done["result"]["refused"] == done["wrong"] == 0
    assert picture(again, api_as(again)) == before
    assert not Alert.objects.filter(athlete=again).exists()


def test_bringing_ones_own_export_in_again_changes_nothing() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    rows = list(Entry.objects.order_by("pk").values())

    done = bring_in(api, whole(api, person))

    assert done["result"]["applied"] == done["result"]["updated"] == 0
    assert list(Entry.objects.order_by("pk").values()) == rows


def test_an_older_export_does_not_undo_what_was_edited_since() -> None:
    person, api = lived("Ada", "Europe/Berlin")
    old = whole(api, person)
    mine = next(one for one in all_entries(athlete_id=person.pk) if one["kind"] == "pain")
    record_entries(
        athlete=person, cursor=None, now=datetime.now(UTC), allow_history=True,
        entries=[mine | {"level": 9, "edited_at": datetime.now(UTC).isoformat()}],
    )  # fmt: skip

    bring_in(api, old)

    now = {one["id"]: one for one in all_entries(athlete_id=person.pk)}
    assert now[mine["id"]]["level"] == 9


def test_one_table_alone_comes_back_too() -> None:
    person, _api = lived("Ada", "Europe/Berlin")
    notes = dict(tables(athlete_id=person.pk))["note.csv"]
    eve = cast.person("Eve")

    bring_in(api_as(eve), notes)

    theirs = [one["text"] for one in all_entries(athlete_id=eve.pk)]
    assert theirs == [o["text"] for o in all_entries(athlete_id=person.pk) if o["kind"] == "note"]


def test_no_cell_of_a_table_is_run_by_a_spreadsheet() -> None:
    person, _api = lived("Ada", "Europe/Berlin")
    packed = zipfile.ZipFile(io.BytesIO(zipped_tables(athlete_id=person.pk)))
    cells = [
        cell
        for name in packed.namelist()
        for row in csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline=""))
        for cell in row
    ]

    assert any(cell == "'=SUM(A1:A9)" for cell in cells)
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


def test_the_folder_of_the_command_comes_back_in(tmp_path: Path) -> None:
    person, api = lived("Ada", "Europe/Berlin")
    before = picture(person, api)
    call_command("export", person.email, str(tmp_path), stdout=StringIO())
    call_command("erase", person.email, stdout=StringIO())

    again = cast.person("Ada", time_zone="Europe/Berlin")
    bring_in(api_as(again), (tmp_path / "thighcare-export.json").read_bytes())

    assert picture(again, api_as(again)) == before
