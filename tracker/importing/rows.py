"""The rows of a CSV text; a quotation mark that is never closed costs its own row alone. Pure."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.importing.records import BadFile, Trouble

Row = tuple[int, list[str]] | Trouble  # the line it begins on, from 1, and its cells
MOST_OF_A_ROW = 500  # lines; a note of the log is at most 2,000 characters
MOST_OPEN = 1_000  # rows with an open quotation mark: more is no table
_INCH = re.compile(r'\d"\s*(?:[;,\t|]|$)')  # a mark behind a number may be a unit
_DAY = re.compile(r'\s*"?\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ]\d\d?:\d\d[^"]*)?"?\s*')


def rows_of(lines: Iterator[str], separator: str, *, after: int = 0) -> Iterator[Row]:
    """Yield each row that is not empty; `after` lines were read before.

    Where a quotation mark opens and is not closed, or seems to have swallowed rows, its line is
    told and reading goes on with the next one.
    :raises BadFile: where that happens all the time.
    """
    feed, opened = _Feed(lines, after), 0
    columns = 0
    while (line := feed.line()) is not None:
        began = feed.number
        if '"' not in line:  # most rows: no mark, no reader
            if line.strip():
                cells = line.rstrip("\r\n").split(separator)
                columns = columns or len(cells)
                if any(map(str.strip, cells)):
                    yield began, cells
            continue
        row = _next_row(feed, line, separator)
        place = _open_place(row, feed.taken, separator, columns)
        if place is None:
            assert row is not None
            if any(cell.strip() for cell in row):
                columns = columns or len(row)
                yield began, row
            continue
        opened += 1
        if opened > MOST_OPEN:
            raise BadFile(
                f"Quotation marks are open in more than {MOST_OPEN:,} rows. Save the sheet as CSV "
                "again.",
                code="bad-row",
            )
        feed.put_back(place + 1)
        yield Trouble(
            began + place,
            None,
            "open-quote",
            "A quotation mark opens in this line and is not closed. Close it, or take it away.",
        )


def _next_row(feed: _Feed, line: str, separator: str) -> list[str] | None:
    """Return the cells of the row that begins with this line; None = it is broken.

    Its lines are then `feed.taken`.
    """
    feed.taken = []
    feed.give_back(line)
    try:
        return next(csv.reader(feed, delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        if len(feed.taken) != 1:
            return None
    # What follows a closed mark in the same line swallows no row: it is taken as it stands.
    try:
        found = list(csv.reader([feed.taken[0], "\n"], delimiter=separator))
    except csv.Error:
        return None
    return found[0] if len(found) == 2 else None


def _open_place(
    cells: list[str] | None, taken: Sequence[str], separator: str, columns: int
) -> int | None:
    """Return the place in `taken` of the line whose quotation mark is open; None = none is."""
    if cells is None:
        return _place_of_mark(taken, separator)
    for place in range(1, len(taken)):
        like = _is_like(taken[0], taken[place], separator, columns)
        if like and not _is_text(cells, taken, place, columns):
            return _place_of_mark(taken[:place], separator)
    return None


def _is_text(cells: Sequence[str], taken: Sequence[str], place: int, columns: int) -> bool:
    """Tell whether a line that looks like a row is the text of a cell all the same.

    Spreadsheets end a row with CR LF and a line of a cell with LF alone. Where that tells nothing,
    the row must be whole, and no mark that closes may be that of a length (`5"`).
    """
    if taken[place - 1].endswith("\r\n"):
        return False
    if taken[-1].endswith("\r\n"):
        return True
    return len(cells) == columns and not any(_INCH.search(line) for line in taken[1:])


def _is_like(row: str, line: str, separator: str, columns: int) -> bool:
    """Tell whether a line inside a cell has as many cells as a row, and a day where it has one."""
    if not columns or line.count(separator) < columns - 1:
        return False
    pairs = zip(row.split(separator), line.split(separator), strict=False)
    return any(_DAY.fullmatch(one) and _DAY.fullmatch(other) for one, other in pairs)


@dataclass(slots=True)
class _Mark:
    """Where the reader of `_place_of_mark` is."""

    place: int = 0
    inside: bool = False
    fresh: bool = True  # at the beginning of a cell
    ended: bool = False  # behind a mark that may close the cell, or be the first of two


def _place_of_mark(taken: Sequence[str], separator: str) -> int:
    """Return the place of the line in which the mark opens that is not closed as it should be."""
    at = _Mark()
    for place, line in enumerate(taken):
        for sign in line:
            if at.ended and sign != '"':
                at.inside = at.ended = False
                if sign not in (separator, "\r", "\n"):
                    return at.place
            if at.inside:
                at.ended = sign == '"' and not at.ended
            elif sign == '"' and at.fresh:
                at.inside, at.place = True, place
            at.fresh = not at.inside and sign in (separator, "\r", "\n")
    return at.place


class _Feed:
    """Gives lines to a reader of CSV, and takes back those of a row that is none."""

    def __init__(self, lines: Iterator[str], after: int) -> None:
        self._lines, self._back = lines, deque[str]()
        self.number = after  # of lines given
        self.taken: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self.line() if len(self.taken) < MOST_OF_A_ROW else None
        if line is None:
            raise StopIteration
        self.taken.append(line)
        return line

    def line(self) -> str | None:
        """Return the next line, None at the end."""
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, line: str) -> None:
        """Take a line back that was given last."""
        self._back.appendleft(line)
        self.number -= 1

    def put_back(self, keep: int) -> None:
        """Take back all but the first `keep` lines of the row."""
        self._back.extendleft(reversed(self.taken[keep:]))
        self.number -= len(self.taken) - keep
        self.taken = []
