"""A mail server that says one byte after another for ever is cut off, wherever it begins to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accounts.models import User
from alerts.channels import TryLater
from tests.shell.test_slow_mail import by_smtp, send

__all__ = ["by_smtp"]  # a fixture of that story
pytestmark = pytest.mark.usefixtures("by_smtp")


@contextmanager
def dripping(settings: Any, *answers: bytes) -> Iterator[None]:
    """Give these answers, then say one byte after another for ever: no single read takes long."""
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        with listening.accept()[0] as client, contextlib.suppress(OSError):  # who called hung up
            for place, answer in enumerate(answers):
                if place:
                    client.recv(4096)
                client.sendall(answer)
            while not ended.wait(0.02):
                client.sendall(b"z")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_PORT = listening.getsockname()[1]
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        yield
        ended.set()
        thread.join(5)


READY, OPTIONS = b"220 ready\r\n", b"250-x\r\n250 STARTTLS\r\n"
HANDSHAKE = b"\x16\x03\x03\x40\x00"  # 16 kB of it are to come


@pytest.mark.parametrize("answers", [(b"",), (READY,), (b"220-wait\r\n",), (READY, OPTIONS)])
def test_a_server_that_drips_is_cut_off(settings: Any, ada: User, answers: list[bytes]) -> None:
    with dripping(settings, *answers):
        outcome = send(ada)
    assert isinstance(outcome, TryLater)


@pytest.mark.parametrize(
    ("way", "answers"),
    [
        ("EMAIL_USE_SSL", [HANDSHAKE]),
        ("EMAIL_USE_TLS", [READY, OPTIONS, b"220 go\r\n" + HANDSHAKE]),
    ],
)
def test_a_server_that_drips_in_the_handshake_is_cut_off(
    settings: Any, ada: User, way: str, answers: list[bytes]
) -> None:
    setattr(settings, way, True)
    with dripping(settings, *answers):
        assert isinstance(send(ada), TryLater)
