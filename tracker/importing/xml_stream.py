"""XML read as a stream, element by element: no tree is built, no entity is taken. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler  # the handler only receives; the parser is defused

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from tracker.importing.records import BadFile

PIECE = 65_536  # bytes fed at once
MOST_TEXT = 1_000  # characters kept of one element's text
MOST_SILENCE = 8_000_000  # bytes without the end of a tag: one endless tag, not a file
MOST_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Element:
    """An element at its end: name without prefix, attributes, its own text, where it began."""

    name: str
    attributes: dict[str, str]
    text: str
    path: tuple[str, ...]
    line: int


class _Handler(ContentHandler):
    def __init__(self, wanted: Set[str], line: Callable[[], int | None]) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.heard = 0
        self._wanted, self._line = wanted, line
        self._open: list[tuple[str, dict[str, str], list[str], int]] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  (the library's own name)
        self.heard += 1
        if len(self._open) >= MOST_DEPTH:
            raise BadFile(f"The file is nested deeper than {MOST_DEPTH} levels.", code="too-deep")
        bare = name.rpartition(":")[2]
        kept = bare in self._wanted
        line = (self._line() or 0) if kept else 0
        self._open.append((bare, dict(attrs) if kept else {}, [], line))

    def characters(self, content: str) -> None:
        self.heard += 1
        if self._open and self._open[-1][0] in self._wanted:
            text = self._open[-1][2]
            if sum(map(len, text)) < MOST_TEXT:
                text.append(content[:MOST_TEXT])

    def endElement(self, name: str) -> None:  # noqa: N802
        self.heard += 1
        if self._open[-1][0] in self._wanted:
            self.found.append(self._element())
        self._open.pop()

    def _element(self) -> Element:
        name, attributes, text, line = self._open[-1]
        path = tuple(one[0] for one in self._open[:-1])
        return Element(name, attributes, "".join(text).strip()[:MOST_TEXT], path, line)


def elements(file: BinaryIO, wanted: Set[str]) -> Iterator[Element]:
    """Yield the wanted elements as they end.

    A document type without entities is taken (Apple's export has one); what would be fetched or
    expanded is refused.
    :raises BadFile: for what is no XML, or no honest one.
    """
    parser = DefusedExpatParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    handler = _Handler(wanted, parser.getLineNumber)
    parser.setContentHandler(handler)
    heard, silence = 0, 0
    try:
        while piece := file.read(PIECE):
            parser.feed(piece)
            silence = 0 if handler.heard != heard else silence + len(piece)
            heard = handler.heard
            if silence > MOST_SILENCE:
                raise BadFile("One tag of the file never ends.", code="endless-tag")
            yield from handler.found
            handler.found.clear()
        parser.close()
    except DefusedXmlException as error:
        raise BadFile(
            "The file defines entities or points elsewhere; no export does. Export it again.",
            code="entities-refused",
        ) from error
    except SAXParseException as error:
        raise BadFile(
            f"The file is damaged at line {error.getLineNumber()}. Export it again.",
            code="damaged",
        ) from error
    except SAXException as error:
        raise BadFile("The file is damaged. Export it again.", code="damaged") from error
    yield from handler.found
