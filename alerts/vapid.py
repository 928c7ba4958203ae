"""The server's own key for web push (RFC 8292), made once and kept where only it may read."""

from __future__ import annotations

import base64
import contextlib
import functools
import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from py_vapid import Vapid02, VapidException

from kernel.errors import DomainError

REMEDY = (
    "Put back the copy that you kept. Only without one: remove the file; a new key is made at its "
    "next use, and every device must subscribe again."
)


class CannotSign(DomainError):
    """No push can be signed: our own file or subject is at fault, no device and no service.

    `reason` is for the operator, with the next step; `detail` for anybody.
    """

    status = 503
    code = "push-not-ready"
    title = "Push cannot be set up just now"

    def __init__(self, reason: str) -> None:
        detail = _(
            "Notifications cannot be set up just now: the server's key is unusable. Whoever runs "
            "it is told; letters go out meanwhile."
        )
        super().__init__(str(detail), retry_after_s=600)
        self.reason = reason


def ensure_keys() -> None:
    """Make the private key if there is none yet; two processes at once make one, never half.

    :raises CannotSign: when it cannot be written.
    """
    path: Path = settings.VAPID_PRIVATE_KEY_FILE
    try:
        if path.exists():
            return
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".vapid-") as file:
            file.write(_new_key())  # readable by this user only
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    except OSError as error:
        raise CannotSign(
            f"VAPID_PRIVATE_KEY_FILE={path} cannot be written ({error.strerror}). Point it at a "
            "file in a folder that this user may write."
        ) from error


def problem() -> str | None:
    """Say why no push could be signed now, with the next step; None = pushes can be signed."""
    try:
        authorization("https://push.example")
    except CannotSign as error:
        return error.reason
    return None


def public_key() -> str:
    """Return the public key as the browser wants it: an uncompressed point, base64url.

    :raises CannotSign: when the file holds no key.
    """
    point = _key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _base64url(point)


def authorization(endpoint: str) -> dict[str, str]:
    """Return the headers that prove to a push service who sends.

    :raises CannotSign: when the file holds no key, or VAPID_SUBJECT is no address.
    """
    parts = urlsplit(endpoint)
    # a fresh dict each time: py-vapid changes what it is given
    claims = {"sub": settings.VAPID_SUBJECT, "aud": f"{parts.scheme}://{parts.netloc}"}
    key = _key()
    try:
        return dict(key.sign(claims))
    except (VapidException, ValueError) as error:
        raise CannotSign(
            "VAPID_SUBJECT is no address that a push service takes. Set it to "
            "mailto:operator@example.org, with an address that exists."
        ) from error


def _key() -> Vapid02:
    ensure_keys()
    path: Path = settings.VAPID_PRIVATE_KEY_FILE
    try:
        return _key_in(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise CannotSign(
            f"VAPID_PRIVATE_KEY_FILE={path} cannot be read ({error.strerror}). Let this user read "
            "it, or point the setting at the right file."
        ) from error
    except Exception as error:  # whatever the parsers make of what stands there
        raise CannotSign(
            f"VAPID_PRIVATE_KEY_FILE={path} holds no key for pushes (P-256). {REMEDY}"
        ) from error


@functools.lru_cache(maxsize=4)
def _key_in(path: Path, changed_ns: int) -> Vapid02:
    text = path.read_text().strip()
    pem = text.startswith("-----BEGIN")
    key = Vapid02.from_pem(text.encode()) if pem else Vapid02.from_string(text)
    if not isinstance(key.private_key.curve, SECP256R1):
        raise ValueError("another curve")
    return key


def _new_key() -> str:
    key = Vapid02()
    key.generate_keys()
    number = key.private_key.private_numbers().private_value
    return _base64url(number.to_bytes(32, "big"))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
