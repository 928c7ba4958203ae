"""XML read as a stream, element by element: no tree is built, no entity is taken. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler  # the handler only receives; the parser is defused

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from tracker.importing.records import BadFile

PIECE = 65_536  # bytes fed at once
MOST_TEXT = 1_000  # characters kept of one element's text
MOST_SILENCE = 8_000_000  # bytes without the end of a tag: one endless tag, not a file
MOST_DEPTH = 64
_BEFORE = b"\xef\xbb\xbf \t\r\n"
Only = Callable[[dict[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Element:
    """An element at its end: name without prefix, attributes, its own text, where it began."""

    name: str
    attributes: dict[str, str]
    text: str
    path: tuple[str, ...]
    line: int


@dataclass(slots=True)
class _Open:
    depth: int
    attributes: dict[str, str]
    line: int
    text: str = ""


class _Reader(DefusedExpatParser, ContentHandler):
    """The parser and its own handler: of millions of tags in an export, most are unwanted."""

    def __init__(self, wanted: Set[str], only: Only) -> None:
        DefusedExpatParser.__init__(
            self, forbid_dtd=False, forbid_entities=True, forbid_external=True
        )
        self.setContentHandler(self)
        self.found: list[Element] = []
        self.heard = 0
        self.skipped = 0  # lines before the first that it was given
        self._wanted, self._only = wanted, only
        self._names: list[str] = []
        self._open: list[_Open] = []

    def start_element(self, name: str, attrs: dict[str, str]) -> None:
        self.heard += 1
        if ":" in name:
            name = name.rpartition(":")[2]
        self._names.append(name)
        if len(self._names) > MOST_DEPTH:
            raise BadFile(f"The file is nested deeper than {MOST_DEPTH} levels.", code="too-deep")
        if name in self._wanted and self._only(attrs):
            line = (self.getLineNumber() or 0) + self.skipped
            self._open.append(_Open(len(self._names), attrs, line))

    def characters(self, content: str) -> None:
        self.heard += 1
        if self._open and self._open[-1].depth == len(self._names):
            held = self._open[-1]
            held.text = (held.text + content)[:MOST_TEXT]

    def end_element(self, name: str) -> None:
        self.heard += 1
        name = self._names.pop()
        if self._open and self._open[-1].depth > len(self._names):
            one = self._open.pop()
            path = tuple(self._names)
            self.found.append(Element(name, one.attributes, one.text.strip(), path, one.line))


def elements(
    file: BinaryIO, wanted: Set[str], *, only: Only = lambda attributes: True
) -> Iterator[Element]:
    """Yield the wanted elements as they end, those alone whose attributes `only` takes.

    A document type without entities is taken (Apple's export has one); what would be fetched or
    expanded is refused.
    :raises BadFile: for what is no XML, or no honest one.
    """
    parser = _Reader(wanted, only)
    heard, silence = 0, 0
    begun = False
    try:
        while piece := file.read(PIECE):
            if not begun:  # some exporters write empty lines first, which XML forbids
                bare = piece.lstrip(_BEFORE)
                parser.skipped += piece.count(b"\n", 0, len(piece) - len(bare))
                begun, piece = bool(bare), bare or piece
            if begun:
                parser.feed(piece)
            silence = 0 if parser.heard != heard else silence + len(piece)
            heard = parser.heard
            if silence > MOST_SILENCE:
                raise BadFile("One tag of the file never ends.", code="endless-tag")
            yield from parser.found
            parser.found.clear()
        parser.close()
    except DefusedXmlException as error:
        raise BadFile(
            "The file defines entities or points elsewhere; no export does. Export it again.",
            code="entities-refused",
        ) from error
    except SAXParseException as error:
        raise BadFile(
            f"The file is damaged at line {(error.getLineNumber() or 0) + parser.skipped}. "
            "Export it again.",
            code="damaged",
        ) from error
    except SAXException as error:
        raise BadFile("The file is damaged. Export it again.", code="damaged") from error
    yield from parser.found
