"""Every address of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from thighcare import health, knowledge_health


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the process's counters for Prometheus; the proxy keeps this from the public."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


urlpatterns = [
    path("healthz", health.alerts),
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("healthz/alerts", health.alerts),
    path("healthz/knowledge", knowledge_health.knowledge),
    path("metrics", metrics),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/", include("allauth.urls")),
    path(
        "api/v1/schema",
        SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]),
        name="schema",
    ),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("teams.api.urls")),
    path("api/v1/", include("triage.api.urls")),
    path("api/v1/", include("tracker.api.urls")),
    path("api/v1/", include("alerts.api.urls")),
    path("api/v1/", include("coach.api.urls")),
    path("api/v1/", include("pwa.urls_api")),
    path("knowledge/", include("triage.book.urls")),
    path("", include("pwa.urls")),
]
