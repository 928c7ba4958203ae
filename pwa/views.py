"""The doors of the phone: shell, service worker, manifest. No health data passes here."""

import functools
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pwa.shell import PLACES, WORKER, Shell, read_shell


@functools.cache
def _shell_once() -> Shell:
    return read_shell()


def _shell() -> Shell:
    return read_shell() if settings.DEBUG else _shell_once()


@require_safe
def shell(request: HttpRequest, **_parts: str) -> HttpResponse:
    """Serve the one page; it is the same for everybody and holds nothing personal."""
    response = render(request, "pwa/shell.html", {"modules": _shell().modules})
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker with the list of files it keeps; a changed file makes a new worker."""
    kept = _shell()
    head = (
        f"const VERSION = {json.dumps(kept.version)};\n"
        f"const PRECACHE = {json.dumps(kept.urls)};\n"
        f"const SHELL = {json.dumps([f'/{place}' for place in PLACES])};\n"
    )
    response = HttpResponse(head + WORKER.read_text(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Serve what makes the page installable."""
    icons = f"{settings.STATIC_URL}pwa/icons/"
    content = {
        "id": "/",
        "name": "ThighCare",
        "short_name": "ThighCare",
        "description": _("Log an ache at the back of the thigh, and know when to get help."),
        "lang": "en",
        "dir": "ltr",
        "start_url": "/today",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBFAF7",
        "theme_color": "#0F6B66",
        "categories": ["health", "sports"],
        "icons": [
            {"src": f"{icons}mark.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": f"{icons}icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": f"{icons}icon-512.png", "sizes": "512x512", "type": "image/png"},
            {
                "src": f"{icons}maskable-512.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {"name": _("Log today"), "url": "/today"},
            {"name": _("Emergency check"), "url": "/check"},
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response
