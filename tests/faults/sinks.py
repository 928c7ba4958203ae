"""Where words could leak to: logs, Redis, broker files, payloads, subjects, addresses."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.household import Household
from tests.faults.mailbox import Mailbox
from tests.push_service import PushService

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


class Monitor:
    """Hears every command that Redis gets: `with Monitor(port) as heard:`."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._parts: list[bytes] = []

    def __enter__(self) -> Monitor:
        self._line.sendall(b"*1\r\n$7\r\nMONITOR\r\n")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def _listen(self) -> None:
        try:
            while part := self._line.recv(65536):
                self._parts.append(part)
        except OSError:
            return  # closed: all is heard

    def __exit__(self, *_: object) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()
        self._thread.join(10)

    @property
    def text(self) -> str:
        """What was heard."""
        return b"".join(self._parts).decode(errors="replace")


def decoded(text: str) -> str:
    """Return a text with what stands in it as base64 written out behind it."""
    found = [text]
    for match in _BASE64.finditer(text):
        word = match[0].replace("-", "+").replace("_", "/")
        try:
            raw = base64.b64decode(word + "=" * (-len(word) % 4))
        except (binascii.Error, ValueError):
            continue
        found.append(raw.decode(errors="replace"))
    return "\n".join(found)


def leaks(sinks: Iterable[tuple[str, str]], canaries: Iterable[str]) -> list[str]:
    """Return "sink: canary" for each canary in a sink, plain or as base64, in any case."""
    words = [word.lower() for word in canaries]
    found = []
    for name, text in sinks:
        whole = decoded(text).lower()
        found += [f"{name}: {word}" for word in words if word in whole]
    return found


def sinks_of(
    home: Household, push: PushService, mail: Mailbox, heard: str
) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of everything that leaves the database."""
    yield "log", home.log.read_text(errors="replace")
    yield "redis", heard
    for file in Path(home.environ["VAR_DIR"], "broker").rglob("*"):
        if file.is_file():
            yield "broker file", file.name + " " + file.read_text(errors="replace")
    for message in push.messages:
        yield "push payload", message.decrypted.decode()
        yield "push headers", repr(message.headers)
    yield "push addresses", "\n".join(push.requests)
    for _, text in mail.letters:
        letter = email.message_from_string(text, policy=email.policy.default)
        yield "mail headers", "\n".join(f"{name}: {value}" for name, value in letter.items())
        yield "mail links", "\n".join(re.findall(r"https?://\S+", text))
