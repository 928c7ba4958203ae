"""What one person takes along: gathered from every room, entries first."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from accounts.privacy import export_person
from tracker.exporting.document import document
from tracker.exporting.tables import table
from tracker.kinds import KINDS
from tracker.store import changed_since
from tracker.wire import entry_as_dict

PAGE = 2_000  # entries read at once
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: the same data, the same bytes


def all_entries(*, athlete_id: int) -> list[dict[str, Any]]:
    """Return every entry in the wire's form, deleted ones too, oldest day first."""
    found: list[dict[str, Any]] = []
    reached = 0
    while True:
        page = changed_since(athlete_id=athlete_id, revision=reached, limit=PAGE)
        found += [entry_as_dict(standing.edit) for standing in page]
        if len(page) < PAGE:
            return sorted(found, key=lambda entry: (entry["day"], entry["kind"], entry["id"]))
        reached = page[-1].revision


def whole_export(*, athlete_id: int) -> bytes:
    """Return everything that is kept of a person, as one JSON document."""
    rooms: dict[str, Any] = export_person(user_id=athlete_id)
    rooms["tracker"] = {**rooms["tracker"]}
    del rooms["tracker"]["entries"]  # they stand in front, in the form in which they come back
    return document(entries=all_entries(athlete_id=athlete_id), rooms=rooms)


def tables(*, athlete_id: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a CSV file for every kind that was logged."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for entry in all_entries(athlete_id=athlete_id):
        by_kind.setdefault(entry["kind"], []).append(entry)
    for name, kind in KINDS.items():
        if name in by_kind:
            yield f"{name}.csv", table(by_kind[name], [*kind.required, *kind.optional])


def zipped_tables(*, athlete_id: int) -> bytes:
    """Return the tables as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables(athlete_id=athlete_id):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def files(user_id: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an export into a folder that can be brought back in."""
    yield "thighcare-export.json", whole_export(athlete_id=user_id)
    yield from tables(athlete_id=user_id)
