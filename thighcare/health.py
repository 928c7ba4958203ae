"""Is it alive, can it serve, do alerts go out: three questions a monitor may ask."""

from __future__ import annotations

import dataclasses

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from alerts import vapid
from alerts.auditor import standing


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database can be asked and pushes can be signed."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _no_store()
    if vapid.problem() is not None:  # what it is stands in the log and in `manage.py check`
        return JsonResponse({"status": "no-push-key"}, status=503)
    return JsonResponse({"status": "ok"})


@never_cache
def alerts(request: HttpRequest) -> JsonResponse:
    """Answer whether urgent deliveries go out in time and the auditor finds nothing lost."""
    try:
        now = standing(now=timezone.now())
    except DatabaseError:
        return _no_store()
    told = dataclasses.asdict(now)
    told = {"status": told.pop("word"), **told}
    return JsonResponse(told, status=200 if now.word == "ok" else 503)


def _no_store() -> JsonResponse:
    """Say so without an error page: a monitor reads it, and it passes."""
    return JsonResponse({"status": "no-store"}, status=503, headers={"Retry-After": "2"})
