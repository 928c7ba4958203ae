"""The door of Prometheus: this machine, or whoever has METRICS_TOKEN; a 404 for anybody else."""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST

from alerts.metrics import scraped

# What a proxy on this machine adds: then the loopback address is the proxy's, not the caller's.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the stages of alerts as numbers."""
    if not (_has_token(request) or _is_from_here(request)):
        raise Http404
    return HttpResponse(scraped(now=timezone.now()), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    token: str = settings.METRICS_TOKEN
    if not token or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(given.strip().encode(), token.encode())


def _is_from_here(request: HttpRequest) -> bool:
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
