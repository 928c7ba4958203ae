"""JSON as the contract takes it: no duplicate keys, NaN, NUL or lone surrogate, not too deep."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from kernel.errors import DomainError

MAX_DEPTH = 16
LARGEST_WHOLE = 2**53
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


class BadJson(DomainError):
    """The body is not JSON that could be stored and given back unchanged."""

    code = "bad-json"
    title = "The body could not be read"

    def __init__(self, detail: str, *, code: str = "bad-json", pointer: str = "") -> None:
        super().__init__(detail, code=code, pointer=pointer)


def loads(raw: bytes, *, max_depth: int = MAX_DEPTH) -> Any:
    """Parse a body into dicts, lists, str, int, float, bool and None.

    :raises BadJson: naming with a JSON pointer where the first trouble stands.
    """
    _refuse_depth(raw, max_depth)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJson(f"The body must be UTF-8; byte {error.start} is not.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise BadJson(
            f"Not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except _Found as found:
        raise BadJson(
            found.detail, code=found.code, pointer=f"/{_escape(found.key)}" if found.key else ""
        ) from None
    if b"\\u" in raw or b"\x00" in raw:
        _refuse_text(value, "")
    return value


class _Found(Exception):
    def __init__(self, code: str, detail: str, key: str) -> None:
        super().__init__(code)
        self.code, self.detail, self.key = code, detail, key


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Found("duplicate-key", f"The key {key!r} stands twice.", key)
            seen.add(key)
    return made


def _constant(name: str) -> NoReturn:
    raise _Found("not-a-number", f"{name} is not a number that JSON knows.", "")


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_WHOLE:
        raise _Found("number-too-large", "A number is larger than can be kept exactly.", "")
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _Found("number-too-large", "A number is too large.", "")
    return value


def _refuse_depth(raw: bytes, max_depth: int) -> None:
    if raw.count(b"[") + raw.count(b"{") <= max_depth:
        return
    depth = 0
    for match in _STRUCTURE.finditer(raw):
        sign = match.group()
        if sign in (b"[", b"{"):
            depth += 1
            if depth > max_depth:
                raise BadJson(
                    f"The body is nested deeper than {max_depth} levels.", code="too-deep"
                )
        elif sign in (b"]", b"}"):
            depth -= 1


def _refuse_text(value: Any, pointer: str) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise BadJson("Text must not hold the NUL character.", code="nul", pointer=pointer)
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise BadJson(
                "Text holds half a character (a lone surrogate).",
                code="lone-surrogate",
                pointer=pointer,
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_text(key, f"{pointer}/?")
            _refuse_text(inner, f"{pointer}/{_escape(key)}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _refuse_text(inner, f"{pointer}/{position}")


def _escape(key: str) -> str:
    safe = key.encode("utf-8", "replace").decode().replace("\x00", "?")
    return safe.replace("~", "~0").replace("/", "~1")[:100]
