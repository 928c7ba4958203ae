"""The server's own key for web push (RFC 8292), made once and kept where only it may read."""

from __future__ import annotations

import base64
import functools
import os
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from py_vapid import Vapid02


def ensure_keys() -> None:
    """Make the private key if there is none yet; two processes at once make one."""
    path: Path = settings.VAPID_PRIVATE_KEY_FILE
    if path.exists():
        return
    key = Vapid02()
    key.generate_keys()
    number = key.private_key.private_numbers().private_value
    text = _base64url(number.to_bytes(32, "big"))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAPID_PRIVATE_KEY_FILE={path} cannot be written ({error.strerror}). Point it at a "
            "file in a folder that this user may write."
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


@functools.lru_cache(maxsize=4)
def _key_in(path: Path, changed_ns: int) -> Vapid02:
    return Vapid02.from_string(path.read_text().strip())


def _key() -> Vapid02:
    ensure_keys()
    path: Path = settings.VAPID_PRIVATE_KEY_FILE
    return _key_in(path, path.stat().st_mtime_ns)


def public_key() -> str:
    """Return the public key as the browser wants it: an uncompressed point, base64url."""
    point = _key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _base64url(point)


def authorization(endpoint: str) -> dict[str, str]:
    """Return the headers that prove to a push service who sends."""
    parts = urlsplit(endpoint)
    # a fresh dict each time: py-vapid changes what it is given
    claims = {"sub": settings.VAPID_SUBJECT, "aud": f"{parts.scheme}://{parts.netloc}"}
    return dict(_key().sign(claims))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
