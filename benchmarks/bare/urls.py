"""Two bare views and their addresses, with the caller read by bare SQL or, as usual, by the ORM."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import path
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import ApiToken
from benchmarks.bare import statements


class Bearer(BaseAuthentication):
    """The same one statement as the product's."""

    def authenticate(self, request: Request) -> tuple[Any, Any]:
        """Return the athlete's id."""
        secret = request.META["HTTP_AUTHORIZATION"].partition(" ")[2]
        return statements.read_caller(hashlib.sha256(secret.encode()).hexdigest())


class UsualBearer(BaseAuthentication):
    """The same one statement, through the ORM, as DRF's own token authentication does."""

    def authenticate(self, request: Request) -> tuple[Any, Any]:
        """Return the athlete's id."""
        secret = request.META["HTTP_AUTHORIZATION"].partition(" ")[2]
        tokens = ApiToken.objects.select_related("user__profile")
        token = tokens.get(digest=hashlib.sha256(secret.encode()).hexdigest())
        return token.user.pk, token


class Bare(APIView):
    """What both views share."""

    authentication_classes = [Bearer]
    permission_classes: list[Any] = []
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]


class Sync(Bare):
    """Write what comes."""

    def post(self, request: Request) -> Response:
        """Answer in the product's shape."""
        entries = request.data["entries"]
        with transaction.atomic():
            revision = statements.write_check_in(request.user, entries)
        return Response(
            {
                "results": [{"id": entry["id"], "status": "applied"} for entry in entries],
                "alerts": statements.read_alerts(request.user),
                "entries": entries,
                "cursor": str(revision),
                "more": False,
                "epoch": "1",
            }
        )


class Days(Bare):
    """Read what is there."""

    def get(self, request: Request) -> Response:
        """Answer in the product's shape."""
        today = date.fromisoformat(request.query_params["to"])
        return Response({"results": statements.read_days(request.user, today, 30), "next": None})


urlpatterns = [
    path("api/v1/sync", Sync.as_view()),
    path("api/v1/days", Days.as_view()),
    path("usual/api/v1/sync", Sync.as_view(authentication_classes=[UsualBearer])),
    path("usual/api/v1/days", Days.as_view(authentication_classes=[UsualBearer])),
]
