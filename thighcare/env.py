"""Reads the environment once; a bad setting stops the start with the next step in words."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from alerts.conf import WORK_SHARE


def var_dir(environ: Mapping[str, str], base: Path) -> Path:
    """Return the folder for database, keys, broker files and mail, made if it is not there."""
    folder = Path(environ.get("VAR_DIR") or base / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAR_DIR={folder} cannot be made ({error.strerror}). Point VAR_DIR at a folder that "
            "this user may write."
        ) from error
    return folder


def secret_key(environ: Mapping[str, str], folder: Path, *, embedded: bool) -> str:
    """Return SECRET_KEY; on the embedded default it is made once and kept in VAR_DIR."""
    given = environ.get("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(
                "SECRET_KEY is shorter than 32 characters. Make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return given
    if not embedded:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, and DATABASE_URL names a shared database. Set it to the "
            "same long random text for every process. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    kept = folder / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _wait_for(kept)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return kept.read_text()


def _wait_for(kept: Path) -> str:
    for _ in range(100):
        if text := kept.read_text().strip():
            return text
        os.sched_yield()
    raise ImproperlyConfigured(f"{kept} is empty. Delete it and start again.")


# Connections of one process. An attempt to get one more blocks all further ones and pauses twice as
# long each time. Given up after 2 s the next request tries anew, so that an outage ends when the
# server is back, not half its length later.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "max_idle": 600, "reconnect_timeout": 2}


def database(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return Django's database settings from DATABASE_URL (sqlite:///path or postgresql://...)."""
    url = environ.get("DATABASE_URL") or f"sqlite:///{folder / 'thighcare.sqlite3'}"
    parts, port = address_of(
        url,
        "DATABASE_URL is no address. Write postgresql://user:password@host:5432/name, the port a "
        "number, and escape signs in user and password (/ is %2F, @ is %40).",
    )
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "pool": dict(POOL),
                **query,
            },
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme!r}. Use postgresql://user:password@host/name, or "
        "leave it unset for SQLite in VAR_DIR."
    )


def address_of(url: str, remedy: str) -> tuple[SplitResult, int | None]:
    """Take an address apart; the remedy quotes nothing of it, for it may hold a password.

    :raises ImproperlyConfigured: with the remedy, for what is no address or a port that is none.
    """
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise ImproperlyConfigured(remedy) from None


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def log_level(environ: Mapping[str, str]) -> str:
    """Return from which level on lines are written."""
    level = (environ.get("LOG_LEVEL") or "INFO").upper()
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}. Choose one of: {', '.join(LEVELS)}.")
    return level


def lease_s(environ: Mapping[str, str]) -> float:
    """Return for how many seconds one sender may hold a delivery."""
    given = environ.get("ALERT_LEASE_SECONDS", "30")
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 600:
        raise ImproperlyConfigured(
            f"ALERT_LEASE_SECONDS is {given!r}. Give a number of seconds from 1 to 600, such as 30."
        )
    return seconds


_SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def email(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return mail settings from EMAIL_URL; without one, mail is written to VAR_DIR/mail.

    A letter takes less than the lease: nobody else begins it meanwhile.
    """
    url = environ.get("EMAIL_URL")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
        }
    remedy = (
        "EMAIL_URL must read smtp://user:password@host:25, smtp+tls://... (STARTTLS) or "
        "smtps://... (TLS from the start), the port a number, and signs in user and password "
        "escaped (/ is %2F, @ is %40)."
    )
    parts, port = address_of(url, remedy)
    if parts.scheme not in _SMTP_PORTS or not parts.hostname:
        raise ImproperlyConfigured(remedy)
    return {
        "EMAIL_BACKEND": "alerts.bounded_mail.BoundedBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": lease_s(environ) * WORK_SHARE,
    }


def metrics_token(environ: Mapping[str, str]) -> str:
    """Return the secret that lets a scraper from elsewhere read /metrics, "" = loopback only."""
    token = environ.get("METRICS_TOKEN", "")
    if token and (len(token) < 20 or not token.isascii()):
        raise ImproperlyConfigured(
            "METRICS_TOKEN is shorter than 20 characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return token


def push_tests_per_hour(environ: Mapping[str, str]) -> int:
    """Return how many test pushes a person may send within an hour."""
    given = environ.get("PUSH_TESTS_PER_HOUR", "12")
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 1000):
        raise ImproperlyConfigured(
            f"PUSH_TESTS_PER_HOUR is {given!r}. Give a whole number from 1 to 1000, such as 12."
        )
    return int(given)


def words(environ: Mapping[str, str], name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list."""
    return [word.strip() for word in environ.get(name, default).split(",") if word.strip()]
