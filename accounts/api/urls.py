"""Addresses of accounts under /api/v1/."""

from django.urls import path

from accounts.api import contact_views, views, zone_views

urlpatterns = [
    path("me", views.MeView.as_view(), name="me"),
    path(
        "me/emergency-contact",
        contact_views.EmergencyContactView.as_view(),
        name="emergency-contact",
    ),
    path("me/zones", zone_views.ZonesView.as_view(), name="zones"),
    path("tokens", views.TokensView.as_view(), name="tokens"),
    path("tokens/<int:token_id>", views.TokenView.as_view(), name="token"),
    path("access-log", views.AccessLogView.as_view(), name="access-log"),
]
