"""What one person takes along: gathered from every room, entries first; all of it, or one episode.

Months that were set apart are in it until their tables are dropped; then it names them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.privacy import export_person
from tracker import partitions
from tracker.exporting.document import document
from tracker.exporting.part import Part
from tracker.exporting.tables import table
from tracker.kinds import KINDS
from tracker.merge import Edit
from tracker.models import Entry
from tracker.queries import logged_days
from tracker.store import changed_since
from tracker.wire import entry_as_dict

PAGE = 2_000  # entries read at once
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: the same data, the same bytes
ARCHIVED = "archived.txt"  # in the zip, where months are missing


def all_entries(*, athlete_id: int) -> list[dict[str, Any]]:
    """Return every entry in the wire's form, deleted ones too, oldest day first."""
    apart = partitions.entries_apart(athlete_id=athlete_id)
    found = [entry_as_dict(_edit_of(row)) for row in apart]
    reached = 0
    while True:
        page = changed_since(athlete_id=athlete_id, revision=reached, limit=PAGE)
        found += [entry_as_dict(standing.edit) for standing in page]
        if len(page) < PAGE:
            return sorted(found, key=lambda entry: (entry["day"], entry["kind"], entry["id"]))
        reached = page[-1].revision


def _edit_of(row: Entry) -> Edit:
    return Edit(
        row.entry_id, row.kind, row.day, row.at, row.edited_at, row.edited_at_raw, row.deleted,
        row.content, bytes(row.digest),
    )  # fmt: skip


def _entries(athlete_id: int, part: Part | None) -> list[dict[str, Any]]:
    found = all_entries(athlete_id=athlete_id)
    if part is None:
        return found
    return [entry for entry in found if part.has(date.fromisoformat(entry["day"]))]


def archived_months(
    *, athlete_id: int, entries: Sequence[dict[str, Any]], part: Part | None = None
) -> list[str]:
    """Return the months (2023-05) with logged days whose entries are in no table any more."""
    held = {entry["day"] for entry in entries if not entry["deleted"]}
    logged = logged_days(athlete_id=athlete_id, up_to=date.max)
    asked = [day for day in logged if part is None or part.has(day)]
    return sorted({f"{day:%Y-%m}" for day in asked if day.isoformat() not in held})


def _archived_words() -> str:
    return _(
        "Single entries of these months were moved to the archive and are not in this file; their"
        " days with the sums are. Ask whoever runs this ThighCare to bring them back, then download"
        " again."
    )


def whole_export(*, athlete_id: int, part: Part | None = None) -> bytes:
    """Return everything that is kept of a person, or what belongs to one episode, as JSON."""
    entries = _entries(athlete_id, part)
    rooms: dict[str, Any] = export_person(user_id=athlete_id)
    rooms["tracker"] = {**rooms["tracker"]}
    del rooms["tracker"]["entries"]  # they stand in front, in the form in which they come back
    notes: dict[str, Any] = {}
    if part is not None:
        rooms, notes = part.rooms(rooms), {"only": part.as_dict()}
    if months := archived_months(athlete_id=athlete_id, entries=entries, part=part):
        notes["archived"] = {"months": months, "note": _archived_words()}
    return document(entries=entries, rooms=rooms, notes=notes)


def tables(*, athlete_id: int, part: Part | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a CSV file for every kind that was logged.

    Where months are missing, first a text that names them.
    """
    entries = _entries(athlete_id, part)
    if months := archived_months(athlete_id=athlete_id, entries=entries, part=part):
        yield ARCHIVED, "\n".join([_archived_words(), "", *months, ""]).encode()
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        by_kind.setdefault(entry["kind"], []).append(entry)
    for name, kind in KINDS.items():
        if name in by_kind:
            yield f"{name}.csv", table(by_kind[name], [*kind.required, *kind.optional])


def zipped_tables(*, athlete_id: int, part: Part | None = None) -> bytes:
    """Return the tables as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables(athlete_id=athlete_id, part=part):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def files(user_id: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an export into a folder that can be brought back in."""
    yield "thighcare-export.json", whole_export(athlete_id=user_id)
    yield from tables(athlete_id=user_id)
