"""What the phone keeps for a start with no network: the shell's files, hashed by content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
WORKER = HERE / "worker" / "service_worker.js"
KEPT = {".js", ".css", ".svg", ".png", ".json"}

PLACES = (
    "today", "trends", "check", "me", "team", "alerts", "measure", "welcome", "signin", "signup",
    "verify-email", "reset-password", "join", "result",
    "episodes",
)  # fmt: skip


@dataclass(frozen=True)
class Shell:
    """The files to keep, in order, and a version that changes with any of them."""

    urls: tuple[str, ...]
    modules: tuple[str, ...]
    version: str


def read_shell() -> Shell:
    """Return the files of the shell as they stand on disk now."""
    files = sorted(
        path
        for path in (STATIC / "pwa").rglob("*")
        if path.is_file() and path.suffix in KEPT and "splash" not in path.name
    )
    digest = hashlib.sha256(WORKER.read_bytes())
    digest.update(render_to_string("pwa/shell.html", {"modules": ()}).encode())
    urls = []
    for path in files:
        name = path.relative_to(STATIC).as_posix()
        digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
        urls.append(f"{settings.STATIC_URL}{name}")
    modules = tuple(
        url for url in urls if url.endswith(".js") and "/screens/" not in url and "uplot" not in url
    )
    return Shell(
        urls=("/", "/manifest.webmanifest", *urls),
        modules=modules,
        version=f"thighcare-{digest.hexdigest()[:16]}",
    )
