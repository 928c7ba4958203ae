"""The phone's one composite door under /api/v1/."""

from django.urls import path

from pwa import api

urlpatterns = [path("sync", api.SyncView.as_view(), name="sync")]
