"""Is it alive, can it serve, do alerts go out: three questions a monitor may ask."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from alerts.queries import oldest_due_age_s

OVERDUE_AFTER_S = 30.0  # RELIABILITY: the page turns red when a delivery waits longer


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database can be asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@never_cache
def alerts(request: HttpRequest) -> JsonResponse:
    """Answer whether every due delivery was tried in time."""
    age_s = oldest_due_age_s(now=timezone.now())
    late = age_s is not None and age_s > OVERDUE_AFTER_S
    return JsonResponse(
        {"status": "late" if late else "ok", "oldest_due_age_s": age_s}, status=503 if late else 200
    )
