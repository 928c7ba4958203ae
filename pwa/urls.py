"""Addresses of the phone; every screen can be opened by a link."""

from django.urls import path, re_path

from pwa import views
from pwa.shell import PLACES

urlpatterns = [
    path("", views.shell, name="shell"),
    re_path(rf"^(?P<place>{'|'.join(PLACES)})(?:/(?P<rest>[^/]+))?/?$", views.shell, name="screen"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
