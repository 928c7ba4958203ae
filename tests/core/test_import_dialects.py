"""Our own tables, and those of intervals.icu, as a spreadsheet saves them again."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

import pytest

from tests.core.test_import_rows import notes, troubles
from tests.core.test_import_spreadsheet import bring, facts
from tracker.exporting.tables import table
from tracker.importing.records import Record
from tracker.importing.sources import source_of

DAYS = ("2026-11-18", "2026-11-09", "2026-01-02")
OWN: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "pain": (
        [{"level": 3, "side": "left"}, {"level": 10}, {"level": 0, "context": "worst"}],
        ["level", "region", "side", "context"],
    ),
    "activity": (
        [{"sport": "run", "minutes": 45.5, "rpe": 6.5, "distance_m": 8000}] * 3,
        ["sport", "minutes", "rpe", "distance_m", "sprint_percent", "pain_during"],
    ),
    "wellness": (
        [{"sleep_h": 7.25, "stress": 2}, {"sleep_h": 8}, {"fatigue": 7}],
        ["sleep_h", "sleep_quality", "fatigue", "soreness", "stress"],
    ),
    "note": (
        [{"text": "Müde; Rücken, früh"}, {"text": '=1 "x"\nzwei'}, {"text": "1,5"}],
        ["text"],
    ),
    "symptom": (
        [
            {"finding": "agg_sitting", "value": True},
            {"finding": "agg_sitting", "value": False},
            {"finding": "agg_sitting", "value": "unsure"},
        ],
        ["finding", "value"],
    ),
}


def entries(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "id": str(UUID(int=number)), "kind": kind, "day": DAYS[number],
            "edited_at": f"{DAYS[number]}T07:00:00Z", "deleted": number == 2, **fields,
        }
        for number, fields in enumerate(OWN[kind][0])
    ]  # fmt: skip


def saved_again(
    raw: bytes, *, separator: str, encoding: str, day: str, decimal: str, truth: tuple[str, str],
    says: bool = False, short: bool = False,
) -> bytes:  # fmt: skip
    """Do to a table of ours what a spreadsheet does when it opens and saves it."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    day_at, numbers = rows[0].index("day"), {"minutes", "rpe", "sleep_h", "level", "stress"}
    for row in rows[1:]:
        year, month, date = row[day_at].split("-")
        row[day_at] = day.format(y=year, m=month, d=date)
        for at, cell in enumerate(row):
            if cell in ("true", "false"):
                row[at] = truth[cell == "true"]
            elif rows[0][at] in numbers:
                row[at] = cell.replace(".", decimal)
        while short and not row[-1]:
            row.pop()
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    first = f"sep={separator}\r\n" if says else ""
    return (first + text.getvalue()).encode(encoding)


