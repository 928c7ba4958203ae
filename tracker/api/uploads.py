"""How a file comes in: as a form, bounded before it is read, or as text in a JSON body."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from rest_framework.request import Request

from kernel.errors import DomainError
from tracker.importing.services import MOST_BYTES, ImportTooLarge

AROUND = 10_000  # bytes that a form adds to its file


class BadUpload(DomainError):
    """A body without a file."""

    code = "no-file"


def refuse_too_large(request: Request) -> None:
    """Refuse by the announced length, before a byte of the body is kept.

    :raises ImportTooLarge: over the limit.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > MOST_BYTES + AROUND:
        raise ImportTooLarge(f"A file may have at most {MOST_BYTES // 1_000_000} MB.")


def uploaded(request: Request) -> BinaryIO:
    """Return the file of a form, or of `{"text": "..."}`.

    :raises BadUpload: where there is none.
    """
    body = request.data
    if not isinstance(body, Mapping):
        raise BadUpload("Send a form with one file, or an object with text.", pointer="")
    if unknown := sorted(set(body) - {"file", "text"}):
        raise BadUpload(
            "There is no such field. Leave it out.",
            code="unknown-field",
            pointer=f"/{unknown[0][:64]}",
        )
    file, text = body.get("file"), body.get("text")
    if isinstance(file, UploadedFile) and file.file is not None:
        return cast(BinaryIO, file.file)
    if isinstance(text, str) and file is None:
        return io.BytesIO(text.encode())
    raise BadUpload("Send the file in the field file.", pointer="/file")
