"""Settings that are addresses: who is written to, called, let in; refused with the next step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from thighcare.env import address_of, words

_ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+\.[^@\s,<>]+")
_HOST = re.compile(r"\*|\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


def public_url(environ: Mapping[str, str]) -> str:
    """Return the address people open, without a trailing slash."""
    url = (environ.get("PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/")
    remedy = (
        "PUBLIC_URL must be an address like https://thighcare.example.org, with nothing behind "
        "the host but, where need be, a port number."
    )
    parts, _ = address_of(url, remedy)
    behind = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or behind:
        raise ImproperlyConfigured(remedy)
    return url


def allowed_hosts(environ: Mapping[str, str], public_host: str) -> list[str]:
    """Return the host names that are answered to: those given, or the public one and loopback."""
    given = words(environ, "ALLOWED_HOSTS")
    if wrong := [name for name in given if not _HOST.fullmatch(name)]:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS names {wrong[0]!r}, which is no host name. Write names alone, without "
            "https:// and port, such as thighcare.example.org,localhost."
        )
    return given or sorted({public_host, "localhost", "127.0.0.1", "[::1]"})


def sender(environ: Mapping[str, str], host: str) -> str:
    """Return who letters come from."""
    given = environ.get("DEFAULT_FROM_EMAIL")
    if not given:
        return f"ThighCare <noreply@{host}>"
    if not _ADDRESS.fullmatch(parseaddr(given)[1]):
        raise ImproperlyConfigured(
            "DEFAULT_FROM_EMAIL holds no e-mail address. Write it as "
            "ThighCare <noreply@example.org>."
        )
    return given


def addresses(environ: Mapping[str, str], name: str) -> list[str]:
    """Return a comma-separated list of e-mail addresses."""
    listed = words(environ, name)
    if wrong := [one for one in listed if not _ADDRESS.fullmatch(one)]:
        raise ImproperlyConfigured(
            f"{name} names {wrong[0]!r}, which is no e-mail address. Write them as "
            "duty@example.org,second@example.org."
        )
    return listed


def redis_url(environ: Mapping[str, str]) -> str:
    """Return where the queue is, "" = broker files in VAR_DIR."""
    url = environ.get("REDIS_URL", "")
    if not url:
        return ""
    remedy = (
        "REDIS_URL must read redis://host:6379/0 or rediss://host:6379/0, port and database "
        "numbers, or unix:///path/to/redis.sock."
    )
    parts, _ = address_of(url, remedy)
    database = parts.path.strip("/")
    tcp = parts.scheme in {"redis", "rediss"} and parts.hostname
    if not (tcp and (not database or database.isdigit())) and not (
        parts.scheme == "unix" and parts.path
    ):
        raise ImproperlyConfigured(remedy)
    return url


def origins(environ: Mapping[str, str], name: str) -> list[str]:
    """Return a comma-separated list of origins: scheme, host, port, and nothing behind."""
    return [_origin(one.rstrip("/"), name) for one in words(environ, name)]


def _origin(one: str, name: str) -> str:
    remedy = (
        f"{name} names what is no origin. Write scheme, host and port alone, such as "
        "http://10.0.0.5:8080,https://push.example.org."
    )
    parts, _ = address_of(one, remedy)
    is_web = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    if not is_web or one != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(remedy)
    return one


def vapid_subject(environ: Mapping[str, str], default: str) -> str:
    """Return whom push services may write to: a mailto: or https: address."""
    subject = environ.get("VAPID_SUBJECT") or default
    remedy = (
        "VAPID_SUBJECT must be a mailto: or https: address of the operator that exists, such as "
        "mailto:operator@example.org."
    )
    parts, _ = address_of(subject, remedy)
    mail = parts.scheme == "mailto" and _ADDRESS.fullmatch(parts.path)
    if not mail and not (subject.startswith("https://") and parts.hostname):
        raise ImproperlyConfigured(remedy)
    return subject


def vapid_key_file(environ: Mapping[str, str], folder: Path) -> Path:
    """Return the file of the key that signs pushes; one that is not there is made at first use."""
    path = Path(environ.get("VAPID_PRIVATE_KEY_FILE") or folder / "vapid-private")
    try:
        usable = path.is_file() or (path.parent.is_dir() and not path.exists())
    except OSError:
        usable = False
    if not usable:
        raise ImproperlyConfigured(
            f"VAPID_PRIVATE_KEY_FILE={path} is no file, or its folder is not there. Make the "
            "folder, or name a file in one that this user may read."
        )
    return path


def deadman_url(environ: Mapping[str, str]) -> str:
    """Return the address of the watcher to call while all is well, "" = none."""
    url = environ.get("DEADMAN_URL", "")
    remedy = (
        "DEADMAN_URL must be the http or https address that your watcher gave you, its port a "
        "number up to 65535."
    )
    parts, _ = address_of(url, remedy)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii()):
        raise ImproperlyConfigured(remedy)
    return url
