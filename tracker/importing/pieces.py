"""The file of an import, kept in pieces in the database: any worker on any machine can read it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from tracker.importing.records import BadFile
from tracker.models import ImportPiece

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 1_000_000  # bytes


def keep(*, import_id: UUID, file: BinaryIO) -> int:
    """Write a file down piece by piece, none in one transaction with another; return its size."""
    file.seek(0)
    number = size = 0
    while content := file.read(PIECE):
        ImportPiece.objects.create(held_by_id=import_id, number=number, content=content)
        number, size = number + 1, size + len(content)
    return size


def throw_away(*, import_id: UUID) -> None:
    """Forget the file."""
    ImportPiece.objects.filter(held_by_id=import_id).delete()


def opened(*, import_id: UUID, size: int, on_piece: Callable[[], None]) -> BinaryIO:
    """Open the kept file; one piece at a time is in memory, and `on_piece` hears of each.

    :raises BadFile: where the upload was cut off.
    """
    held = ImportPiece.objects.filter(held_by_id=import_id).count()
    if held != -(-size // PIECE):
        raise BadFile("The upload was cut off. Send the file again.", code="cut-off")
    return io.BufferedReader(_Pieces(import_id, size, on_piece), PIECE)


class _Pieces(io.RawIOBase):
    def __init__(self, import_id: UUID, size: int, on_piece: Callable[[], None]) -> None:
        super().__init__()
        self._on_piece = on_piece
        self._import_id, self._size, self._at = import_id, size, 0
        self._number, self._content = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        number, begins = divmod(self._at, PIECE)
        if self._at >= self._size:
            return 0
        if number != self._number:
            self._content, self._number = self._piece(number), number
            self._on_piece()
        part = self._content[begins : begins + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _piece(self, number: int) -> bytes:
        rows = ImportPiece.objects.filter(held_by_id=self._import_id, number=number)
        content = rows.values_list("content", flat=True).first()
        if content is None:  # the person gave the import up meanwhile
            raise BadFile("The file is not here any more.", code="given-up")
        return bytes(content)
