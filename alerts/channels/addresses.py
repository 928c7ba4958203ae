"""Where a message may go: known hosts, public addresses, looked up once and in time."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

KNOWN_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
)
# Addresses that carry another one inside: what looks public may end up within.
TRANSLATING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class Refused(Exception):
    """An address that ThighCare does not send to."""


class Unreachable(Exception):
    """Nobody answered in time, or not in a way that can be understood."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Where one kind of message may go: hosts by name, and origins that a setting names.

    `hosts` None = every host, still only https on port 443 at a public address.
    """

    hosts: tuple[str, ...] | None
    setting: str

    def check(self, endpoint: str) -> None:
        """Refuse an address outside the gate.

        :raises Refused: naming the reason in neutral words.
        """
        try:
            parts = urlsplit(endpoint)
            port = parts.port
        except ValueError as error:
            raise Refused("not an address") from error
        if self.is_named(endpoint):
            return
        host = (parts.hostname or "").lower()
        if parts.scheme != "https" or port not in (None, 443) or parts.username is not None:
            raise Refused("not https on port 443")
        if self.hosts is None:
            self._check_any(host)
        elif not any(
            host == known or (known[0] == "." and host.endswith(known)) for known in self.hosts
        ):
            raise Refused("not a known push service")

    def is_named(self, endpoint: str) -> bool:
        """Say whether the operator named this very origin."""
        parts = urlsplit(endpoint)
        return f"{parts.scheme}://{parts.netloc}" in getattr(settings, self.setting)

    @staticmethod
    def _check_any(host: str) -> None:
        """Refuse what is no name in the public tree, and addresses that lie inside."""
        try:
            public = _is_public(host)
        except ValueError:
            public = "." in host.strip(".") and not host.endswith((".local", ".internal"))
        if not public:
            raise Refused("not a public host")


PUSH_SERVICES = Gate(KNOWN_HOSTS, "PUSH_ALLOWED_ORIGINS")
CLUBS_SYSTEMS = Gate(None, "WEBHOOK_ALLOWED_ORIGINS")
check_endpoint = PUSH_SERVICES.check


def resolve(host: str, port: int, *, private_too: bool, longest_s: float) -> tuple[str, int]:
    """Look a name up once and return the address to use, and no other.

    :raises Refused: when it only leads inside.
    :raises Unreachable: when nobody knows the name, or not in time.
    """
    for address in look_up(host, port, longest_s):
        if private_too or _is_public(address):
            return address, port
    raise Refused("a private address")


def look_up(host: str, port: int, longest_s: float) -> list[str]:
    """Ask the system's resolver, which knows no time limit, in a thread of its own.

    :raises Unreachable: when nobody knows the name, or not in time.
    """
    told: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            told.put([str(where[0]) for *_, where in found])
        except (OSError, UnicodeError):
            told.put(None)
        except Exception:  # whatever the resolver does, nobody must wait for ever
            told.put(None)
            raise

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        addresses = told.get(timeout=longest_s)
    except queue.Empty:
        raise Unreachable("slow-name") from None
    if addresses is None:
        raise Unreachable("name")
    return addresses


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            address = inner
        elif address.teredo is not None or any(address in net for net in TRANSLATING):
            return False
    return address.is_global and not address.is_multicast
