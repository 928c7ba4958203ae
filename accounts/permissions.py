"""What a token may do: read scope for looking, write scope for changing."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken


def may_read(request: Request) -> bool:
    """Say whether who calls may see what is held of their person: a writing token may not."""
    return not isinstance(request.auth, ApiToken) or "read" in request.auth.scopes


class TokenScope(BasePermission):
    """Lets a session do all its person may, and a token what its scopes say.

    A view with `answers_with_what_is_held` needs read for its changes too.
    """

    message = "This token may not do that. Make one with the scope it needs."
    code = "missing-scope"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Answer for this request."""
        if not isinstance(request.auth, ApiToken):
            return True
        if request.method in SAFE_METHODS:
            return may_read(request)
        shown = getattr(view, "answers_with_what_is_held", False)
        return "write" in request.auth.scopes and (may_read(request) or not shown)
