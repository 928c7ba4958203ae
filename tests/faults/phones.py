"""Phones in people's hands: they are out of reach, show, are swiped clean, and tell receipts.

What the push service took is not what a person sees: while a phone is off only the last message of
a topic waits for it, and on the screen the same message sent twice takes its own place in silence
(`pwa/worker/service_worker.js`). A message shown again after it was swiped away is seen twice.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence

from tests.faults.household import Household
from tests.push_service import Message

RECEIPT_PAUSES_S = (0.0, 1.5, 4.0)  # as the service worker tries
OFF_SHARE, LONGEST_OFF_S = 0.1, 20.0  # of messages: the phone is out of reach when they come
SWIPED_SHARE, SWIPED_WITHIN_S = 0.5, 10.0
MUTE = 3  # phones whose receipts never arrive


class Phone(threading.Thread):
    """One device: takes its messages in order, as its owner would see them."""

    def __init__(
        self, home: Household, name: str, *, seed: str, ended: threading.Event, mute: bool
    ) -> None:
        super().__init__(name=f"phone of {name}", daemon=True)
        self.home, self.device = home, name
        self.seen: Counter[str] = Counter()  # token -> how often a person saw it come
        self.told = 0  # receipts that the server took
        self._chance, self._ended, self._mute = random.Random(seed), ended, mute
        self._read = 0  # of the push service's messages
        self._screen: dict[str, tuple[str, float]] = {}  # tag -> token, when it is swiped away

    def run(self) -> None:
        while not self._ended.wait(0.2):
            self.look()

    def look(self) -> None:
        """Take what came since the last look; messages that waited are one a topic."""
        if self._chance.random() < OFF_SHARE and self._has_news():
            self._ended.wait(self._chance.uniform(0, LONGEST_OFF_S))
        waiting = {message.headers["topic"]: message for message in self._fresh()}
        for message in waiting.values():
            self._show(message)

    def _has_news(self) -> bool:
        return any(one.device == self.device for one in self.home.push.messages[self._read :])

    def _fresh(self) -> list[Message]:
        found = self.home.push.messages[self._read :]
        self._read += len(found)
        return [one for one in found if one.device == self.device]

    def _show(self, message: Message) -> None:
        token, now = message.payload["token"], time.monotonic()
        tag = next(iter(message.payload["alerts"]), "")
        held, until = self._screen.get(tag, ("", 0.0))
        if held != token or now > until:
            self.seen[token] += 1
        swiped = self._chance.random() < SWIPED_SHARE
        stays_s = self._chance.uniform(0, SWIPED_WITHIN_S) if swiped else float("inf")
        self._screen[tag] = (token, now + stays_s)
        if not self._mute:
            self._tell(token)

    def _tell(self, token: str) -> None:
        for pause_s in RECEIPT_PAUSES_S:
            if self._ended.wait(pause_s):
                return
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                body = {"token": token, "event": "displayed"}
                status, _ = self.home.ask("POST", "/api/v1/push/receipts", body, longest_s=5)
                if status == 204:
                    self.told += 1
                    return


def start_phones(
    home: Household, names: Sequence[str], *, seed: int, ended: threading.Event
) -> list[Phone]:
    """Put a phone into the hand of each; the last three never get a receipt through."""
    phones = [
        Phone(home, name, seed=f"{seed}/phone/{name}", ended=ended, mute=at >= len(names) - MUTE)
        for at, name in enumerate(names)
    ]
    for phone in phones:
        phone.start()
    return phones
