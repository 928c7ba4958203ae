"""Addresses of the tracker under /api/v1/."""

from django.urls import path

from tracker.api import trend_views, views

urlpatterns = [
    path("days", views.DaysView.as_view(), name="days"),
    path("entries", views.EntriesView.as_view(), name="entries"),
    path("insights", trend_views.InsightsView.as_view(), name="insights"),
    path("snapshot", views.SnapshotView.as_view(), name="snapshot"),
    path("trends", trend_views.TrendsView.as_view(), name="trends"),
]
