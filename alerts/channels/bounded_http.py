"""One POST to a push service, bounded in every way: where, how long, how much, no redirect.

The host must be a known push service, its address is looked up once, checked, and pinned.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from alerts.conf import PUSH_ANSWER_BYTES, PUSH_TIMEOUT_S

KNOWN_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
)


class Refused(Exception):
    """An address that ThighCare does not send to."""


class Unreachable(Exception):
    """Nobody answered in time, or not in a way that can be understood."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said: status, headers in small letters, at most 8 kB of body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


def check_endpoint(endpoint: str) -> None:
    """Refuse an endpoint outside the known push services.

    :raises Refused: naming the reason in neutral words.
    """
    parts = urlsplit(endpoint)
    if _is_allowed_origin(endpoint):
        return
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.port not in (None, 443) or parts.username:
        raise Refused("not https on port 443")
    if not any(
        host == known or (known[0] == "." and host.endswith(known)) for known in KNOWN_HOSTS
    ):
        raise Refused("not a known push service")


def _is_allowed_origin(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}" in settings.PUSH_ALLOWED_ORIGINS


def post(endpoint: str, *, headers: dict[str, str], body: bytes) -> Answer:
    """Send one request and read one answer within 5 s in all.

    :raises Refused: for an address that is not to be touched.
    :raises Unreachable: for everything that a network does.
    """
    check_endpoint(endpoint)
    parts = urlsplit(endpoint)
    deadline = time.monotonic() + PUSH_TIMEOUT_S
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolve(parts.hostname or "", port, private_too=_is_allowed_origin(endpoint))
    try:
        with socket.create_connection(address, timeout=PUSH_TIMEOUT_S) as plain:
            if parts.scheme == "https":
                plain.settimeout(max(0.01, deadline - time.monotonic()))
                context = ssl.create_default_context()
                with context.wrap_socket(plain, server_hostname=parts.hostname) as secure:
                    return _exchange(secure, endpoint, headers, body, deadline)
            return _exchange(plain, endpoint, headers, body, deadline)
    except (OSError, ValueError, UnicodeError) as error:
        raise Unreachable(type(error).__name__) from error


def _resolve(host: str, port: int, *, private_too: bool) -> tuple[str, int]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("name") from error
    for *_, where in found:
        if private_too or ipaddress.ip_address(where[0]).is_global:
            return str(where[0]), port
    raise Refused("a private address")


def _exchange(
    stream: socket.socket, endpoint: str, headers: dict[str, str], body: bytes, deadline: float
) -> Answer:
    parts = urlsplit(endpoint)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"POST {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    stream.settimeout(max(0.01, deadline - time.monotonic()))
    stream.sendall("\r\n".join(lines).encode("ascii") + body)
    return _read_head(stream, deadline)


def _read_head(stream: socket.socket, deadline: float) -> Answer:
    """Read until the head is whole; the body is of no use and is not read."""
    held = b""
    while b"\r\n\r\n" not in held:
        left_s = deadline - time.monotonic()
        if left_s <= 0 or len(held) > PUSH_ANSWER_BYTES:
            raise ValueError("too slow or too long")
        stream.settimeout(left_s)
        piece = stream.recv(2048)
        if not piece:
            raise ValueError("ended early")
        held += piece
    head = held.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    version, status, *_ = head[0].split(" ", 2)
    if not version.startswith("HTTP/1.") or not status.isdigit():
        raise ValueError("not HTTP")
    pairs = (line.split(":", 1) for line in head[1:] if ":" in line)
    return Answer(int(status), {name.strip().lower(): value.strip() for name, value in pairs})
