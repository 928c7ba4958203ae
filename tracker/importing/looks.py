"""A first look at a file, and the way into a zip or gzip that no bomb can take. Pure."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from tracker.importing.records import BadFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 4096  # bytes of a first look
MOST_DIRECTORY = 8_000_000  # bytes of a zip's list of members: read whole, before anything else
MOST_RATIO = 200  # an honest export shrinks 15 to 50 times
SMALL = 1_000_000  # bytes that may be unpacked whatever the ratio
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look tells: size in bytes, the first bytes (unpacked), names inside a zip."""

    size: int
    head: bytes
    names: tuple[str, ...] = ()


def look_at(file: BinaryIO) -> Look:
    """Look at a file without reading it through.

    :raises BadFile: for a zip that is damaged or whose list of members is no honest one.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        with _zip(file, size) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            names = tuple(one.filename for one in inside)
            if len(inside) != 1:
                return Look(size, b"", names)
            inner = open_member(archive, inside[0], HEAD * HEAD)
            return Look(size, inner.read(HEAD), names)
    if head.startswith(b"\x1f\x8b"):
        with unpacked(file, lambda name: True, most_bytes=10 * HEAD * HEAD) as inner:
            return Look(size, _reading(lambda: inner.read(HEAD)))
    return Look(size, head)


@contextmanager
def unpacked(
    file: BinaryIO, wanted: Callable[[str], bool], *, most_bytes: int
) -> Iterator[BinaryIO]:
    """Open the file itself, or the largest wanted member of a zip, or the inside of a gzip.

    :raises BadFile: while reading, where more comes out than an honest file holds.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        with _zip(file, size) as archive:
            members = [one for one in archive.infolist() if wanted(one.filename)]
            if not members:
                raise BadFile("The zip holds nothing that can be brought in.", code="empty-zip")
            yield open_member(archive, max(members, key=lambda one: one.file_size), most_bytes)
    elif head.startswith(b"\x1f\x8b"):
        yield _bounded(gzip.GzipFile(fileobj=file), _most(size, most_bytes))
    else:
        yield _bounded(file, most_bytes)


def open_member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most_bytes: int) -> BinaryIO:
    """Open a member for reading, bounded."""
    try:
        inner = archive.open(one)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise BadFile(
            "The zip is locked or packed in an unknown way. Unpack it and choose the file inside.",
            code="bad-zip",
        ) from error
    return _bounded(inner, _most(one.compress_size, most_bytes))


@contextmanager
def members(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose list of members is an honest one."""
    with _zip(file, file.seek(0, io.SEEK_END)) as archive:
        yield archive


@contextmanager
def _zip(file: BinaryIO, size: int) -> Iterator[zipfile.ZipFile]:
    if _directory_bytes(file, size) > MOST_DIRECTORY:
        raise BadFile("The zip lists far too many files.", code="zip-bomb")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, struct.error) as error:
        raise BadFile("The zip is damaged. Export it again.", code="bad-zip") from error
    with archive:
        yield archive


def _directory_bytes(file: BinaryIO, size: int) -> int:
    """Return how long the zip says its list of members is; the list itself is not read."""
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise BadFile("The zip is cut off. Send it again.", code="bad-zip")
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length == 0xFFFFFFFF and at >= 20 and tail[at - 20 : at - 16] == _END64:
        (where,) = struct.unpack_from("<Q", tail, at - 12)
        file.seek(min(where, size))
        record = file.read(56)
        return int(struct.unpack_from("<Q", record, 40)[0]) if len(record) == 56 else length
    return int(length)


def _most(packed: int, most_bytes: int) -> int:
    return min(most_bytes, max(SMALL, packed * MOST_RATIO))


def _reading(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except (zlib.error, zipfile.BadZipFile, EOFError, OSError) as error:
        raise BadFile("The file is damaged. Export it again.", code="damaged") from error


def _bounded(inner: IO[bytes] | gzip.GzipFile, most: int) -> BinaryIO:
    return cast(BinaryIO, _Bounded(inner, most))


class _Bounded(io.RawIOBase):
    """A stream that ends in a clear error where more comes than may."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, most: int) -> None:
        super().__init__()
        self._inner, self._most, self._read = inner, most, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._read = 0 if (offset, whence) == (0, 0) else self._read
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def read(self, size: int = -1) -> bytes:
        wanted = self._most + 1 - self._read if size is None or size < 0 else size
        piece = _reading(lambda: self._inner.read(wanted))
        self._read += len(piece)
        if self._read > self._most:
            raise BadFile(
                f"Unpacked, the file is larger than {self._most // 1_000_000} MB or than its size "
                "can explain.",
                code="unpacks-too-large",
            )
        return piece

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        piece = self.read(len(view))
        view[: len(piece)] = piece
        return len(piece)
