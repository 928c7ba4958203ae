"""Addresses of the tracker under /api/v1/."""

from django.urls import path

from tracker.api import views

urlpatterns = [
    path("days", views.DaysView.as_view(), name="days"),
    path("entries", views.EntriesView.as_view(), name="entries"),
    path("snapshot", views.SnapshotView.as_view(), name="snapshot"),
]
