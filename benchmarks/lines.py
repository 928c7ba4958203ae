"""Kept-open HTTP/1.1 connections for load tools: one loop, no threads, some 50 us a request.

The load tool shares its two cores with what it measures; what it spends is missing there. So
requests are bytes made by hand, and of an answer only what is asked for is read.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

BROKEN = 0  # the status of a request that nobody answered to the end
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_PAUSE = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status (BROKEN = nothing), body, seconds to wait if told, seconds it took."""

    status: int
    body: bytes
    pause_s: int | None
    took: float  # since the request was due


@dataclass(frozen=True, slots=True)
class Order:
    """One request: its bytes, when it was due (`perf_counter`), and who wants the answer."""

    request: bytes
    due: float
    then: Callable[[Answer], None]


def request_of(
    method: str, path: str, *, token: str, port: int, body: bytes | None = None
) -> bytes:
    """Return a request as it goes over the line."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
    )
    if body is None:
        return f"{head}\r\n".encode()
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Line(asyncio.Protocol):
    """One connection: one request at a time; a broken one is opened again for the next."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._transport: asyncio.Transport | None = None
        self._order: Order | None = None
        self._got = b""
        self._whole = -1  # bytes of the answer, head included, once the head is there
        self._chunked = False

    def send(self, order: Order) -> None:
        """Send now, or as soon as the connection stands."""
        self._order, self._got, self._whole = order, b"", -1
        if self._transport is None:
            self._lines.open(self)
        else:
            self._transport.write(order.request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._order:
            transport.write(self._order.request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._whole < 0:
            head = self._got.find(b"\r\n\r\n")
            if head < 0:
                return
            length = _LENGTH.search(self._got, 0, head + 2)
            self._chunked = _CHUNKED.search(self._got, 0, head + 2) is not None
            self._whole = head + 4 + (int(length[1]) if length else 0)
        if self._chunked and not self._got.endswith(b"\r\n0\r\n\r\n"):
            return
        if len(self._got) >= self._whole:
            self._finish()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._order:
            self.fail()

    def fail(self) -> None:
        """Nobody answered to the end."""
        self._answer(BROKEN, b"", None)

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.abort()

    def _finish(self) -> None:
        head = self._got.find(b"\r\n\r\n")
        pause = _PAUSE.search(self._got, 0, head + 2)
        body = self._got[head + 4 :]  # with the sizes of its chunks, if it came in any
        self._answer(int(self._got[9:12]), body, int(pause[1]) if pause else None)

    def _answer(self, status: int, body: bytes, pause_s: int | None) -> None:
        order, self._order = self._order, None
        assert order is not None
        self._lines.is_free(self)
        order.then(Answer(status, body, pause_s, perf_counter() - order.due))


class Lines:
    """So many connections to one port, taken in turn; what finds none free waits its turn."""

    def __init__(self, port: int, many: int) -> None:
        self._port = port
        self._free = deque(Line(self) for _ in range(many))
        self._all = tuple(self._free)
        self._waiting: deque[Order] = deque()
        self._opening: set[asyncio.Task[None]] = set()

    def send(self, order: Order) -> None:
        """Send on the line that rested longest."""
        if self._free:
            self._free.popleft().send(order)
        else:
            self._waiting.append(order)

    def is_free(self, line: Line) -> None:
        """Give a line its next request, or let it rest."""
        if self._waiting:
            line.send(self._waiting.popleft())
        else:
            self._free.append(line)

    def under_way(self) -> int:
        """Return how many requests have no answer yet."""
        return len(self._all) - len(self._free) + len(self._waiting)

    def open(self, line: Line) -> None:
        """Open a line's connection; a line that cannot be opened fails its request."""
        task = asyncio.get_running_loop().create_task(self._open(line))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open(self, line: Line) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: line, "127.0.0.1", self._port)
        except OSError:
            await asyncio.sleep(0.05)  # nobody listens: do not turn on the spot
            line.fail()

    def close(self) -> None:
        """Hang up everything."""
        for line in self._all:
            line.close()
