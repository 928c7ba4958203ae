"""Signing out leaves nothing behind in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest, HttpResponse

_MARK = "thighcare.signed_out"


def _note(request: HttpRequest | None, **facts: Any) -> None:
    if request is not None:
        request.META[_MARK] = True


user_logged_out.connect(_note, dispatch_uid="accounts.middleware")


class ClearOnSignOut:
    """Asks the browser to forget caches and stored data in the answer that ends a session.

    Cookies are left: the next sign-in needs the CSRF cookie, and the session's is ended already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.META.get(_MARK):
            answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer
