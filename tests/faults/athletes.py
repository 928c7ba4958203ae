"""People who log for minutes: each a thread that sends like a phone and remembers what was said."""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.household import Athlete, Household

URGENT = ("emergency_now", "same_day")
SIGNS = ("saddle_numb", "tearing_pain_moving", "abdo_flank_pain_severe", "crush_or_long_lie")
RED_SHARE = 0.12  # of batches
DAYS_BACK = 12
ANSWERS = 0.5  # share of open alerts an athlete acknowledges when a notification came


@dataclass
class Promise:
    """What the server said "kept" or "raised" to, with the wall clock of the answer."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    alerts: dict[str, float] = field(default_factory=dict)  # urgent alert id -> first told at
    answered: set[str] = field(default_factory=set)  # asked to be acknowledged
    requests: int = 0
    failures: int = 0
    refused: list[str] = field(default_factory=list)  # a 4xx or an invalid entry: never right


class Logger(threading.Thread):
    """One athlete: makes a batch, sends it until it is kept, now and then answers an alert."""

    def __init__(
        self,
        home: Household,
        athlete: Athlete,
        *,
        seed: str,
        ended: threading.Event,
        pause_s: float,
    ) -> None:
        super().__init__(name=athlete.name, daemon=True)
        self.home, self.athlete, self.promise = home, athlete, Promise()
        self._chance, self._ended, self._pause_s = random.Random(seed), ended, pause_s
        self._own: list[dict[str, Any]] = []

    def run(self) -> None:
        while not self._ended.wait(self._chance.uniform(0, 2 * self._pause_s)):
            self._send(self._batch())
            if self._chance.random() < 0.3:
                self._answer()

    def _batch(self) -> list[dict[str, Any]]:
        made = [self._entry() for _ in range(self._chance.randint(1, 4))]
        if self._chance.random() < RED_SHARE:
            made.append(self._new("symptom", finding=self._chance.choice(SIGNS), value=True))
        if self._own and self._chance.random() < 0.2:  # an edit of what was kept before
            held = self._chance.choice(self._own)
            edited_at = datetime.now(UTC).isoformat()
            made.append(held | {"edited_at": edited_at, "level": self._chance.randint(0, 10)})
        return made

    def _entry(self) -> dict[str, Any]:
        kind = self._chance.choice(("pain", "sitting", "hydration"))
        if kind == "pain":
            made = self._new("pain", level=self._chance.randint(0, 7))
            self._own.append(made)
            return made
        if kind == "sitting":
            return self._new("sitting", hours=self._chance.randint(0, 8) / 2)
        return self._new("hydration", ml=self._chance.randint(1, 10) * 50)

    def _new(self, kind: str, **fields: Any) -> dict[str, Any]:
        now = datetime.now(UTC)
        day = now.date() - timedelta(days=self._chance.randrange(DAYS_BACK))
        made = {"id": str(uuid.UUID(int=self._chance.getrandbits(128), version=4)), "kind": kind}
        return made | {"day": day.isoformat(), "edited_at": now.isoformat()} | fields

    def _send(self, batch: list[dict[str, Any]]) -> None:
        """Send the same batch until it is kept, also beyond the end: a phone never gives up."""
        for _ in range(2000):
            self.promise.requests += 1
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self.home.sync(self.athlete, *batch)
                if status == 200:
                    self._remember(batch, answer)
                    return
                if status < 500 and status != 429:
                    self.promise.refused.append(f"{status} {answer}")
                    return
            self.promise.failures += 1
            time.sleep(self._chance.uniform(0.05, 0.4))

    def _remember(self, batch: list[dict[str, Any]], answer: dict[str, Any]) -> None:
        at = time.time()
        for sent, result in zip(batch, answer["results"], strict=True):
            if result["status"] in ("applied", "unchanged"):
                self.promise.entries[sent["id"]] = sent
            elif result["status"] == "invalid":
                self.promise.refused.append(str(result))
        for alert in answer["alerts"]:
            if alert["urgency"] in URGENT:
                self.promise.alerts.setdefault(alert["id"], at)

    def _answer(self) -> None:
        """Acknowledge what a notification told of, as somebody who opened it does."""
        device = self.athlete.device
        told = {
            key
            for message in list(self.home.push.messages)
            if device and message.device == device.name
            for key in message.payload["alerts"]
        }
        for key in sorted(told & set(self.promise.alerts) - self.promise.answered):
            if self._chance.random() < ANSWERS:
                with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                    self.promise.answered.add(key)
                    self.home.ask(
                        "POST", f"/api/v1/alerts/{key}/acknowledge", {"outcome": "seeking_care"},
                        token=self.athlete.token,
                    )  # fmt: skip
