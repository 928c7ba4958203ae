"""A push service for each case, and somebody with a device there; all are raised at once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import SETUP, Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.push_cases import Case
from tests.faults.test_kill_points import entry
from tests.push_service import PushService

PUSH = """
SELECT state, attempts, last_answer, due_at, leased_until, id FROM alerts_delivery
WHERE athlete_id = ? AND step = 1 AND channel = 'push'
"""
LETTER = """
SELECT d.state, d.due_at, a.raised_at FROM alerts_delivery d
JOIN alerts_alert a ON a.athlete_id = d.athlete_id
WHERE d.athlete_id = ? AND d.step = 3 AND d.channel = 'email' ORDER BY a.raised_at
"""
DEVICES = (
    "SELECT gone_at, failing_since, last_answer FROM alerts_pushsubscription WHERE user_id = ?"
)


@dataclass(frozen=True)
class First:
    """The first push as its row stands."""

    state: str
    attempts: int
    answer: str
    due_at: datetime
    is_held: bool
    id: int


@dataclass
class Street:
    """The house, its people by name, and each one's push service."""

    home: Household
    mail: Mailbox
    people: dict[str, Athlete]
    services: dict[str, PushService]

    def raise_flags(self, *names: str) -> None:
        """Let each of these log a sign of danger."""
        for name in names:
            self.home.sync_until_kept(self.people[name], entry())
        rows.hold_back(self.home)

    def first(self, name: str) -> First:
        """Return what became of somebody's first push."""
        ((state, attempts, answer, due, held, key),) = self.ask(PUSH, name)
        return First(state, attempts, answer, rows.moment(due), held is not None, key)

    def letter(self, name: str) -> tuple[str, datetime, datetime]:
        """Return the letter's state and due time, and when the alert was raised."""
        state, due, raised = self.ask(LETTER, name)[0]
        return state, rows.moment(due), rows.moment(raised)

    def devices(self, name: str) -> list[tuple[Any, ...]]:
        """Return (gone_at, failing_since, last_answer) of each device."""
        return self.ask(DEVICES, name)

    def ask(self, statement: str, name: str) -> list[tuple[Any, ...]]:
        """Ask for rows of one person."""
        return rows.ask(self.home, statement, self.people[name].id)

    def letters_to(self, name: str) -> int:
        """Return how many letters came for somebody."""
        return sum(name in to for to, _ in self.mail.letters)


@contextlib.contextmanager
def street(folder: Path, cases: Sequence[Case], **environ: str) -> Iterator[Street]:
    """A house with web running and nobody yet who sends."""
    with contextlib.ExitStack() as stack:
        mail = stack.enter_context(Mailbox())
        services = {
            case.name: stack.enter_context(
                PushService(status=case.status, manner=case.manner, headers=dict(case.headers))
            )
            for case in cases
        }
        origins = ",".join(service.origin for service in services.values())
        home = Household(
            folder, push=services[cases[0].name], mortal=False, EMAIL_URL=mail.url,
            PUSH_ALLOWED_ORIGINS=origins, **environ,
        )  # fmt: skip
        stack.callback(home.close)
        asked = [(name, service.device(name).subscription) for name, service in services.items()]
        made = json.loads(home.run(SETUP, json.dumps(asked)))
        people = {
            name: Athlete(name, key, token, services[name].devices[name])
            for name, (key, token) in zip(services, made, strict=True)
        }
        home.begin("web")
        wait_until("the web server", home.is_serving)
        yield Street(home, mail, people, services)
