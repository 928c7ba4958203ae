"""A table of any spreadsheet: guessed, chosen, and what does not fit told by its place."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tracker.importing.choices import Choices, changed
from tracker.importing.records import BadFile, Record, Trouble
from tracker.importing.sources import source_of


def bring(text: str | bytes, **chosen: Any) -> list[Any]:
    """Read a file with what is guessed of it and what is chosen beside."""
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    source = source_of(file)
    choices = changed(source.suggest(file, "Europe/Berlin").choices, chosen)
    return list(source.read(file, choices))


def guessed(text: str) -> Choices:
    file = io.BytesIO(text.encode())
    return source_of(file).suggest(file, "UTC").choices


def facts(found: list[Any], kind: str) -> list[dict[str, Any]]:
    """Return the fields of one kind's entries."""
    envelope = {"id", "kind", "day", "at", "edited_at"}
    return [
        {name: value for name, value in one.entry.items() if name not in envelope}
        for one in found
        if isinstance(one, Record) and one.entry["kind"] == kind
    ]


def test_a_german_table_with_semicolons_and_decimal_commas_is_understood() -> None:
    text = "Datum;Schmerz;Wasser (l);Schlaf\n09.03.2026;3;1,5;7:30\n"

    found = bring(text)

    assert facts(found, "pain") == [{"level": 3}]
    assert facts(found, "hydration") == [{"ml": 1500}]
    assert facts(found, "wellness") == [{"sleep_h": 7.5}]
    assert {one.entry["day"] for one in found} == {"2026-03-09"}


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2026-03-09", "2026-03-10"], "ymd"),
        (["03/09/2026", "03/25/2026"], "mdy"),
        (["09/03/2026", "25/03/2026"], "dmy"),
        (["09.03.26"], "dmy"),
    ],
)
def test_the_order_of_a_day_is_guessed_from_the_column(days: list[str], order: str) -> None:
    assert guessed("day,pain\n" + "".join(f"{day},1\n" for day in days)).date_order == order


@pytest.mark.parametrize(
    ("header", "values", "unit"),
    [
        ("water", ["1.5", "2", "2.25"], "l"),
        ("water", ["1500", "2000", "250"], "ml"),
        ("sitting", ["480", "300", "420"], "min"),
        ("sitting", ["8", "5.5", "7"], "h"),
        ("pain", ["45", "30", "10"], "0-100"),
        ("pain", ["4", "3", "10"], "0-10"),
        ("pain", ["4", "3", "40"], "0-10"),  # a slip of the pen makes no other scale
        ("distance", ["10.2", "5", "8.4"], "km"),
        ("sleep (min)", ["450"], "min"),
    ],
)
def test_a_unit_is_guessed_from_name_and_values(header: str, values: list[str], unit: str) -> None:
    text = f"day,{header}\n" + "".join(f"2026-03-{n:02},{v}\n" for n, v in enumerate(values, 1))

    assert guessed(text).columns[1].unit == unit


def test_a_chosen_unit_is_taken_over_the_guessed_one() -> None:
    text = "day,water\n2026-03-09,2\n"
    column = {"column": 1, "field": "hydration.ml", "unit": "fl_oz"}

    assert facts(bring(text, columns=[column]), "hydration") == [{"ml": 59.147}]


def test_a_cell_in_another_unit_than_its_column_is_not_taken_for_a_sip() -> None:
    found = bring("day,water\n2026-03-09,1500\n2026-03-10,1.5\n2026-03-11,2000\n2026-03-12,0\n")

    assert facts(found, "hydration") == [{"ml": 1500}, {"ml": 2000}, {"ml": 0}]
    (trouble,) = [one for one in found if isinstance(one, Trouble)]
    assert (trouble.line, trouble.column, trouble.code) == (3, "water", "unit-doubtful")


def test_pain_of_a_hundred_becomes_pain_of_ten_halves_up() -> None:
    assert facts(bring("day,pain\n2026-03-09,45\n2026-03-10,74\n"), "pain") == [
        {"level": 5}, {"level": 7},
    ]  # fmt: skip


def test_a_feeling_on_another_scale_is_put_on_the_seven_steps() -> None:
    text = "day,stress\n2026-03-09,1\n2026-03-10,3\n2026-03-11,5\n"
    column = {"column": 1, "field": "wellness.stress", "unit": "5-1"}

    assert facts(bring(text, columns=[column]), "wellness") == [
        {"stress": 7}, {"stress": 4}, {"stress": 1},
    ]  # fmt: skip


