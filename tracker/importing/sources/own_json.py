"""The whole export of ThighCare as JSON: entries come back as they were, with their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kernel import strict_json
from tracker.exporting.document import FORMAT, VERSION
from tracker.importing.choices import Choices
from tracker.importing.looks import Look, unpacked
from tracker.importing.records import BadFile, Found, Record, Trouble
from tracker.importing.sources import MB, Source

NAME = "own_json"
MOST = 40 * MB
DEPTH = 32  # an alert or assessment inside an export is deeper than a request may be


def claims(look: Look) -> bool:
    """Take JSON that says what it is in its first words."""
    return look.head[:1] == b"{" and f'"{FORMAT}"'.encode() in look.head[:200]


def read(file: BinaryIO, choices: Choices) -> Iterator[Found]:
    """Yield every entry, deleted ones too."""
    held = _document(file)
    entries = held.get("entries")
    if not isinstance(entries, list):
        raise BadFile("The export holds no entries.", code="no-entries")
    for number, row in enumerate(entries, start=1):
        if isinstance(row, dict):
            yield Record(number, row, own=True)
        else:
            yield Trouble(number, None, "not-an-object", "This entry of the export is damaged.")


def rest(file: BinaryIO) -> Mapping[str, Any]:
    """Return the rooms; what is not restored from them is the person's to keep."""
    rooms = _document(file).get("rooms")
    return rooms if isinstance(rooms, dict) else {}


def _document(file: BinaryIO) -> dict[str, Any]:
    with unpacked(file, lambda name: True, most_bytes=MOST) as inner:
        held: dict[str, Any] = strict_json.loads(inner.read(), max_depth=DEPTH)
    version = held.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise BadFile(
            "This export was made by a newer ThighCare. Bring it in there.", code="newer-version"
        )
    return held


SOURCE = Source(name=NAME, rank=0, most_bytes=MOST, claims=claims, read=read, rest=rest)
