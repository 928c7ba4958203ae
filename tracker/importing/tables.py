"""A CSV file of any spreadsheet as lines of cells: encoding and separator found out. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from tracker.importing.choices import MOST_COLUMNS
from tracker.importing.encodings import decoded, encoding_of, is_lost
from tracker.importing.records import BadFile, Trouble
from tracker.importing.rows import Row, rows_of

SEPARATORS = (";", "\t", ",", "|")
MOST_OF_A_LINE = 100_000  # characters
SAMPLE = 50  # rows from which is guessed
_SAYS = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # what Excel takes as the separator


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header, its separator, and its rows after the header.

    A row is the line it begins on, from 1, and its cells, or what is wrong with it.
    """

    header: tuple[str, ...]
    separator: str
    lines: Iterator[Row]


def open_table(file: BinaryIO) -> Table:
    """Read the header; the rows are read as they are asked for.

    :raises BadFile: where this is no table.
    """
    encoding = encoding_of(file)
    # A UTF-16 file cannot be told byte by byte: there a damaged one ends in an error.
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    lines = _bounded(text)
    number, first, separator = _first_line(lines)
    if separator is None or "\0" in first:
        raise BadFile(
            "This is no table: the first line must name at least two columns. "
            "Save the sheet as CSV and choose that file."
        )
    rows = rows_of(_again(first, lines), separator, after=number - 1)
    header = next(rows)
    if isinstance(header, Trouble) or is_lost("".join(header[1]), encoding):
        raise BadFile(
            f"The names of the columns in line {number} cannot be read: a quotation mark is open, "
            "or letters are damaged. Save the sheet as CSV UTF-8 and choose that file.",
            code="bad-row",
        )
    if len(header[1]) > MOST_COLUMNS:
        raise BadFile(f"A table may have at most {MOST_COLUMNS} columns.", code="too-many-columns")
    names = (name.lstrip("\ufeff").replace("\0", "").strip() for name in header[1])
    return Table(tuple(names), separator, _readable(rows, encoding))


def sample_of(table: Table) -> list[tuple[str, ...]]:
    """Return the cells of the first rows, by which columns and units are guessed."""
    first = islice(table.lines, SAMPLE)
    return [tuple(row[1]) for row in first if not isinstance(row, Trouble)]


def first_names(head: bytes) -> tuple[str, ...]:
    """Return the names of the columns, as far as the first bytes of a file tell them."""
    _number, first, separator = _first_line(iter(decoded(head).splitlines()))
    if separator is None or "\0" in first:
        return ()
    (names,) = csv.reader([first], delimiter=separator)
    return tuple(name.strip() for name in names)


def _first_line(lines: Iterator[str]) -> tuple[int, str, str | None]:
    """Return number and text of the header, and the separator: the one it is told, or has most."""
    told: str | None = None
    for number, line in enumerate(lines, start=1):
        line = line.lstrip("\ufeff")
        if not line.strip():
            continue
        if told is None and (says := _SAYS.fullmatch(line)):
            told = says[1]
            continue
        most = max(SEPARATORS, key=line.count)
        found = told if told is not None and told in line else most if most in line else None
        return number, line, found
    return 1, "", None


def _again(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(MOST_OF_A_LINE + 1)
        except UnicodeDecodeError as error:
            raise BadFile(
                f"Letters from line {number} on are damaged. Save the sheet as CSV UTF-8 and choose"
                " that file.",
                code="bad-letters",
            ) from error
        if not line:
            return
        if len(line) > MOST_OF_A_LINE:
            raise BadFile(f"Line {number} is too long to be a row.", code="line-too-long")
        yield line


def _readable(rows: Iterator[Row], encoding: str) -> Iterator[Row]:
    """Yield the rows; one with a letter that is not what was written is told, never guessed."""
    for row in rows:
        if not isinstance(row, Trouble) and is_lost("\n".join(row[1]), encoding):
            yield Trouble(
                row[0],
                None,
                "bad-letters",
                "A letter of this row is damaged. Save the sheet as CSV UTF-8, or write it anew.",
            )
        else:
            yield row