def test_a_row_may_tell_of_several_kinds_and_an_empty_cell_tells_nothing() -> None:
    found = bring("day,pain,water,notes\n2026-03-09,,500,\n2026-03-10,2,,slept badly\n")

    assert [one.entry["kind"] for one in found] == ["hydration", "note", "pain"]


def test_a_bad_day_is_told_with_line_and_column() -> None:
    found = bring("When,pain\n2026-03-09,2\nyesterday,3\n31.02.2026,1\n")

    troubles = [one for one in found if isinstance(one, Trouble)]
    assert [(one.line, one.column, one.code) for one in troubles] == [
        (3, "When", "bad-day"), (4, "When", "bad-day"),
    ]  # fmt: skip


def test_a_cell_over_two_lines_keeps_the_count_of_lines_right() -> None:
    found = bring('day,notes\n2026-03-09,"one\ntwo"\nnever,x\n')

    assert found[0].entry["text"] == "one\ntwo"
    assert found[1].line == 4


def test_a_session_without_effort_waits_for_one_to_be_chosen() -> None:
    text = "day,sport,duration\n2026-03-09,Trail running,60\n"

    assert [one.code for one in bring(text)] == ["effort-missing"]
    assert facts(bring(text, effort=4), "activity") == [
        {"sport": "trail_running", "minutes": 60, "rpe": 4}
    ]


def test_a_time_of_day_belongs_to_the_chosen_zone() -> None:
    (found,) = bring("day,time,pain\n2026-03-09,07:15,3\n")

    assert (found.entry["day"], found.entry["at"]) == ("2026-03-09", "2026-03-09T06:15:00Z")


def test_the_same_file_gives_the_same_ids_and_equal_rows_are_two_facts() -> None:
    text = "day,water\n2026-03-09,250\n2026-03-09,250\n"

    once, again = bring(text), bring(text)

    assert [one.entry["id"] for one in once] == [one.entry["id"] for one in again]
    assert len({one.entry["id"] for one in once}) == 2


def test_a_longer_file_of_the_same_keeps_the_ids_of_what_was_there() -> None:
    short = bring("day,water\n2026-03-09,250\n2026-03-10,500\n")
    long = bring("day,water,pain\n2026-03-09,250,\n2026-03-10,500,3\n2026-03-11,100,2\n")

    assert {one.entry["id"] for one in short} <= {one.entry["id"] for one in long}


@pytest.mark.parametrize(
    "raw",
    [
        "Tag;Größe;Schmerz\n2026-03-09;1;4\n".encode("cp1252"),
        "Tag;Größe;Schmerz\n2026-03-09;1;4\n".encode("utf-16"),
        "Tag;Größe;Schmerz\n2026-03-09;1;4\n".encode("utf-8-sig"),
    ],
)
def test_what_spreadsheets_write_is_read_in_any_of_their_encodings(raw: bytes) -> None:
    assert facts(bring(raw), "pain") == [{"level": 4}]


def test_a_table_without_a_day_says_so_instead_of_guessing_one() -> None:
    (trouble,) = bring("pain,water\n3,250\n")

    assert trouble.code == "no-day"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"only one column\n1\n", "bad-file"),
        (b"day,pain\n2026-03-09," + b"9" * 200_000, "line-too-long"),
        (b",".join([b"x"] * 300) + b"\n", "too-many-columns"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown-file"),
        (b"%PDF-1.7\n%", "bad-file"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(raw: bytes, code: str) -> None:
    with pytest.raises(BadFile) as refused:
        bring(raw)

    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


def test_the_wellness_table_of_intervals_is_known_without_choosing() -> None:
    text = (
        "date,weight,restingHR,hrv,sleepSecs,sleepQuality,soreness,fatigue,stress,hydrationVolume,"
        "comments\n2026-03-09,70.1,48,61,27000,2,1,4,,2.5,legs heavy\n2026-03-10,,50,,,,,,,,\n"
    )

    found = bring(text)

    assert facts(found, "wellness") == [
        {"sleep_h": 7.5, "sleep_quality": 3, "soreness": 1, "fatigue": 7}
    ]
    assert facts(found, "hydration") == [{"ml": 2500}]
    assert facts(found, "note") == [{"text": "legs heavy"}]
    assert {one.entry["day"] for one in found} == {"2026-03-09"}