DIALECTS: dict[str, dict[str, Any]] = {
    "German Excel": {
        "separator": ";", "encoding": "cp1252", "day": "{d}.{m}.{y}", "decimal": ",",
        "truth": ("FALSCH", "WAHR"),
    },
    "German Excel, UTF-8": {
        "separator": ";", "encoding": "utf-8-sig", "day": "{d}.{m}.{y}", "decimal": ",",
        "truth": ("FALSCH", "WAHR"), "short": True,
    },
    "American Excel": {
        "separator": ",", "encoding": "utf-8", "day": "{m}/{d}/{y}", "decimal": ".",
        "truth": ("FALSE", "TRUE"),
    },
    "British Excel": {
        "separator": ",", "encoding": "cp1252", "day": "{d}/{m}/{y}", "decimal": ".",
        "truth": ("FALSE", "TRUE"),
    },
    "Unicode text": {
        "separator": "\t", "encoding": "utf-16", "day": "{d}.{m}.{y}", "decimal": ",",
        "truth": ("FALSCH", "WAHR"),
    },
    "LibreOffice": {
        "separator": ";", "encoding": "utf-8", "day": "{y}-{m}-{d}", "decimal": ",",
        "truth": ("FALSE", "TRUE"),
    },
    "with sep=": {
        "separator": ";", "encoding": "utf-8-sig", "day": "{d}.{m}.{y}", "decimal": ",",
        "truth": ("FALSCH", "WAHR"), "says": True,
    },
    "as it was": {
        "separator": ",", "encoding": "utf-8-sig", "day": "{y}-{m}-{d}", "decimal": ".",
        "truth": ("false", "true"),
    },
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", OWN)
def test_a_table_of_ours_comes_back_from_a_spreadsheet(kind: str, dialect: str) -> None:
    made = entries(kind)
    raw = saved_again(table(made, OWN[kind][1]), **DIALECTS[dialect])

    file = io.BytesIO(raw)
    source = source_of(file)
    found = list(source.read(file, source.suggest(file, "Europe/Berlin").choices))

    assert (source.name, troubles(found)) == ("own_csv", [])
    assert [one.entry for one in found if isinstance(one, Record)] == made


def test_a_truth_that_no_spreadsheet_writes_is_not_taken_for_standing() -> None:
    raw = table(entries("pain"), OWN["pain"][1]).replace(b",true,", b",perhaps,")

    file = io.BytesIO(raw)
    source = source_of(file)
    found = list(source.read(file, source.suggest(file, "UTC").choices))

    assert found[2].entry["deleted"] == "perhaps"  # refused by the log: give true or false


PASTED = "as I had it before:\n2026-11-02,6,bad\n2026-11-03,2,fine"


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["CR LF", "LF"])
@pytest.mark.parametrize("last", [False, True], ids=["in the middle", "at the end"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["some", "all"])
def test_a_note_that_holds_lines_of_a_table_is_one_note(end: str, last: bool, quoting: Any) -> None:
    text = io.StringIO(newline="")
    made = [["day", "pain", "note"], ["2026-11-18", "3", PASTED], ["2026-11-19", "8", "x"]]
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(made[: 2 if last else 3])

    found = bring(text.getvalue().rstrip() if last else text.getvalue())

    assert troubles(found) == []
    assert notes(found) == [PASTED, "x"][: 1 if last else 2]
    assert [one["level"] for one in facts(found, "pain")] == [3, 8][: 1 if last else 2]


@pytest.mark.parametrize("kind", ["note"])
def test_a_note_with_our_own_table_in_it_comes_back(kind: str) -> None:
    inside = table(entries(kind), OWN[kind][1]).decode("utf-8-sig").replace("\r\n", "\n")
    made = [{**entries(kind)[0], "text": inside.strip()}]

    file = io.BytesIO(table(made, OWN[kind][1]))
    source = source_of(file)
    found = list(source.read(file, source.suggest(file, "UTC").choices))

    assert troubles(found) == []
    assert [one.entry for one in found if isinstance(one, Record)] == made


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["CR LF", "LF"])
@pytest.mark.parametrize(
    "rows",
    [
        ['2026-11-18,3,"tight', "2026-11-19,8,bad", "2026-11-20,9,worse"],
        ['2026-11-18,3,"tight', "2026-11-19,8,bad", '2026-11-20,9,"worse"'],
        ['2026-11-18,3,"tight', "2026-11-19,8,bad", '2026-11-20,9,a lump of 5"'],
        ['"2026-11-18","3","tight', '"2026-11-19","8","bad"', '"2026-11-20","9","worse"'],
        ['2026-11-18,"3,tight', "2026-11-19,8,bad", '2026-11-20,9,a lump"'],
    ],
    ids=["never closed", "a later cell opens", "a length", "all in marks", "a row too short"],
)
def test_a_mark_that_is_truly_open_is_named_and_costs_its_row_alone(
    rows: list[str], end: str
) -> None:
    found = bring(end.join(["day,pain,note", *rows, ""]))

    assert troubles(found) == [(2, "open-quote")]
    assert [one["level"] for one in facts(found, "pain")][:2] == [8, 9]


def test_rows_of_a_file_with_cr_lf_are_no_lines_of_a_note_though_a_mark_ends_them() -> None:
    found = bring('day,pain,note\r\n2026-11-18,3,"tight\r\n2026-11-19,8,bad"\r\n')

    assert troubles(found) == [(2, "open-quote")]
    assert [one["level"] for one in facts(found, "pain")] == [8]


def test_columns_of_ours_are_known_by_the_bare_names_of_their_fields() -> None:
    text = "day;kind;level;side\n18.11.2026;pain;3;left\n"

    assert facts(bring(text), "pain") == [{"level": 3, "side": "left"}]


def test_a_column_may_be_called_by_the_whole_name_of_its_field() -> None:
    text = "day,wellness.sleep_h,activity.sport,activity.minutes,activity.rpe,hydration.ml\n"

    found = bring(text + "2026-11-18,7.5,run,45,3,1500\n")

    assert facts(found, "wellness") == [{"sleep_h": 7.5}]
    assert facts(found, "hydration") == [{"ml": 1500}]
    assert facts(found, "activity") == [{"sport": "run", "minutes": 45, "rpe": 3}]


@pytest.mark.parametrize("mark", ["", "\ufeff", "sep=;\r\n"])
def test_the_wellness_table_of_intervals_is_known_with_semicolons_too(mark: str) -> None:
    head = "date;restingHR;sleepSecs;hydrationVolume;comments\r\n"
    text = head + "18.11.2026;48;27000;2,5;legs, heavy\r\n"

    file = io.BytesIO((mark + text).encode())
    source = source_of(file)
    found = list(source.read(file, source.suggest(file, "UTC").choices))

    assert (source.name, troubles(found)) == ("intervals", [])
    assert facts(found, "wellness") == [{"sleep_h": 7.5}]
    assert facts(found, "hydration") == [{"ml": 2500}]
    assert (notes(found), found[0].entry["day"]) == (["legs, heavy"], "2026-11-18")
