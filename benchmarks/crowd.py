"""Many phones on one server: what they send, when, and what came of it."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks import phone_requests
from benchmarks.lines import BROKEN, Answer, Lines, Order
from tests.faults.household import Athlete
from tests.push_service import PushService

LINES = 256  # connections, as a proxy keeps them open
LONGEST_S = 60.0  # for the last answers and pushes of a phase
SHED = {429, 503}
TELL_EVERY_S = 10.0
_CURSOR = re.compile(rb'"cursor":"(\d+)"')


@dataclass
class Phase:
    """What was answered in one phase: seconds by kind, statuses by kind, pushes."""

    name: str
    seconds: float = 0.0
    took: dict[str, list[float]] = field(
        default_factory=lambda: {"write": [], "read": [], "red": []}
    )
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    shed_took: list[float] = field(default_factory=list)
    without_pause: int = 0  # turned away and not told for how long
    behind: list[float] = field(default_factory=list)  # seconds the tool was late to send
    pushes: list[float] = field(default_factory=list)  # seconds, sent to taken by the push service
    red_sent: dict[str, float] = field(default_factory=dict)  # device -> when
    cpu: dict[str, float] = field(default_factory=dict)  # who -> seconds of processor

    @property
    def asked(self) -> int:
        """Requests, answered or not."""
        return self.statuses.total()

    @property
    def goodput(self) -> float:
        """Answers 200 a second."""
        return sum(self.good(kind) for kind in self.took)

    def good(self, kind: str) -> float:
        """Answers 200 a second, of one kind."""
        return self.statuses[kind, 200] / max(self.seconds, 0.001)

    def wrong(self, *, may_shed: bool) -> list[str]:
        """Return what must never be, whatever the load."""
        shed = SHED if may_shed else set()
        found = [
            f"{count} x {kind} answered {status}"
            for (kind, status), count in sorted(self.statuses.items())
            if status != 200 and (kind == "red" or status not in shed)
        ]
        if self.without_pause:
            found.append(f"{self.without_pause} turned away without Retry-After")
        if len(self.pushes) < len(self.red_sent):
            found.append(f"{len(self.red_sent) - len(self.pushes)} red flags without a push")
        return found


class Crowd:
    """Phones: many with a token, some of them with a device and, once each, a red flag.

    A phone that was told to wait does, as long as others are left to ask. `days` is on how many of
    the last days what is logged lies.
    """

    def __init__(
        self, port: int, push: PushService, tokens: list[str], red: list[Athlete], *,
        red_share: float, writes: float, days: int = 1,
    ) -> None:  # fmt: skip
        self._port, self._push = port, push
        self._tokens, self._red = tokens, iter(red)
        self._red_share, self._writes, self._days = red_share, writes, days
        self._dice = random.Random(1)
        self._cursors: dict[str, bytes] = {}
        self._not_before: dict[str, float] = {}

    def run(
        self, name: str, *, seconds: float, rate: float | None, at_once: int = LINES,
        cpu: Callable[[], dict[str, float]] = dict,
    ) -> Phase:  # fmt: skip
        """Send for so long: so many a second, each at its time whatever became of the others.

        With `rate` None: each as soon as another was answered, `at_once` of them under way.
        """
        before = cpu()
        phase = asyncio.run(_Run(self, Phase(name), seconds, rate, at_once).run())
        phase.cpu = {who: spent - before.get(who, 0.0) for who, spent in cpu().items()}
        self._await_pushes(phase)
        return phase

    def order(self, phase: Phase, due: float, then: Callable[[], None]) -> Order:
        """Make the next request; its answer is counted in the phase."""
        write = self._dice.random() < self._writes
        token = self._somebody(due)
        if not write:

            def done(answer: Answer) -> None:
                self._count(phase, "read", token, answer)
                then()

            return Order(phone_requests.read(token=token, port=self._port), due, done)
        athlete = next(self._red, None) if self._dice.random() < self._red_share else None
        kind, token = ("red", athlete.token) if athlete else ("write", token)
        sent_at = time.time()

        def kept(answer: Answer) -> None:
            if athlete and athlete.device and answer.status == 200:
                phase.red_sent[athlete.device.name] = sent_at
            self._count(phase, kind, token, answer)
            then()

        request = phone_requests.write(
            token=token, port=self._port, cursor=self._cursors.get(token),
            red=athlete is not None, days=self._days, dice=self._dice,
        )  # fmt: skip
        return Order(request, due, kept)

    def _somebody(self, now: float) -> str:
        for _ in range(20):
            token = self._dice.choice(self._tokens)
            if self._not_before.get(token, 0.0) <= now:
                break
        return token

    def _count(self, phase: Phase, kind: str, token: str, answer: Answer) -> None:
        status = answer.status
        if kind == "red" and status == 200 and b'"alerts":[]' in answer.body:
            status = -200  # kept, but the answer carries no alert
        phase.statuses[kind, status] += 1
        if status == 200:
            phase.took[kind].append(answer.took)
            if kind != "read" and (found := _CURSOR.search(answer.body)):
                self._cursors[token] = found[1]
        elif status in SHED:
            phase.shed_took.append(answer.took)
            phase.without_pause += not answer.pause_s
            self._not_before[token] = perf_counter() + (answer.pause_s or 0)

    def _await_pushes(self, phase: Phase) -> None:
        deadline = time.monotonic() + LONGEST_S
        first: dict[str, float] = {}
        while time.monotonic() < deadline:
            for message in list(self._push.messages):
                first.setdefault(message.device, message.at)
            if phase.red_sent.keys() <= first.keys():
                break
            time.sleep(0.2)
        phase.pushes = [first[one] - at for one, at in phase.red_sent.items() if one in first]


class _Run:
    """One phase on one loop."""

    def __init__(
        self, crowd: Crowd, phase: Phase, seconds: float, rate: float | None, at_once: int
    ) -> None:
        self._crowd, self._phase, self._seconds = crowd, phase, seconds
        self._rate, self._at_once = rate, at_once
        self._lines = Lines(crowd._port, LINES)

    async def run(self) -> Phase:
        began = perf_counter()
        self._end = began + self._seconds
        teller = asyncio.create_task(self._tell(began))
        if self._rate:
            await self._at_rate(began, self._rate)
        else:
            for _ in range(self._at_once):
                self._again()
            await asyncio.sleep(self._seconds)
        deadline = perf_counter() + LONGEST_S
        while self._lines.under_way() and perf_counter() < deadline:
            await asyncio.sleep(0.01)
        self._phase.seconds = perf_counter() - began
        if lost := self._lines.under_way():
            self._phase.statuses["unanswered", BROKEN] += lost
        self._lines.close()
        teller.cancel()
        return self._phase

    async def _at_rate(self, began: float, rate: float) -> None:
        for due in self._plan(began, rate):
            if (early := due - perf_counter()) > 0:
                await asyncio.sleep(early)
            self._phase.behind.append(max(0.0, perf_counter() - due))
            self._lines.send(self._crowd.order(self._phase, due, lambda: None))

    def _plan(self, began: float, rate: float) -> Iterator[float]:
        return itertools.takewhile(
            lambda due: due < self._end, (began + number / rate for number in itertools.count())
        )

    def _again(self) -> None:
        now = perf_counter()
        if now < self._end:
            self._lines.send(self._crowd.order(self._phase, now, self._again))

    async def _tell(self, began: float) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY_S)
            phase, gone = self._phase, perf_counter() - began
            good = sum(count for (_, status), count in phase.statuses.items() if status == 200)
            print(
                f"  {phase.name}: {gone:.0f} of {self._seconds:.0f} s, {good / gone:.0f} good "
                f"answers/s, {phase.asked - good} others, {self._lines.under_way()} under way",
                file=sys.stderr, flush=True,
            )  # fmt: skip
