"""One POST, bounded in every way: where, how long, how much, no redirect.

The host must be one that its gate lets through; its address is looked up once, checked, and pinned.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from alerts import conf
from alerts.channels.addresses import PUSH_SERVICES, Gate, Unreachable, resolve
from alerts.conf import PUSH_ANSWER_BYTES, PUSH_TIMEOUT_S


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said: status, headers in small letters, at most 8 kB of body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


def post(
    endpoint: str, *, headers: dict[str, str], body: bytes, gate: Gate = PUSH_SERVICES
) -> Answer:
    """Send one request and read one answer within 5 s in all, or as much as the lease allows.

    :raises Refused: for an address that is not to be touched.
    :raises Unreachable: for everything that a network does.
    """
    gate.check(endpoint)
    parts = urlsplit(endpoint)
    longest_s = min(PUSH_TIMEOUT_S, conf.work_s())
    deadline = time.monotonic() + longest_s
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = resolve(
        parts.hostname or "",
        port,
        private_too=gate.is_named(endpoint),
        longest_s=longest_s,
    )
    try:
        with socket.create_connection(address, timeout=_left_s(deadline)) as plain:
            if parts.scheme == "https":
                plain.settimeout(_left_s(deadline))
                context = ssl.create_default_context()
                with context.wrap_socket(plain, server_hostname=parts.hostname) as secure:
                    return _exchange(secure, endpoint, headers, body, deadline)
            return _exchange(plain, endpoint, headers, body, deadline)
    except (OSError, ValueError, UnicodeError) as error:
        raise Unreachable(type(error).__name__) from error


def _left_s(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())


def _exchange(
    stream: socket.socket, endpoint: str, headers: dict[str, str], body: bytes, deadline: float
) -> Answer:
    parts = urlsplit(endpoint)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"POST {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    stream.settimeout(_left_s(deadline))
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
