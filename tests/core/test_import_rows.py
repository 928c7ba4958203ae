"""Letters, separators and quotation marks of a table: what is odd is told, never guessed."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.core.test_import_spreadsheet import bring, facts
from tracker.importing.records import BadFile, Trouble
from tracker.importing.rows import MOST_OF_A_ROW, MOST_OPEN

MUCH = "20.11.2026;3;nothing to tell of this day, and so on\n" * 1_500  # 72 kB without an umlaut


def troubles(found: list[Any]) -> list[tuple[int | None, str]]:
    return [(one.line, one.code) for one in found if isinstance(one, Trouble)]


def notes(found: list[Any]) -> list[str]:
    return [one["text"] for one in facts(found, "note")]


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Schmerz;Notiz\n20.11.2026;3;Müde\n",
        "Datum;Schmerz;Notiz\n20.11.2026;3;Rücken\n" + MUCH + "20.11.2026;3;Müde, Rücken\n",
        "Datum;Schmerz;Notiz\n" + MUCH + "20.11.2026;3;Müde, Rücken\n",
        "Datum;Schmerz;Notiz\n20.11.2026;3;Mü",
        "Datum;Schmerz;Notiz\n20.11.2026;3;„früh“ – später · 20 °C\n",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_letter_is_kept_wherever_in_the_file_it_stands(text: str, encoding: str) -> None:
    found = bring(text.encode(encoding))

    assert troubles(found) == []
    assert notes(found)[-1] == text.strip().rpartition(";")[2]


@pytest.mark.parametrize("piece", [65_534, 65_535, 65_536])
def test_a_letter_between_two_pieces_of_a_file_makes_no_other_encoding(piece: int) -> None:
    head = b"day;note\n2026-11-20;"
    raw = head + b"x" * (piece - len(head)) + "ü\n2026-11-21;ü\n".encode()

    assert notes(bring(raw))[-1] == "ü"


@pytest.mark.parametrize(
    "row",
    [
        b"2026-11-19;8;M\xfcde\n",  # of Windows, in a file that is UTF-8
        b"2026-11-19;8;\xed\xa0\x80\n",
        b"2026-11-19;8;\xc3\n",
    ],
)
def test_a_damaged_letter_costs_its_own_row_and_is_told(row: bytes) -> None:
    fine = "2026-11-18;3;Müde, Rücken\n".encode()

    found = bring(b"day;pain;note\n" + fine + row + fine)

    assert troubles(found) == [(3, "bad-letters")]
    assert [one["level"] for one in facts(found, "pain")] == [3, 3]


def test_utf_8_among_letters_of_windows_is_told_and_not_taken_for_them() -> None:
    windows = "2026-11-18;3;Müde, Rücken, früh\n".encode("cp1252")
    other = "2026-11-19;8;Müde\n".encode()

    found = bring(b"day;pain;note\n" + windows + other)

    assert troubles(found) == [(3, "bad-letters")]
    assert notes(found) == ["Müde, Rücken, früh"]


def test_a_byte_that_windows_has_no_letter_for_is_told() -> None:
    found = bring(b"day;pain;note\n2026-11-18;3;M\xfcde\n2026-11-19;4;\x81\n")

    assert troubles(found) == [(3, "bad-letters")]


@pytest.mark.parametrize(
    "raw",
    [
        "day;pain\n2026-11-18;3\n".encode("utf-16") + b"\x01\xd8",
        b"day;pain;M\xfcde\xc3\xbc\n2026-11-18;3;x\n",
    ],
)
def test_damage_that_belongs_to_no_row_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        bring(raw)

    assert "UTF-8" in refused.value.detail


def test_an_open_quotation_mark_swallows_no_row() -> None:
    found = bring('day,pain,note\n2026-11-18,3,"tight\n2026-11-19,8,bad\n2026-11-20,9,worse\n')

    assert troubles(found) == [(2, "open-quote")]
    assert [one["level"] for one in facts(found, "pain")] == [8, 9]
    assert notes(found) == ["bad", "worse"]


@pytest.mark.parametrize(
    "later",
    ['2026-11-20,9,"worse"', '2026-11-20,9,worse 5"', '2026-11-20,9,"worse"\n2026-11-21,2,"ok"'],
)
def test_a_mark_of_a_later_row_does_not_close_an_open_one(later: str) -> None:
    found = bring(f'day,pain,note\n2026-11-18,3,"tight\n2026-11-19,8,bad\n{later}\n')

    assert troubles(found) == [(2, "open-quote")]
    assert [one["level"] for one in facts(found, "pain")][:2] == [8, 9]


def test_the_line_in_which_a_mark_opens_is_named_not_the_one_its_row_begins_in() -> None:
    text = (
        'day,pain,note,more\n2026-11-17,2,"one\ntwo",x\n2026-11-18,3,"one\ntwo\nthree","tight\n'
        "2026-11-19,8,bad,y\n"
    )

    found = bring(text)

    assert troubles(found) == [(6, "open-quote")]
    assert [one["level"] for one in facts(found, "pain")] == [2, 8]


def test_a_text_of_several_lines_stays_one_cell() -> None:
    told = "first\n2026-11-19: bad, worse\r\nlast, 5"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["day", "note"], ["2026-11-18", told], ["2026-11-20", '"x"']])

    found = bring(text.getvalue())

    assert (troubles(found), notes(found)) == ([], [told, '"x"'])


@pytest.mark.parametrize(
    ("cell", "kept"), [('5" long', '5" long'), ('"tight" , still', "tight , still")]
)
def test_a_mark_inside_one_line_stands_as_it_does(cell: str, kept: str) -> None:
    found = bring(f"day;pain;note\n2026-11-18;3;{cell}\n2026-11-19;4;x\n")

    assert (troubles(found), notes(found)) == ([], [kept, "x"])


def test_a_file_full_of_open_marks_is_refused() -> None:
    bring("day,note\n" + '2026-11-18,"a\n' * (MOST_OPEN - 1))

    with pytest.raises(BadFile) as refused:
        bring("day,note\n" + '2026-11-18,"a\n' * (MOST_OPEN + 1))

    assert refused.value.code == "bad-row"


def test_a_mark_that_opens_and_closes_for_ever_ends_after_a_while() -> None:
    found = bring("day,note\n" + '2026-11-18,a",",\n' * 3 * MOST_OF_A_ROW + "2026-11-20,x\n")

    assert {code for _line, code in troubles(found)} == {"open-quote"}
    assert notes(found) == ["x"]


@pytest.mark.parametrize("says", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_the_line_with_which_excel_names_the_separator_is_no_header(says: str) -> None:
    found = bring(f"{says}\r\nday;pain, worst;note\r\n2026-11-18;3;a, b\r\nnever;4;x\r\n")

    assert notes(found) == ["a, b"]
    assert troubles(found) == [(4, "bad-day")]


def test_empty_lines_before_the_header_are_passed_over() -> None:
    found = bring("\n;;\n\nday;pain\n2026-11-18;3\nnever;4\n".replace(";;", ""))

    assert facts(found, "pain") == [{"level": 3}]
    assert troubles(found) == [(6, "bad-day")]


@pytest.mark.parametrize("number", ["1,5", "1,50", "12,34,567", "1.5.2"])
def test_a_comma_that_groups_no_thousands_is_no_number_of_a_table_with_points(number: str) -> None:
    found = bring(f'day,sport,duration,rpe\n2026-11-18,run,45.5,3\n2026-11-19,run,"{number}",3\n')

    assert [one["minutes"] for one in facts(found, "activity")] == [45.5]
    assert len(troubles(found)) == 1


def test_a_point_that_groups_no_thousands_is_no_number_of_a_table_with_commas() -> None:
    text = "day;water\n2026-11-18;1.500\n2026-11-19;1250,5\n2026-11-20;1.5\n"

    found = bring(text, columns=[{"column": 1, "field": "hydration.ml", "unit": "ml"}])

    assert facts(found, "hydration") == [{"ml": 1500}, {"ml": 1250.5}]
    assert [line for line, _code in troubles(found)] == [4]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("pain", "3/10", "Write a whole number from 0 to 10, for example 3, and nothing else."),
        ("distance (km)", "10 km", "Write a number in km, for example 3, and nothing else."),
        (
            "sleep",
            "7h30",
            "Write a number from 0 to 24 in h, for example 3, or 7:30 for hours and minutes, "
            "and nothing else.",
        ),
        (
            "water",
            "a lot",
            "Write a number from 0 to 10,000 in ml, for example 3, and nothing else.",
        ),
        ("urine", "dark", "Write a whole number from 1 to 8, for example 3, and nothing else."),
    ],
)
def test_words_in_a_column_of_numbers_are_told_what_is_expected(
    header: str, cell: str, told: str
) -> None:
    (trouble,) = bring(f"day,{header}\n2026-11-18,{cell}\n")

    assert isinstance(trouble, Trouble)
    assert (trouble.line, trouble.column, trouble.code) == (2, header, "not-a-number")
    assert trouble.detail == told
