"""The one exception handler: every expected failure becomes application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from kernel.errors import DomainError, FieldError, NotFound

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "https://thighcare.example/problems/"
_TITLES = {
    400: "The request could not be accepted",
    401: "Please sign in",
    403: "Not allowed",
    404: "Not found",
    405: "There is no such action here",
    406: "Only JSON is spoken here",
    413: "Too much at once",
    415: "Only JSON is spoken here",
    429: "Too many requests",
    503: "Busy for a moment",
}


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address below /api/ that there is not, or one with an id that can be none."""
    error = NotFound()
    return JsonResponse(
        _problem(error.status, error.code, error.title, error.detail),
        status=error.status,
        headers={"Cache-Control": "no-store"},
        content_type=CONTENT_TYPE,
    )


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn an expected error into a problem document; return None for an unexpected one."""
    headers: dict[str, str] = {}
    if isinstance(error, (Http404, PermissionDenied)):
        error = NotFound()
    if isinstance(error, DomainError):
        body = _problem(error.status, error.code, error.title, error.detail, error.errors)
        if error.retry_after_s is not None:
            headers["Retry-After"] = str(error.retry_after_s)
    elif isinstance(error, exceptions.APIException):
        body = _from_framework(error)
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait) + 1)
        if challenge := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = challenge
    elif isinstance(error, OperationalError):
        body = _problem(
            503, "busy", _TITLES[503], "The store is busy. Nothing was lost; try again."
        )
        headers["Retry-After"] = "2"
    else:
        return None
    set_rollback()
    return Response(
        body,
        status=body["status"],
        headers=headers | {"Cache-Control": "no-store"},
        content_type=CONTENT_TYPE,
    )


def _problem(
    status: int, code: str, title: str, detail: str, errors: Sequence[FieldError] = ()
) -> dict[str, Any]:
    return {
        "type": TYPE_BASE + code,
        "title": title,
        "status": status,
        "detail": str(detail),
        "code": code,
        "errors": [error.as_dict() for error in errors],
    }


def _from_framework(error: exceptions.APIException) -> dict[str, Any]:
    status = error.status_code
    title = _TITLES.get(status, "The request could not be accepted")
    if isinstance(error, exceptions.ValidationError):
        found = list(_fields(error.get_full_details(), ""))
        detail = found[0].detail if found else title
        return _problem(status, "invalid", title, detail, found)
    code = str(error.get_codes()) if isinstance(error.detail, str) else "invalid"
    return _problem(status, code.replace("_", "-"), title, str(error.detail))


def _fields(details: Any, pointer: str) -> Iterator[FieldError]:
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        code = str(details["code"]).replace("_", "-")
        yield FieldError(pointer, code, str(details["message"]))
    elif isinstance(details, Mapping):
        for key, inner in details.items():
            yield from _fields(inner, pointer if key == "non_field_errors" else f"{pointer}/{key}")
    elif isinstance(details, list):
        for position, inner in enumerate(details):
            leaf = isinstance(inner, Mapping) and set(inner) == {"message", "code"}
            yield from _fields(inner, pointer if leaf else f"{pointer}/{position}")
