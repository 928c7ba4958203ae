"""Files that mean harm, or are broken: a clear refusal, no memory, no entity, no guess."""

from __future__ import annotations

import gzip
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.fit_files import fit_file
from tracker.importing.choices import Choices
from tracker.importing.records import BadFile
from tracker.importing.sources import all_sources, source_of
from tracker.importing.xml_stream import PIECE, elements

BILLION = (
    '<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<HealthData>&b;</HealthData>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    "<gpx><trk><type>&f;</type></trk></gpx>"
)
DEEP = "<gpx>" + "<a>" * 500 + "</a>" * 500 + "</gpx>"


def read_all(raw: bytes) -> None:
    file = io.BytesIO(raw)
    for _found in source_of(file).read(file, Choices(effort=5)):
        pass


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def with_endless_directory() -> bytes:
    raw = bytearray(zipped(("a.csv", b"day,pain\n")))
    at = raw.rfind(b"PK\x05\x06")
    raw[at + 12 : at + 16] = struct.pack("<I", 2**31)
    return bytes(raw)


def damaged_fit() -> bytes:
    raw = bytearray(fit_file(began=datetime(2026, 3, 9, tzinfo=UTC), minutes=45))
    raw[40] ^= 0xFF
    return bytes(raw)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities that multiply": (BILLION.encode, "entities-refused"),
    "a file of the server": (OUTSIDE.encode, "entities-refused"),
    "nested without end": (DEEP.encode, "too-deep"),
    "a tag that never ends": (
        lambda: b'<gpx><trk name="' + b"x" * 9_000_000, "endless-tag",
    ),
    "XML cut off": (lambda: b"<gpx><trk><type>run", "damaged"),
    "a zip that unpacks for ever": (
        lambda: zipped(("apple_health_export/export.xml", b"<HealthData>" + b" " * 40_000_000)),
        "unpacks-too-large",
    ),
    "a gzip that unpacks for ever": (
        lambda: gzip.compress(b"<gpx>" + b" " * 40_000_000), "unpacks-too-large",
    ),
    "a zip with endless names": (with_endless_directory, "zip-bomb"),
    "half a zip": (lambda: zipped(("a.csv", b"day,pain\n"))[:40], "bad-zip"),
    "a zip of pictures": (
        lambda: zipped(("a.png", b"x"), ("b.png", b"y")), "unknown-file",
    ),
    "a damaged FIT": (damaged_fit, "damaged"),
    "half a FIT": (
        lambda: fit_file(began=datetime(2026, 3, 9, tzinfo=UTC), minutes=45)[:50], "damaged",
    ),
    "a damaged gzip": (lambda: gzip.compress(b"<gpx></gpx>" * 99)[:-12], "damaged"),
    "JSON of something else": (lambda: b'{"hello": 1}', "unknown-file"),
    "an export of tomorrow": (
        lambda: b'{"format": "thighcare-export", "version": 2, "entries": []}', "newer-version",
    ),
    "an export without entries": (
        lambda: b'{"format": "thighcare-export", "version": 1}', "no-entries",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_in_words(name: str) -> None:
    make, code = HOSTILE[name]

    with pytest.raises(BadFile) as refused:
        read_all(make())

    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


def test_a_document_type_without_entities_is_what_apple_writes_and_is_taken() -> None:
    raw = b'<!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]><HealthData locale="en"/>'

    read_all(raw)


class Endless(io.RawIOBase):
    """An export of any length that is never in memory as a whole."""

    RECORD = b'<Record type="HKQuantityTypeIdentifierStepCount" value="12" unit="count"/>\n' * 800

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self._left = pieces
        self._parts = self._written()

    def _written(self) -> Iterator[bytes]:
        yield b"<HealthData>"
        for _ in range(self._left):
            yield self.RECORD
        yield b"</HealthData>"

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def peak_bytes(pieces: int) -> int:
    tracemalloc.start()
    found = sum(1 for _ in elements(Endless(pieces), frozenset({"Record"})))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == pieces * 800
    return peak


def test_memory_does_not_grow_with_the_length_of_an_export() -> None:
    assert len(Endless.RECORD) < PIECE

    assert peak_bytes(60) < 1.2 * peak_bytes(10) + 100_000


def test_every_source_is_found_and_the_particular_are_asked_before_the_general() -> None:
    names = list(all_sources())

    assert set(names) == {
        "own_json", "own_csv", "apple_health", "fit", "intervals", "gpx", "tcx", "spreadsheet",
    }  # fmt: skip
    assert names[-1] == "spreadsheet"
