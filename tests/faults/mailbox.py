"""A mail server of the tests' own: keeps letters, or is down, slow or busy."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Mailbox:
    """`with Mailbox() as box:` listens on a loopback port that stays the same over stops."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[tuple[str, str]] = []  # (to, the whole text)
        self.manner = "plain"  # plain, slow, busy
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """What EMAIL_URL says."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()

    def open(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def shut(self) -> None:
        """Be down."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.manner == "busy":
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        if self.manner == "slow":
            await asyncio.sleep(30)
        text = bytes(envelope.content).decode(errors="replace")
        self.letters.append((envelope.rcpt_tos[0], text))
        return "250 OK"
