"""Which letters a text file is written in: judged on all of its bytes, never on its head. Pure."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

PIECE = 65_536  # bytes looked at together
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A byte that is no letter is read as one of these (`surrogateescape`), so that it can be told.
_LOST = re.compile("[\udc80-\udcff]")
_UPPER = "".join(bytes([byte]).decode("cp1252", "surrogateescape") for byte in range(0x80, 0xC0))
_LATER = f"[{re.escape(_UPPER)}]"
# What UTF-8 looks like where it is read as Windows letters: "MÃ¼de", "donâ€™t".
_TAKEN_FOR_WINDOWS = re.compile(f"[ÂÃ]{_LATER}|â{_LATER}{{2}}")


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a whole file, and go back to its beginning.

    UTF-8 or UTF-16 where it bears their mark; else UTF-8, but for a file in which more bytes are no
    UTF-8 than letters are: that is what older spreadsheets of Windows write.
    """
    file.seek(0)
    head = file.read(PIECE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            file.seek(0)
            return name
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = lost = 0
    piece = head
    while True:
        text = decoder.decode(piece, final=not piece)
        if not text.isascii():
            bad = len(_LOST.findall(text)) if _LOST.search(text) else 0
            lost += bad
            letters += len(text) - len(text.encode("ascii", "ignore")) - bad
        if not piece:
            break
        piece = file.read(PIECE)
    file.seek(0)
    return "cp1252" if lost > letters else "utf-8"


def decoded(head: bytes) -> str:
    """Return the text of a file's first bytes, good enough for its first line."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return head.decode(name, "replace")
    return head.decode("utf-8", "replace")


def is_lost(text: str, encoding: str) -> bool:
    """Tell whether a letter of a text is not what was written: no letter, or of another encoding.

    The text was read with the error handler `surrogateescape`.
    """
    if text.isascii():
        return False
    return bool(_LOST.search(text) or (encoding == "cp1252" and _TAKEN_FOR_WINDOWS.search(text)))
