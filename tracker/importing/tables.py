"""A CSV file of any spreadsheet as lines of cells: encoding and separator found out. Pure."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from tracker.importing.choices import MOST_COLUMNS
from tracker.importing.records import BadFile

SEPARATORS = (";", "\t", ",", "|")
MOST_OF_A_LINE = 100_000  # characters
HEAD = 64_000  # bytes that tell encoding and separator
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Lines(Protocol):
    """What `csv.reader` gives: rows, and how many lines it has read so far."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header, its separator, and its lines (number from 1, cells) after the header."""

    header: tuple[str, ...]
    separator: str
    lines: Iterator[tuple[int, list[str]]]


def open_table(file: BinaryIO) -> Table:
    """Read the header; the lines are read as they are asked for.

    :raises BadFile: where this is no table.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    encoding = encoding_of(head)
    first = head.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    if "\0" in first or separator not in first:
        raise BadFile(
            "This is no table: the first line must name at least two columns. "
            "Save the sheet as CSV and choose that file."
        )
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    lines = _lines(csv.reader(_bounded(text), delimiter=separator))
    _number, header = next(lines)
    if len(header) > MOST_COLUMNS:
        raise BadFile(f"A table may have at most {MOST_COLUMNS} columns.", code="too-many-columns")
    names = (name.lstrip("\ufeff").replace("\0", "").strip() for name in header)
    return Table(tuple(names), separator, lines)


def encoding_of(head: bytes) -> str:
    """Return UTF-8 or UTF-16 where the bytes are so, else what older spreadsheets write."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # not only a letter cut in two at the end
            return "cp1252"
    return "utf-8"


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(MOST_OF_A_LINE + 1):
        number += 1
        if len(line) > MOST_OF_A_LINE:
            raise BadFile(f"Line {number} is too long to be a row.", code="line-too-long")
        yield line


def _lines(reader: Lines) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on; empty rows are passed over."""
    began = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile(
                f"Line {began} cannot be read: a quotation mark is open or a cell is too long.",
                code="bad-row",
            ) from error
        if any(cell.strip() for cell in cells):
            yield began, cells
        began = reader.line_num + 1
