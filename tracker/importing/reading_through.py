"""Reading a file through: every record checked as the log would, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from kernel.calendar import day_in_zone
from tracker.importing.choices import Choices
from tracker.importing.guess import doubtful
from tracker.importing.records import MOST_A_DAY, MOST_RECORDS, BadFile, Record, Trouble
from tracker.importing.sources import Source
from tracker.importing.units import expected
from tracker.merge import Edit
from tracker.reading import Door, read_entry
from tracker.wire import entry_as_dict
from triage.queries import check_value

MOST_TOLD = 100  # troubles told one by one; the rest is counted
SHOWN = 10  # entries of the preview


@dataclass(slots=True)
class Report:
    """What a file holds: usable entries by kind, the first of them, what cannot be taken."""

    kinds: Counter[str] = field(default_factory=Counter)
    preview: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[dict[str, Any]] = field(default_factory=list)
    wrong: int = 0
    first_day: date | None = None
    last_day: date | None = None
    doubts: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the form that is kept and sent."""
        return {
            "usable": self.kinds.total(), "wrong": self.wrong, "kinds": dict(self.kinds),
            "first_day": self.first_day and self.first_day.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "preview": self.preview, "errors": self.troubles, "doubts": self.doubts,
        }  # fmt: skip


def records(
    file: BinaryIO, source: Source, choices: Choices, *, now: datetime
) -> Iterator[tuple[Record, Edit] | Trouble]:
    """Yield each record of a file with the edit it comes to, or what is wrong with it.

    :raises BadFile: where the file as a whole cannot be read, or holds more than one may.
    """
    door = Door(now, day_in_zone(now, choices.time_zone), check_value, allow_history=True)
    a_day: Counter[date] = Counter()
    for number, found in enumerate(source.read(file, choices)):
        if number >= MOST_RECORDS:
            raise BadFile(
                f"The file holds more than {MOST_RECORDS:,} records. Split it by years.",
                code="too-many-records",
            )
        if isinstance(found, Trouble):
            yield found
            continue
        read = read_entry(found.entry, door)
        if not isinstance(read, Edit):
            first = read.errors[0]
            name = first.pointer.removeprefix("/")
            detail = first.detail
            if first.code == "not-a-number":  # there are no quotation marks to leave out
                detail = expected(f"{found.entry['kind']}.{name}", None) or detail
            yield Trouble(found.line, found.columns.get(name, name), first.code, detail)
            continue
        a_day[read.day] += 1
        if a_day[read.day] > MOST_A_DAY:
            raise BadFile(
                f"{read.day} has more than {MOST_A_DAY} records. Check the column of the day.",
                code="too-many-a-day",
            )
        yield found, read


def read_through(
    file: BinaryIO,
    source: Source,
    choices: Choices,
    *,
    table: dict[str, Any],
    now: datetime,
) -> Report:
    """Return what a file holds under these choices."""
    report = Report()
    for found in records(file, source, choices, now=now):
        if isinstance(found, Trouble):
            report.wrong += 1
            if len(report.troubles) < MOST_TOLD:
                report.troubles.append(found.as_dict())
            continue
        record, edit = found
        report.kinds[edit.kind] += 1
        report.first_day = min(report.first_day or edit.day, edit.day)
        report.last_day = max(report.last_day or edit.day, edit.day)
        if len(report.preview) < SHOWN and not edit.deleted:
            report.preview.append({"line": record.line} | entry_as_dict(edit))
    if table:
        report.doubts = doubtful(choices.columns, table["header"], table["sample"], choices.decimal)
    return report
