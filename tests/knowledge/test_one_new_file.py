"""A new cause or a new family of rules is one new file and its case: judged, checked and shown."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from triage.book import chapters
from triage.book.index import Book, open_book
from triage.book.search import search
from triage.cases import provenance, read_cases
from triage.engine.judge import judge
from triage.lint import lint
from triage.loader import FOLDER, current, load

TODAY = date(2026, 11, 24)
HEAD = 'reviewer = "none yet"\nreview_due = 2027-11-24\n'
CAUSE = f"""
id = "ride_ache"
order = 9999
title = "Ache from a hard saddle"
{HEAD}sources = ["expert"]
self_care = "Take shorter rides for a week. Raise or pad the saddle a little."

[prior]
athlete = -3
active = -3
desk = -3

[[weights]]
finding = "chair_poor"
yes = 3
no = 0
basis = "expert"
reason = "pressure of the edge"

[[weights]]
finding = "agg_squeeze"
yes = 3
no = 0
basis = "expert"
reason = "the thighs grip the saddle"

[[weights]]
finding = "skin_break"
yes = 3
no = 0
basis = "expert"
reason = "the saddle rubs the skin"
"""
RULES = f"""
family = "RF-RIDE"
title = "Ache from a hard saddle"
{HEAD}
[[rules]]
id = "RF-RIDE-1"
order = 99999
level = "same_day"
when = "chair_poor AND agg_squeeze AND NOT IS_YES(clear_injury)"
suspected = "Pressed nerve in the saddle area"
do_now = "Stop riding. Be seen today."
tell_clinician = "Squeezing my knees together hurts. Could you look at the saddle area?"
states = ["agg_squeeze", ""]
sources = ["expert"]
"""
TOLD = {"chair_poor": True, "agg_squeeze": True, "skin_break": True}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    shutil.copytree(FOLDER, copy)
    return copy


def add_case(folder: Path, **case: Any) -> None:
    file = {"defaults": {"age_years": 30, "weight_bearing": "normal"}, "cases": [case]}
    (folder / "cases" / "ride.json").write_text(json.dumps(file), encoding="utf-8")


def told_by(folder: Path) -> list[str]:
    return [str(problem) for problem in lint(folder, today=TODAY)]


def book_of(folder: Path) -> Book:
    return open_book(load(folder).compiled, read_cases(folder), provenance(folder))


def shown(book: Book, name: str, page: dict[str, Any]) -> str:
    return render_to_string(f"triage/book/{name}.html", page | {"root": "/knowledge/"})


def test_a_cause_is_one_file_and_its_case(folder: Path) -> None:
    (folder / "conditions" / "ride_ache.toml").write_text(CAUSE, encoding="utf-8")

    assert told_by(folder) == [
        "conditions/ride_ache.toml: ride_ache: no case holds it; add one to cases/"
    ]

    add_case(
        folder, case="R1 ache after long rides", answers=TOLD, level="self_care", rules=[],
        main="ride_ache",
    )  # fmt: skip
    assert told_by(folder) == []
    knowledge, case = load(folder), read_cases(folder)[-1]
    verdict = judge(knowledge, case.answers(knowledge))
    assert verdict.causes[0].id == "ride_ache"
    assert {each.finding for each in verdict.causes[0].speaks_for} == TOLD.keys()

    book = book_of(folder)
    page = shown(book, "causes", chapters.causes(book))
    assert "Ache from a hard saddle" in page
    assert "the thighs grip the saddle" in page
    assert "R1 ache after long rides" in page
    assert [hit.id for hit in search(book, "hard saddle")["causes"]] == ["ride_ache"]


def test_a_family_of_rules_is_one_file_and_its_case(folder: Path) -> None:
    (folder / "red_flags" / "ride.toml").write_text(RULES, encoding="utf-8")

    assert "red_flags/ride.toml: RF-RIDE-1: no case fires it; add one to cases/" in told_by(folder)

    add_case(
        folder, case="R1 ache after long rides", answers=TOLD, level="same_day",
        rules=["RF-RIDE-1"], at_least="same_day",
    )  # fmt: skip
    assert told_by(folder) == []
    knowledge, case = load(folder), read_cases(folder)[-1]
    flags = judge(knowledge, case.answers(knowledge)).red_flags
    assert [flag.rule for flag in flags] == ["RF-RIDE-1"]

    book = book_of(folder)
    found = chapters.family(book, "RF-RIDE")
    assert found is not None
    page = shown(book, "family", found)
    assert "Pressed nerve in the saddle area" in page
    assert "no clear yes to: a clear injury at one moment" in page
    assert "R1 ache after long rides" in page
    assert "RF-RIDE" in shown(book, "families", chapters.families(book))


def test_what_was_added_reaches_the_phone_in_the_compiled_copy(folder: Path) -> None:
    (folder / "conditions" / "ride_ache.toml").write_text(CAUSE, encoding="utf-8")
    (folder / "red_flags" / "ride.toml").write_text(RULES, encoding="utf-8")

    sent = json.loads(json.dumps(load(folder).compiled))

    assert "ride_ache" in {raw["id"] for raw in sent["conditions"]}
    assert "RF-RIDE-1" in {raw["id"] for raw in sent["rules"]}
    assert "cases" not in sent
    assert sent["version"] != current().version
