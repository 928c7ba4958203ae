"""The operator's desk: Django's admin, cut down to what runs. Staff only, read only, nobody's data.

Everyone else gets a 404, signed in or not; staff sign in where everyone does, second factor
included, so no other door stands open to guessing.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class OperatorSite(admin.AdminSite):
    """What staff may see."""

    site_header = site_title = _("ThighCare: what runs")
    index_title = _("Jobs and deliveries")
    enable_nav_sidebar = False

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Serve a page to staff, and a 404 to anybody else."""
        inner = super().admin_view(view, cacheable)

        def only_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return only_staff

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer no form of its own."""
        raise Http404


class OperatorDesk(SimpleAdminConfig):
    """The admin without autodiscovery: other apps' tables hold personal data and stay out."""

    default_site = "thighcare.operator_desk.OperatorSite"
