"""The load tool's figures are only as good as its reading of answers."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest

from benchmarks.crowd import Phase
from benchmarks.lines import BROKEN, Answer, Lines, Order, request_of
from benchmarks.told import Figure, aims, quantile

LONGEST_S = 10.0
WHOLE = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}'
IN_PIECES = (
    b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n', b"0\r\n\r\n",
)  # fmt: skip
SHED = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 4\r\ncontent-length: 0\r\n\r\n"


def answers_to(*answers: tuple[bytes, ...] | None, lines: int = 1) -> list[Answer]:
    """Send a request for each of these on so few lines; None hangs up in mid-answer."""

    async def exchange() -> list[Answer]:
        planned, serving = iter(answers), set[asyncio.Task[None] | None]()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            serving.add(asyncio.current_task())
            while await reader.readline():
                while await reader.readline() not in {b"\r\n", b""}:
                    pass
                pieces = next(planned)
                for piece in pieces or (WHOLE[:-3],):
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
                if pieces is None:
                    break
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        sent, got = Lines(port, lines), list[Answer]()
        request = request_of("GET", "/", token="x", port=port)
        async with asyncio.timeout(LONGEST_S):
            for _ in answers:
                sent.send(Order(request, perf_counter(), got.append))
            while sent.under_way():
                await asyncio.sleep(0.001)
        sent.close()
        server.close()
        await asyncio.gather(*filter(None, serving))
        return got

    # a thread of its own: the browser's tests leave a loop running in this one
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, exchange()).result()


@pytest.mark.parametrize(
    "pieces", [(WHOLE,), (WHOLE[:20], WHOLE[20:]), (WHOLE[:-1], WHOLE[-1:]), IN_PIECES]
)
def test_an_answer_is_read_to_its_end_however_it_is_cut(pieces: tuple[bytes, ...]) -> None:
    # three in a row: what is left of one would spoil the next
    got = answers_to(pieces, pieces, (SHED,))
    assert [one.status for one in got] == [200, 200, 503]
    assert all(b'{"a":1}' in one.body for one in got[:2])
    assert got[2].pause_s == 4


def test_a_line_that_breaks_fails_its_request_and_serves_the_next() -> None:
    assert [one.status for one in answers_to(None, (WHOLE,))] == [BROKEN, 200]


def test_what_waited_for_a_free_line_counts_from_when_it_was_due() -> None:
    first, second = answers_to((WHOLE,), (WHOLE,), lines=1)
    assert second.took >= first.took


def phase(name: str, good: int, *, red: float = 0.1) -> Phase:
    """Return a phase of ten seconds with so many good reads, a write, a red flag and its push."""
    made = Phase(name, seconds=10.0)
    made.statuses.update({("read", 200): good, ("write", 200): 1, ("red", 200): 1})
    made.took |= {"read": [0.01] * good, "write": [0.1], "red": [red]}
    made.pushes = [1.0]
    return made


def test_figures_say_what_was_missed_and_nothing_measured_meets_no_aim() -> None:
    figures = aims(phase("steady", 98), phase("the most", 198), phase("overload", 148, red=0.4))
    missed = {figure.name for figure in figures if not figure.met}
    assert missed == {"overload: good answers of the most", "overload: red p99"}
    assert not Figure("nothing", 0.0, 1.0, "ms").met


def test_a_red_flag_turned_away_or_never_answered_is_wrong_whatever_the_load() -> None:
    over = phase("overload", 10)
    over.statuses.update({("red", 503): 1, ("read", 503): 5, ("unanswered", BROKEN): 2})
    assert over.wrong(may_shed=True) == ["1 x red answered 503", "2 x unanswered answered 0"]
    assert "5 x read answered 503" in over.wrong(may_shed=False)


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile(range(100), 0.99) == 99
    assert quantile([], 0.99) == 0.0
