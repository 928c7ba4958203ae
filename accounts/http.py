"""How personal reads leave: with an ETag, never stored on the way, paged by a cursor."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import User
from kernel.errors import DomainError, FieldError

LARGEST_PAGE = 100
LONGEST_CURSOR = 300  # characters; also keeps nested nonsense from the parser


class BadCursor(DomainError):
    """A cursor that this server did not write."""

    code = "bad-cursor"


class UnknownField(DomainError):
    """A field that this door does not know."""

    code = "unknown-field"


def refuse_unknown(body: Mapping[str, Any], known: Collection[str], *, within: str = "") -> None:
    """Refuse fields that nobody reads; `within` is the JSON pointer of the object they stand in.

    :raises UnknownField: naming each.
    """
    said = "There is no such field. Leave it out."
    unknown = sorted(set(body) - set(known))
    if unknown:
        raise UnknownField(
            said,
            errors=[FieldError(f"{within}/{name[:64]}", "unknown-field", said) for name in unknown],
        )


def refuse_fields(request: Request) -> None:
    """Refuse whatever stands in a body where nothing is read.

    :raises UnknownField: naming each field.
    """
    body = request.data
    if not isinstance(body, Mapping):
        raise UnknownField("Send nothing, or an object without fields.", pointer="")
    refuse_unknown(body, ())


def caller(request: Request) -> User:
    """Return who calls; the permissions have let nobody else through."""
    person = request.user
    assert isinstance(person, User)
    return person


def etag_json(
    request: Request,
    payload: Mapping[str, Any] | list[Any],
    *,
    public: bool = False,
    etag: str | None = None,
) -> Response:
    """Answer with an ETag, or 304 where the caller holds the same already."""
    if etag is None:
        text = json.dumps(payload, cls=JSONEncoder, separators=(",", ":"), sort_keys=True)
        etag = hashlib.sha256(text.encode()).hexdigest()[:32]
    quoted = f'"{etag}"'
    headers = {"ETag": quoted, "Cache-Control": "public, no-cache" if public else "no-store"}
    held = {
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("If-None-Match", "").split(",")
    }
    if quoted in held or "*" in held:
        return Response(status=304, headers=headers)
    return Response(payload, headers=headers)


def page(results: list[Any], next_url: str | None) -> dict[str, Any]:
    """Return one page in the contract's shape."""
    return {"results": results, "next": next_url}


def write_cursor(*parts: str | int) -> str:
    """Return an opaque cursor that holds the last row's place."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str, *, length: int) -> list[Any]:
    """Return the parts of a cursor of ours.

    :raises BadCursor: for anything else.
    """
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError("longer than any of ours")
        padded = text + "=" * (-len(text) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or len(parts) != length:
        raise BadCursor("Begin again without a cursor.", pointer="/cursor")
    return parts


def next_link(request: Request, cursor: str | None) -> str | None:
    """Return the address of the next page: this one with another cursor."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
