"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

import alerts.admin  # noqa: F401  (puts its tables on the operator's desk)
from thighcare import health, knowledge_health, scrape
from thighcare.errors import nowhere

urlpatterns = [
    path("healthz", health.alerts),
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("healthz/alerts", health.alerts),
    path("healthz/knowledge", knowledge_health.knowledge),
    path("metrics", scrape.metrics),
    path("operator/", admin.site.urls),
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
    re_path(r"^api(?:/.*)?$", nowhere, name="nowhere"),  # after all that there is
    path("knowledge/", include("triage.book.urls")),
    path("", include("pwa.urls")),
]
