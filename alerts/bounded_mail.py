"""Letters by SMTP in a bounded time, however slowly a server speaks.

EMAIL_TIMEOUT is for all of it. It is less than a lease, so that nobody else begins a letter that is
still being sent.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from alerts.channels.addresses import Unreachable, look_up

USUAL_S = 20.0  # where EMAIL_TIMEOUT is not set
TAKEN = 250  # the answer to a letter that is a yes
END = b"\r\n.\r\n"  # of a letter: without it no server has taken one


class Unheard(smtplib.SMTPServerDisconnected):
    """The whole letter was handed over, and what became of it was not heard in time."""


class _Bounded(smtplib.SMTP):
    """A conversation that is cut off when its time is up; `timeout` is for all of it (seconds)."""

    before_end: Callable[[], None] | None = None  # called before the end of a letter is sent

    def __init__(self, host: str, port: int, *, timeout: float = USUAL_S, **more: Any) -> None:
        self._name = host
        self._ends = time.monotonic() + timeout
        self._handed_over = False
        self._watch = threading.Timer(timeout, self._cut_off)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().__init__(host, port, timeout=timeout, **more)
        except OSError:
            self._watch.cancel()
            raise

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer; whatever comes next, a handshake too, has the time that is left."""
        answer = super().getreply()
        if self.sock is not None:
            self.sock.settimeout(self._left_s())
        return answer

    def send(self, s: Any) -> None:
        """Send, and note whether it was the end of a letter."""
        is_whole = isinstance(s, bytes) and s.endswith(END)
        if is_whole and self.before_end is not None:
            try:
                self.before_end()
            except BaseException:
                self.close()  # in the middle of a letter: there is no other way back
                raise
        super().send(s)
        self._handed_over = is_whole

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the letter.

        :raises Unheard: when no answer to all of it came, or none that says yes or no.
        """
        try:
            code, said = super().data(msg)
        except OSError as error:
            if self._handed_over:
                raise Unheard("no answer to the letter") from error
            raise
        if code != TAKEN and not 400 <= code < 600:
            raise Unheard("no answer that can be understood")
        return code, said

    def quit(self) -> tuple[int, bytes]:
        """Say goodbye; whatever becomes of that, the letter was taken or refused before."""
        try:
            return super().quit()
        except smtplib.SMTPException:
            self.close()
            return 221, b""

    def close(self) -> None:
        """End the conversation and the watch over it."""
        self._watch.cancel()
        super().close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to the first address that answers; neither looking up nor connecting waits on."""
        try:
            addresses = look_up(host, port, self._left_s())
        except Unreachable as error:
            raise ConnectionError(str(error)) from error
        for address in addresses[:-1]:
            with contextlib.suppress(OSError):
                return socket.create_connection((address, port), self._left_s())
        return socket.create_connection((addresses[-1], port), self._left_s())

    def _left_s(self) -> float:
        return max(0.01, self._ends - time.monotonic())

    def _cut_off(self) -> None:
        """Wake whoever waits for the server: it reads the end."""
        if (held := self.sock) is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)


class _BoundedFromTheStart(_Bounded, smtplib.SMTP_SSL):
    """The same with TLS from the first byte (smtps)."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        plain.settimeout(self._left_s())  # of the handshake, as a whole
        return self.context.wrap_socket(plain, server_hostname=self._name)


class BoundedBackend(EmailBackend):
    """Django's own way to SMTP, its time bounded."""

    before_end: Callable[[], None] | None = None

    def open(self) -> bool | None:
        """Connect; each letter then asks `before_end` whether its end may go out."""
        is_new = super().open()
        if isinstance(self.connection, _Bounded):
            self.connection.before_end = self.before_end
        return is_new

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the client that keeps the bound."""
        return _BoundedFromTheStart if self.use_ssl else _Bounded
