"""The instruments that are shipped, and what the linter refuses: file, key and reason."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.instrument_files import FOLDER, BadInstrument, current, load
from tracker.instrument_lint import lint
from tracker.scoring import ways

TODAY = date(2026, 11, 26)
CLINICIANS = {"ostrc_h2", "visa_h", "fash"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "instruments"))


def change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def problems(folder: Path) -> list[tuple[str, str]]:
    return [(one.file, one.key) for one in lint(folder, today=TODAY) if not one.warning]


def test_the_instruments_that_are_shipped_pass() -> None:
    assert lint(FOLDER, today=TODAY) == []


def test_the_set_without_a_licence_question_is_there() -> None:
    free = {name for name, one in current().by_id.items() if one.entered_by == "athlete"}

    assert free == {"nrs", "pgic", "psfs", "srpe", "wellness", "swatches", "sitting"}


def test_of_a_protected_instrument_only_the_total_is_known() -> None:
    for name in CLINICIANS:
        one = current().by_id[name]
        assert one.entered_by == "clinician"
        assert [(item.id, item.words) for item in one.items] == [("total", ())]
        assert one.window is None


def test_borgs_words_are_not_used() -> None:
    words = {word.lower() for item in current().by_id["srpe"].items for word in item.words}

    assert not words & {
        "nothing at all", "extremely weak", "very weak", "weak", "moderate", "somewhat strong",
        "strong", "very strong", "extremely strong", "absolute maximum", "very, very easy", "easy",
        "hard", "very hard", "maximal", "rest", "somewhat hard",
    }  # fmt: skip


def test_what_has_a_smallest_change_names_source_and_mark() -> None:
    told = {name: one.change for name, one in current().by_id.items() if one.change}

    assert set(told) == {"nrs", "psfs", "sitting", "visa_h"}
    assert (told["nrs"].points, told["nrs"].share, told["nrs"].needs) == (2, 0.3, "either")
    assert (told["sitting"].points, told["sitting"].needs) == (10, "both")
    assert told["visa_h"].mark == "known-check"


def test_the_darkest_swatch_says_what_to_do_next() -> None:
    (swatches,) = [one for one in current().wire if one["id"] == "swatches"]

    assert swatches["care_from"] == 8
    assert "emergency check" in swatches["care"]
    assert "dim light" in swatches["about"]


@pytest.mark.parametrize(
    ("name", "before", "after", "key"),
    [
        ("nrs", 'scoring = "single"', 'scoring = "magic"', "scoring"),
        ("nrs", 'score_item = "worst"', 'score_item = "now"', "score_item"),
        ("nrs", "low = 0\nhigh = 10\nunit", "low = 10\nhigh = 10\nunit", "low"),
        ("nrs", 'better = "lower"', 'better = "good"', "better"),
        ("nrs", 'needs = "either"', 'needs = "any"', "change.needs"),
        ("nrs", "share = 0.3", "share = 30", "change.share"),
        ("nrs", "points = 2", "points = 20", "change.points"),
        ("nrs", 'mark = "verified', 'mark = "sure', "change.mark"),
        ("nrs", "[change]", 'no_change = "x"\n[change]', "window.no_change"),
        ("nrs", "open_days = 1", "open_days = 2", "window.open_days"),
        ("nrs", "late_hours = 12", "late_hours = 99", "window.late_hours"),
        ("wellness", "closes = 12:00:00", "closes = 03:00:00", "window.closes"),
        ("wellness", 'id = "stress"', 'id = "stress"\nrequired = false', "items"),
        ("wellness", "high = 28", "high = 30", "low"),
        ("pgic", '"the same", ', "", "items.change.words"),
        ("pgic", 'no_change = "It is itself', 'no_chance = "It is itself', "no_chance"),
        ("swatches", '"#6b3a17"', '"brown"', "items.colour.colours"),
        ("swatches", "care_from = 8\n", "", "care"),
        ("fash", 'low_word = "Worst"', 'words = ["a"]', "items.total"),
        ("psfs", "fewest = 3", "fewest = 6", "fewest"),
        ("nrs", 'licence = "Free', 'licence = "" # "Free', "licence"),
        ("nrs", 'ask = "How strong is it now?"', 'ask = "<b>Now?</b>"', "items.now.ask"),
        ("pgic", '"the same"', '"harmless"', "items.change.words.5"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(
    folder: Path, name: str, before: str, after: str, key: str
) -> None:
    change(folder, name, before, after)

    assert (f"{name}.toml", key) in problems(folder)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id = "nrs"', 'id = "pain"'),
        ("version = 1\n", ""),
        ("version = 1", "version = ["),
        ("opens = 17:00:00", 'opens = "17:00"'),
        ("review_due = 2027-11-24", 'review_due = "soon"'),
        ("reviewer", "reviewed_by"),
    ],
)
def test_an_incomplete_file_is_refused_by_the_loader(folder: Path, before: str, after: str) -> None:
    change(folder, "nrs", before, after)

    with pytest.raises(BadInstrument):
        load(folder)
    with pytest.raises(CommandError):
        call_command("check_instruments", folder)


def test_an_overdue_review_warns_and_refuses_nothing(folder: Path) -> None:
    change(folder, "nrs", "review_due = 2027-11-24", "review_due = 2020-01-01")

    found = lint(folder, today=TODAY)

    assert [(one.key, one.warning) for one in found] == [("review_due", True)]
    call_command("check_instruments", folder)


def test_a_new_instrument_is_one_new_file(folder: Path) -> None:
    text = (folder / "sitting.toml").read_text()
    (folder / "walking.toml").write_text(text.replace('"sitting"', '"walking"'))

    assert lint(folder, today=TODAY) == []
    assert "walking" in load(folder).by_id
    assert load(folder).version != current().version


def test_each_way_of_scoring_is_used() -> None:
    assert set(ways()) == {one.scoring for one in current().by_id.values()}
