"""How old the triage's knowledge is: which files are past their clinical review."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from triage.queries import reviews_overdue


@never_cache
def knowledge(request: HttpRequest) -> JsonResponse:
    """Answer with the version in force and its overdue files; a warning, so never a 503."""
    version, overdue = reviews_overdue(today=timezone.now().date())
    return JsonResponse(
        {"status": "review-overdue" if overdue else "ok", "version": version, "overdue": overdue}
    )
